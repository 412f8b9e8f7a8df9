/** The source side of the connector SPI. */
@NullMarked
package io.leat.connect.source;

import org.jspecify.annotations.NullMarked;
