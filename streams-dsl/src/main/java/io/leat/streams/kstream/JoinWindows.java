package io.leat.streams.kstream;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How far apart records of two streams may be to be joined: the other record is from {@code
 * beforeMs} before this one to {@code afterMs} after it, both included. Immutable.
 */
public class JoinWindows extends Windows<Window> {

    public final long beforeMs;
    public final long afterMs;
    private final long graceMs;

    /** Whether left and outer joins hold unmatched records back until their window closes. */
    protected final boolean enableSpuriousResultFix;

    protected JoinWindows(JoinWindows other) {
        this(other.beforeMs, other.afterMs, other.graceMs, other.enableSpuriousResultFix);
    }

    private JoinWindows(long beforeMs, long afterMs, long graceMs, boolean holdBack) {
        Durations.notNegative(beforeMs + afterMs, "The span from beforeMs to afterMs");
        this.beforeMs = beforeMs;
        this.afterMs = afterMs;
        this.graceMs = Durations.notNegative(graceMs, "The grace period");
        this.enableSpuriousResultFix = holdBack;
    }

    public static JoinWindows ofTimeDifferenceAndGrace(
            Duration timeDifference, Duration afterWindowEnd) {
        long differenceMs = Durations.millis(timeDifference, "timeDifference");
        return new JoinWindows(
                differenceMs,
                differenceMs,
                Durations.millis(afterWindowEnd, "afterWindowEnd"),
                true);
    }

    public static JoinWindows ofTimeDifferenceWithNoGrace(Duration timeDifference) {
        return ofTimeDifferenceAndGrace(timeDifference, Duration.ZERO);
    }

    /**
     * Windows of the time before KIP-633: a day of grace, and unmatched records go out at once.
     *
     * @deprecated say the grace: {@link #ofTimeDifferenceAndGrace}
     */
    @Deprecated
    public static JoinWindows of(Duration timeDifference) throws IllegalArgumentException {
        long differenceMs = Durations.millis(timeDifference, "timeDifference");
        long graceMs = DEPRECATED_DEFAULT_24_HR_GRACE_PERIOD - 2 * differenceMs;
        return new JoinWindows(differenceMs, differenceMs, Math.max(graceMs, 0), false);
    }

    /** The other record may be that much earlier. */
    public JoinWindows before(Duration timeDifference) throws IllegalArgumentException {
        return new JoinWindows(
                Durations.millis(timeDifference, "timeDifference"),
                afterMs,
                graceMs,
                enableSpuriousResultFix);
    }

    /** The other record may be that much later. */
    public JoinWindows after(Duration timeDifference) throws IllegalArgumentException {
        return new JoinWindows(
                beforeMs,
                Durations.millis(timeDifference, "timeDifference"),
                graceMs,
                enableSpuriousResultFix);
    }

    /** Not for joins: their windows are around records. */
    @Override
    public Map<Long, Window> windowsFor(long timestamp) {
        throw new UnsupportedOperationException("Join windows are around records, not fixed.");
    }

    @Override
    public long size() {
        return beforeMs + afterMs;
    }

    /**
     * Sets the grace of windows made by {@link #of}.
     *
     * @deprecated say the grace: {@link #ofTimeDifferenceAndGrace}
     */
    @Deprecated
    public JoinWindows grace(Duration afterWindowEnd) throws IllegalArgumentException {
        if (enableSpuriousResultFix) {
            throw new IllegalStateException("These windows were given their grace already.");
        }
        return new JoinWindows(
                beforeMs, afterMs, Durations.millis(afterWindowEnd, "afterWindowEnd"), false);
    }

    @Override
    public long gracePeriodMs() {
        return graceMs;
    }

    @Override
    public boolean equals(Object other) {
        return other != null
                && getClass() == other.getClass()
                && beforeMs == ((JoinWindows) other).beforeMs
                && afterMs == ((JoinWindows) other).afterMs
                && graceMs == ((JoinWindows) other).graceMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(beforeMs, afterMs, graceMs);
    }

    @Override
    public String toString() {
        return "JoinWindows{beforeMs="
                + beforeMs
                + ", afterMs="
                + afterMs
                + ", graceMs="
                + graceMs
                + '}';
    }
}
