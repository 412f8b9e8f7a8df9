package io.leat.connect.runtime;

import org.jspecify.annotations.Nullable;

/** Where a task stands; {@code failure} is set when it failed. */
public record TaskStatus(State state, @Nullable Throwable failure) {

    /** The states of a task. */
    public enum State {
        STARTING,
        RUNNING,
        STOPPED,
        FAILED
    }
}
