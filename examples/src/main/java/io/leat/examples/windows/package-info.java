/** Windows and joins of streams. */
@NullMarked
package io.leat.examples.windows;

import org.jspecify.annotations.NullMarked;
