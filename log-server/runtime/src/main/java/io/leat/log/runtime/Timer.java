package io.leat.log.runtime;

/** A task that an {@link EventLoop} will run later, unless it is cancelled first. */
public interface Timer {

    /** Stops the task from running. Does nothing once it has run. Call it on the timer's loop. */
    void cancel();
}
