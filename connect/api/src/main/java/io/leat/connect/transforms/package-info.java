/** Single message transforms. */
@NullMarked
package io.leat.connect.transforms;

import org.jspecify.annotations.NullMarked;
