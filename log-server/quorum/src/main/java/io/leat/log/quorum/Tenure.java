package io.leat.log.quorum;

import java.util.function.LongSupplier;

/**
 * Who led, and up to when this node certainly did. Written on the quorum's loop; {@link #ledAtMs}
 * is safe on every.
 */
final class Tenure implements Leadership {

    private final LongSupplier nowMs;
    private volatile boolean alone;
    private volatile long followedMs = Long.MIN_VALUE;
    private int leader = -1;
    private int epoch = -1;
    private int predecessor = -1;

    Tenure(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    @Override
    public int predecessor() {
        return predecessor;
    }

    @Override
    public long ledAtMs() {
        return alone ? nowMs.getAsLong() : followedMs;
    }

    /** {@code leader} leads {@code epoch}, as this node has learned. */
    void begins(int leader, int epoch) {
        if (this.epoch != epoch) {
            predecessor = this.epoch == epoch - 1 ? this.leader : -1;
            this.leader = leader;
            this.epoch = epoch;
        }
    }

    /** A majority followed this node until then, at least. */
    void followedUntil(long atMs) {
        followedMs = Math.max(followedMs, atMs);
    }

    /** Whether this node leads and is a majority by itself. */
    void alone(boolean now) {
        if (alone) {
            followedUntil(nowMs.getAsLong());
        }
        alone = now;
    }
}
