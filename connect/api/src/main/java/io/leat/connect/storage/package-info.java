/** Converters between bytes and connect data, and source offsets. */
@NullMarked
package io.leat.connect.storage;

import org.jspecify.annotations.NullMarked;
