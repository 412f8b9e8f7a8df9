package io.leat.streams.kstream;

import io.leat.streams.kstream.internals.TimeWindow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Windows of fixed size that begin at multiples of their advance: tumbling when both are equal,
 * else hopping. A window holds its start and not its end. Immutable.
 */
public final class TimeWindows extends Windows<TimeWindow> {

    public final long sizeMs;
    public final long advanceMs;
    private final long graceMs;

    private TimeWindows(long sizeMs, long advanceMs, long graceMs) {
        if (sizeMs <= 0) {
            throw new IllegalArgumentException("The size of windows must be larger than zero.");
        }
        if (advanceMs <= 0 || advanceMs > sizeMs) {
            throw new IllegalArgumentException(
                    "Windows of "
                            + sizeMs
                            + " ms can advance by 1 to "
                            + sizeMs
                            + " ms, not by "
                            + advanceMs
                            + " ms.");
        }
        this.sizeMs = sizeMs;
        this.advanceMs = advanceMs;
        this.graceMs = Durations.notNegative(graceMs, "The grace period");
    }

    /** Tumbling windows that take no record after their end. */
    public static TimeWindows ofSizeWithNoGrace(Duration size) throws IllegalArgumentException {
        return ofSizeAndGrace(size, Duration.ZERO);
    }

    /** Tumbling windows that take records until {@code afterWindowEnd} after their end. */
    public static TimeWindows ofSizeAndGrace(Duration size, Duration afterWindowEnd)
            throws IllegalArgumentException {
        long sizeMs = Durations.millis(size, "size");
        return new TimeWindows(sizeMs, sizeMs, Durations.millis(afterWindowEnd, "afterWindowEnd"));
    }

    /** Hopping windows: one begins every {@code advance}. */
    public TimeWindows advanceBy(Duration advance) {
        return new TimeWindows(sizeMs, Durations.millis(advance, "advance"), graceMs);
    }

    @Override
    public Map<Long, TimeWindow> windowsFor(long timestamp) {
        Map<Long, TimeWindow> windows = new LinkedHashMap<>();
        long start = Math.max(0, timestamp - sizeMs + advanceMs) / advanceMs * advanceMs;
        for (; start <= timestamp; start += advanceMs) {
            windows.put(start, new TimeWindow(start, start + sizeMs));
        }
        return windows;
    }

    @Override
    public long size() {
        return sizeMs;
    }

    @Override
    public long gracePeriodMs() {
        return graceMs;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeWindows that
                && sizeMs == that.sizeMs
                && advanceMs == that.advanceMs
                && graceMs == that.graceMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(sizeMs, advanceMs, graceMs);
    }

    @Override
    public String toString() {
        return "TimeWindows{sizeMs="
                + sizeMs
                + ", advanceMs="
                + advanceMs
                + ", graceMs="
                + graceMs
                + '}';
    }
}
