/** What the runtime needs of a store beyond its public interface. */
@NullMarked
package io.leat.streams.state.spi;

import org.jspecify.annotations.NullMarked;
