/** Records that cannot be handled, kept for people. */
@NullMarked
package io.leat.examples.deadletters;

import org.jspecify.annotations.NullMarked;
