/** The word count, as an application of its own. */
@NullMarked
package io.leat.examples.wordcount;

import org.jspecify.annotations.NullMarked;
