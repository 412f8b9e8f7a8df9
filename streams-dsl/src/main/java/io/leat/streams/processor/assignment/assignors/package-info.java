/** Assignors to choose from with {@code task.assignor.class}. */
@NullMarked
package io.leat.streams.processor.assignment.assignors;

import org.jspecify.annotations.NullMarked;
