/** Functions that answer later. */
@NullMarked
package io.leat.examples.async;

import org.jspecify.annotations.NullMarked;
