/** The Streams DSL's entry points. */
@NullMarked
package io.leat.streams;

import org.jspecify.annotations.NullMarked;
