package io.leat.connect.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a connector and its tasks stand.
 *
 * @param failure what the connector itself reported; failures of tasks are with the tasks
 */
public record ConnectorStatus(
        State state, @Nullable Throwable failure, Map<TaskId, TaskStatus> tasks) {

    /** The states of a connector. */
    public enum State {
        RUNNING,
        /** Its tasks keep their places and move nothing. */
        PAUSED,
        /** It has no tasks until it is resumed. */
        STOPPED,
        FAILED
    }
}
