package io.leat.log.broker;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log lines about clients whose connections were closed, at most {@link #LINES_MAX} in {@link
 * #WINDOW_MS}: a hostile client must not fill the disk. Safe on every loop.
 */
final class Complaints {

    static final int LINES_MAX = 20;
    static final long WINDOW_MS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Complaints.class);
    private static final long NANOS_PER_MS = 1_000_000;

    /** How many there were since {@code since}. */
    private record Window(long since, int count) {}

    private final AtomicReference<Window> window = new AtomicReference<>(new Window(0, 0));

    /** Logs why the connection of {@code client} was closed, or counts it. */
    void closed(Client client, String reason) {
        long now = client.loop().clock().nanos();
        int number = next(now);
        if (number <= LINES_MAX) {
            log.warn("Closed the connection of {}: {}", client, reason);
        }
        if (number == LINES_MAX) {
            log.warn("Further lines like this are left out for {} s", WINDOW_MS / 1_000);
        }
    }

    /** The number of this complaint in its window, from 1. */
    private int next(long now) {
        return window.updateAndGet(
                        last ->
                                last.count == 0 || now - last.since >= WINDOW_MS * NANOS_PER_MS
                                        ? new Window(now, 1)
                                        : new Window(last.since, last.count + 1))
                .count;
    }
}
