/** What stream applications throw, and who decides what happens then. */
@NullMarked
package io.leat.streams.errors;

import org.jspecify.annotations.NullMarked;
