/** What the examples have in common. */
@NullMarked
package io.leat.examples;

import org.jspecify.annotations.NullMarked;
