package io.leat.log.runtime.sim;

/** How long a frame travels one way: at least {@code minNanos}, on average {@code meanNanos}. */
public record Latency(long minNanos, long meanNanos) {

    /** Two machines in one rack. */
    public static final Latency RACK = new Latency(50_000, 150_000);

    /** Two processes of one machine. */
    public static final Latency LOCAL = new Latency(10_000, 20_000);

    /** Exponential above the minimum, cut at twenty times the mean. */
    long draw(SimEntropy entropy) {
        double tail = -Math.log(1 - entropy.nextDouble()) * Math.max(0, meanNanos - minNanos);
        return minNanos + (long) Math.min(tail, 20.0 * meanNanos);
    }
}
