package io.leat.streams.kstream;

import java.time.Duration;
import java.util.Objects;

/**
 * Sessions: records of a key that follow each other within a gap. A record between two sessions
 * makes them one. Immutable.
 */
public final class SessionWindows {

    private final long gapMs;
    private final long graceMs;

    private SessionWindows(long gapMs, long graceMs) {
        this.gapMs = Durations.notNegative(gapMs, "The inactivity gap");
        this.graceMs = Durations.notNegative(graceMs, "The grace period");
    }

    /** Sessions end when nothing came for longer than {@code inactivityGap}. */
    public static SessionWindows ofInactivityGapWithNoGrace(Duration inactivityGap) {
        return ofInactivityGapAndGrace(inactivityGap, Duration.ZERO);
    }

    /** The same; they take records until {@code afterWindowEnd} after their end. */
    public static SessionWindows ofInactivityGapAndGrace(
            Duration inactivityGap, Duration afterWindowEnd) {
        return new SessionWindows(
                Durations.millis(inactivityGap, "inactivityGap"),
                Durations.millis(afterWindowEnd, "afterWindowEnd"));
    }

    public long gracePeriodMs() {
        return graceMs;
    }

    public long inactivityGap() {
        return gapMs;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionWindows that
                && gapMs == that.gapMs
                && graceMs == that.graceMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(gapMs, graceMs);
    }

    @Override
    public String toString() {
        return "SessionWindows{gapMs=" + gapMs + ", graceMs=" + graceMs + '}';
    }
}
