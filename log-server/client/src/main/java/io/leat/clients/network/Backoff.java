package io.leat.clients.network;

import io.leat.log.runtime.Entropy;

/** Waiting times that double up to a bound, with a jitter of 20 %. Immutable. */
public final class Backoff {

    private static final double JITTER = 0.2;
    private static final int MAX_DOUBLINGS = 30;

    private final long firstMs;
    private final long maxMs;

    public Backoff(long firstMs, long maxMs) {
        this.firstMs = firstMs;
        this.maxMs = Math.max(firstMs, maxMs);
    }

    /** How long to wait after the given number of failures, the first one being 1. */
    public long afterMs(int failures, Entropy entropy) {
        int doublings = Math.min(MAX_DOUBLINGS, Math.max(0, failures - 1));
        double term = Math.min((double) maxMs, (double) firstMs * (1L << doublings));
        return (long) (term * (1 - JITTER + 2 * JITTER * entropy.nextDouble()));
    }
}
