/** What processors, stores and tasks see of each other. */
@NullMarked
package io.leat.streams.processor;

import org.jspecify.annotations.NullMarked;
