/** Tables that are grouped, and ranked. */
@NullMarked
package io.leat.examples.topn;

import org.jspecify.annotations.NullMarked;
