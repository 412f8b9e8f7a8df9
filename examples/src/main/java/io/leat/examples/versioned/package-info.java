/** Tables that remember what was. */
@NullMarked
package io.leat.examples.versioned;

import org.jspecify.annotations.NullMarked;
