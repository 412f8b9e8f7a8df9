package io.leat.streams.topology;

/**
 * How far the time of an operator has come. It outlives restarts, because it is committed with the
 * offsets of the input that it follows from. Owned by the task's thread.
 */
public final class OperatorTime {

    private long millis = -1;

    /** The latest time that was observed; -1 in the beginning. */
    public long millis() {
        return millis;
    }

    /** Takes note of {@code time}; returns the latest. */
    public long observe(long time) {
        millis = Math.max(millis, time);
        return millis;
    }
}
