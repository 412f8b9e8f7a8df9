package io.leat.log.runtime;

/** The time of one node: a monotonic clock for intervals and a wall clock for record timestamps. */
public interface Clock {

    /**
     * Monotonic time in nanoseconds from an arbitrary origin. Timeouts and leases use only this.
     */
    long nanos();

    /**
     * Wall clock time in milliseconds since the epoch. It may jump; only timestamps come from it.
     */
    long epochMillis();

    /** Monotonic time in milliseconds from an arbitrary origin. */
    default long millis() {
        return nanos() / 1_000_000L;
    }
}
