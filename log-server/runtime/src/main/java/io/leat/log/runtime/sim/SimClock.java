package io.leat.log.runtime.sim;

import io.leat.log.runtime.Clock;

/**
 * Virtual time as one node sees it: monotonic from its own origin, wall clock with its own skew.
 */
final class SimClock implements Clock {

    /** 2026-01-01T00:00:00Z: where every simulation begins. */
    private static final long EPOCH_MS = 1_767_225_600_000L;

    private final SimNode node;

    SimClock(SimNode node) {
        this.node = node;
    }

    @Override
    public long nanos() {
        return node.clockOriginNanos() + node.simulation().nowNanos() + node.spentNanos();
    }

    @Override
    public long epochMillis() {
        return EPOCH_MS + node.simulation().nowNanos() / 1_000_000L + node.wallClockSkewMs();
    }
}
