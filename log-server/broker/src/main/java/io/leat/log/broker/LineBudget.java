package io.leat.log.broker;

import java.util.concurrent.atomic.AtomicReference;

/**
 * How many lines of one kind may be logged, at most {@link #LINES_MAX} in {@link #WINDOW_MS}: a
 * hostile client must not fill the disk. Safe on every loop.
 */
final class LineBudget {

    static final int LINES_MAX = 20;
    static final long WINDOW_MS = 10_000;

    private static final long NANOS_PER_MS = 1_000_000;

    /** How many there were since {@code since}. */
    private record Window(long since, int count) {}

    private final AtomicReference<Window> window = new AtomicReference<>(new Window(0, 0));

    /** The number of this line in its window, from 1; beyond {@link #LINES_MAX} it is left out. */
    int next(long nowNanos) {
        return window.updateAndGet(
                        last ->
                                last.count == 0 || nowNanos - last.since >= WINDOW_MS * NANOS_PER_MS
                                        ? new Window(nowNanos, 1)
                                        : new Window(last.since, last.count + 1))
                .count;
    }
}
