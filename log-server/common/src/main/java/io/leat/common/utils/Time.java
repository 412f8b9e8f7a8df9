package io.leat.common.utils;

/**
 * A clock as Kafka's test tools pass it around (the driver of Streams topologies accepts one). Leat
 * itself takes time through its ports.
 */
public interface Time {

    /** The wall clock, in milliseconds since the epoch. */
    long milliseconds();

    /** A monotonic clock, in milliseconds. */
    default long hiResClockMs() {
        return nanoseconds() / 1_000_000L;
    }

    /** A monotonic clock, in nanoseconds. */
    long nanoseconds();

    /** Waits. */
    void sleep(long ms);
}
