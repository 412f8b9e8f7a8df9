/** The sink side of the connector SPI. */
@NullMarked
package io.leat.connect.sink;

import org.jspecify.annotations.NullMarked;
