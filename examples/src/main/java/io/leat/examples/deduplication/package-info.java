/** A processor with a store of its own. */
@NullMarked
package io.leat.examples.deduplication;

import org.jspecify.annotations.NullMarked;
