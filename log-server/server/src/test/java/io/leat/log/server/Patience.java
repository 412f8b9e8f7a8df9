package io.leat.log.server;

import java.time.Duration;

/**
 * How long a test waits for what has to come: longer than the slowest machine needs, because only a
 * failure waits that long. One test's thread owns it.
 */
final class Patience {

    static final Duration LIMIT = Duration.ofMinutes(2);

    private final long begin = System.nanoTime();

    private Patience() {}

    static Patience begin() {
        return new Patience();
    }

    boolean lasts() {
        return System.nanoTime() - begin < LIMIT.toNanos();
    }
}
