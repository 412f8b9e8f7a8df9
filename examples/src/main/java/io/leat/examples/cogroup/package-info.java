/** One table made from several streams. */
@NullMarked
package io.leat.examples.cogroup;

import org.jspecify.annotations.NullMarked;
