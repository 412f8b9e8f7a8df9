package io.leat.streams.runtime;

/**
 * Says when a thread commits. Belongs to the thread.
 *
 * <p>That is every {@code commit.interval.ms}. Where others see results only when they are
 * committed, and nobody has set that interval, a thread that has caught up with its input commits
 * sooner: it waits for records anyway. So that commits cost little beside the work, they take at
 * most a fifth of the time.
 */
final class CommitPace {

    private static final int PAUSES_PER_COMMIT = 4;
    private static final double WEIGHT_OF_LAST = 0.25;
    private static final long PAUSE_MIN_MS = 10;

    private final long intervalMs;
    private final boolean early;
    private long endedMs;

    /** What a commit takes, on average over the last ones: a slow one alone changes little. */
    private double costMs;

    /**
     * @param early whether a thread that has caught up commits before the interval is over
     */
    CommitPace(long intervalMs, boolean early) {
        this.intervalMs = intervalMs;
        this.early = early;
        this.costMs = (double) intervalMs / PAUSES_PER_COMMIT;
    }

    /** A new interval begins; nothing was committed, or not by this clock. */
    void begin(long now) {
        endedMs = now;
    }

    /** A commit took from {@code began} to {@code now}. */
    void committed(long began, long now) {
        endedMs = now;
        costMs += (now - began - costMs) * WEIGHT_OF_LAST;
    }

    boolean isDue(long now) {
        return now - endedMs >= intervalMs;
    }

    /** Whether a thread that has caught up should commit. */
    boolean isDueIfCaughtUp(long now) {
        return early && now - endedMs >= pauseMs();
    }

    /** How long nothing is to be committed, if there is something to commit or not. */
    long untilDueMs(long now, boolean uncommitted) {
        return endedMs + (early && uncommitted ? pauseMs() : intervalMs) - now;
    }

    private long pauseMs() {
        return Math.min(intervalMs, Math.max(PAUSE_MIN_MS, (long) (costMs * PAUSES_PER_COMMIT)));
    }
}
