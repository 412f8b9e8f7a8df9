/** A table that every instance has whole. */
@NullMarked
package io.leat.examples.globaltable;

import org.jspecify.annotations.NullMarked;
