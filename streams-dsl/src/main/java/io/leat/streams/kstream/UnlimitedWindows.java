package io.leat.streams.kstream;

import io.leat.streams.kstream.internals.UnlimitedWindow;
import java.time.Instant;
import java.util.Map;

/** One window from a moment on, without end; what is earlier belongs to none. Immutable. */
public final class UnlimitedWindows extends Windows<UnlimitedWindow> {

    public final long startMs;

    private UnlimitedWindows(long startMs) {
        this.startMs = Durations.notNegative(startMs, "The start");
    }

    /** From the epoch on. */
    public static UnlimitedWindows of() {
        return new UnlimitedWindows(0);
    }

    public UnlimitedWindows startOn(Instant start) throws IllegalArgumentException {
        return new UnlimitedWindows(Durations.millis(start, "start"));
    }

    @Override
    public Map<Long, UnlimitedWindow> windowsFor(long timestamp) {
        return timestamp < startMs ? Map.of() : Map.of(startMs, new UnlimitedWindow(startMs));
    }

    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    public long gracePeriodMs() {
        return NO_GRACE_PERIOD;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnlimitedWindows that && startMs == that.startMs;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(startMs);
    }

    @Override
    public String toString() {
        return "UnlimitedWindows{startMs=" + startMs + '}';
    }
}
