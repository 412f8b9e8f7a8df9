package io.leat.log.broker.data;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes a second some of the replication may move, on all loops together. Safe on every
 * loop.
 *
 * <p>What passes is paid for with time: whoever comes while the time that is paid for lies ahead
 * has to wait. What was not used is kept for one second, so that waits that take a little too long
 * do not make it slower than it may be.
 */
public final class Throttle {

    /** The rate of a throttle that holds nothing back. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final long WAIT_MAX_MS = 1_000;

    private final AtomicLong paidUntil = new AtomicLong();
    private volatile long rate = NO_LIMIT;

    /** Sets the bytes a second. Another rate begins anew: nothing is owed at the old one. */
    void rate(long bytesPerSecond) {
        if (bytesPerSecond != rate) {
            paidUntil.set(0);
            rate = bytesPerSecond;
        }
    }

    /** How long nothing may pass, at most a second: then ask again. 0 if it may at once. */
    public long waitMs(long nowNanos) {
        long bytesPerSecond = rate;
        if (bytesPerSecond == NO_LIMIT) {
            return 0;
        }
        if (bytesPerSecond <= 0) {
            return WAIT_MAX_MS;
        }
        long leftNanos = paidUntil.get() - nowNanos;
        return leftNanos <= 0
                ? 0
                : Math.min(WAIT_MAX_MS, (leftNanos + NANOS_PER_MS - 1) / NANOS_PER_MS);
    }

    /** So many bytes have passed. */
    public void record(long bytes, long nowNanos) {
        long bytesPerSecond = rate;
        if (bytesPerSecond == NO_LIMIT || bytesPerSecond <= 0) {
            return;
        }
        long price = (long) (bytes * (double) NANOS_PER_SECOND / bytesPerSecond);
        paidUntil.accumulateAndGet(
                price, (paid, more) -> Math.max(paid, nowNanos - NANOS_PER_SECOND) + more);
    }
}
