/** State stores: what processors remember. */
@NullMarked
package io.leat.streams.state;

import org.jspecify.annotations.NullMarked;
