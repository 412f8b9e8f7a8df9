package io.leat.streams.topology;

/** Calls of an operator that are answered later. Owned by the task's thread. */
public interface Outstanding {

    /** Whether so many records wait for an answer that the task takes no more input. */
    boolean full();

    /** How many records wait. */
    int waiting();

    /**
     * Goes on with the answers that came, and with the failure of calls that took too long; whether
     * there were any.
     *
     * @param nowMs by the monotonic clock
     */
    boolean collect(long nowMs);
}
