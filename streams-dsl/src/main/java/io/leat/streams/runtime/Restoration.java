package io.leat.streams.runtime;

import io.leat.streams.processor.TaskId;
import io.leat.streams.task.TaskStores;
import org.jspecify.annotations.Nullable;

/**
 * The order of a stream thread to bring it the stores of one task, up to date. Immutable.
 *
 * @param goal how far
 */
record Restoration(TaskId id, Restorer.Goal goal, Mailbox to) {

    /** The outcome: {@code stores} or a {@code failure}. */
    record Outcome(
            Restoration order, @Nullable TaskStores stores, @Nullable RuntimeException failure) {}
}
