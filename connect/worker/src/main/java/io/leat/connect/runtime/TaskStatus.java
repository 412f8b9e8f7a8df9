package io.leat.connect.runtime;

import org.jspecify.annotations.Nullable;

/** Where a task stands; {@code failure} is set when it failed and while it is started again. */
public record TaskStatus(State state, @Nullable Throwable failure) {

    /** The states of a task. */
    public enum State {
        /** Opens its clients and reads its offsets. */
        STARTING,
        RUNNING,
        /** Keeps its place, moves nothing. */
        PAUSED,
        /** Failed, and waits a little to be started again. */
        RESTARTING,
        STOPPED,
        /** Failed for good: somebody has to restart it. */
        FAILED
    }
}
