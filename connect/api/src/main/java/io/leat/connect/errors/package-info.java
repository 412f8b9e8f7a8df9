/** What connectors and converters throw. */
@NullMarked
package io.leat.connect.errors;

import org.jspecify.annotations.NullMarked;
