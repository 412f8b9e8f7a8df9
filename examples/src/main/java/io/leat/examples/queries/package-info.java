/** Stores that are asked over HTTP. */
@NullMarked
package io.leat.examples.queries;

import org.jspecify.annotations.NullMarked;
