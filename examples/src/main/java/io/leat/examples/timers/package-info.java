/** Timers of keys, and rows with a time to live. */
@NullMarked
package io.leat.examples.timers;

import org.jspecify.annotations.NullMarked;
