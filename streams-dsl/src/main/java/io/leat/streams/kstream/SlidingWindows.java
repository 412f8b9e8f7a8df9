package io.leat.streams.kstream;

import java.time.Duration;
import java.util.Objects;

/**
 * Windows around records: for each record one that ends at it, and one that begins right after it
 * if another record falls into that. Both ends belong to a window. Immutable.
 */
public final class SlidingWindows {

    private final long timeDifferenceMs;
    private final long graceMs;

    private SlidingWindows(long timeDifferenceMs, long graceMs) {
        this.timeDifferenceMs = Durations.notNegative(timeDifferenceMs, "The time difference");
        this.graceMs = Durations.notNegative(graceMs, "The grace period");
    }

    /** Records of one window are at most {@code timeDifference} apart. */
    public static SlidingWindows ofTimeDifferenceWithNoGrace(Duration timeDifference)
            throws IllegalArgumentException {
        return ofTimeDifferenceAndGrace(timeDifference, Duration.ZERO);
    }

    /** The same; windows take records until {@code afterWindowEnd} after their end. */
    public static SlidingWindows ofTimeDifferenceAndGrace(
            Duration timeDifference, Duration afterWindowEnd) throws IllegalArgumentException {
        return new SlidingWindows(
                Durations.millis(timeDifference, "timeDifference"),
                Durations.millis(afterWindowEnd, "afterWindowEnd"));
    }

    public long timeDifferenceMs() {
        return timeDifferenceMs;
    }

    public long gracePeriodMs() {
        return graceMs;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlidingWindows that
                && timeDifferenceMs == that.timeDifferenceMs
                && graceMs == that.graceMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(timeDifferenceMs, graceMs);
    }

    @Override
    public String toString() {
        return "SlidingWindows{timeDifferenceMs=" + timeDifferenceMs + ", graceMs=" + graceMs + '}';
    }
}
