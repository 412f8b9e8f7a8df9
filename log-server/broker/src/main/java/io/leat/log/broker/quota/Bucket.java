package io.leat.log.broker.quota;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of something may be taken in a second, by all loops together. Safe on every loop.
 *
 * <p>What is taken is paid for with time: whoever took more than there was owes the time until the
 * rate has made up for it. What was not taken is kept for the window, so that the rate holds over
 * the window and not in each moment: what is owed is then what Kafka's brokers compute for a client
 * that was idle before, {@code (taken - allowed) / rate}.
 */
public final class Bucket {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MS = 1_000_000;

    private final long windowNanos;
    private final AtomicLong paidUntil = new AtomicLong(Long.MIN_VALUE);
    private volatile double rate;

    /**
     * @param rate how much a second
     * @param windowNanos over which the rate holds
     */
    public Bucket(double rate, long windowNanos) {
        this.rate = rate;
        this.windowNanos = windowNanos;
    }

    /** How much a second. */
    public double rate() {
        return rate;
    }

    /** Changes how much a second. What is owed stays owed. */
    void rate(double perSecond) {
        rate = perSecond;
    }

    /** Takes {@code amount}; returns the milliseconds that are owed then, 0 if there was enough. */
    public long take(double amount, long nowNanos) {
        long price = (long) (amount / rate * NANOS_PER_SECOND);
        long paid =
                paidUntil.updateAndGet(
                        until -> {
                            boolean old =
                                    until == Long.MIN_VALUE || until - nowNanos < -windowNanos;
                            return (old ? nowNanos - windowNanos : until) + price;
                        });
        return ms(paid - nowNanos);
    }

    /** The milliseconds that are owed, 0 if something may be taken. */
    public long owedMs(long nowNanos) {
        long until = paidUntil.get();
        return until == Long.MIN_VALUE ? 0 : ms(until - nowNanos);
    }

    /** Whether there is as much as there can be: it may be forgotten. */
    boolean isFull(long nowNanos) {
        long until = paidUntil.get();
        return until == Long.MIN_VALUE || until - nowNanos < -windowNanos;
    }

    private static long ms(long nanos) {
        return nanos <= 0 ? 0 : (nanos + NANOS_PER_MS - 1) / NANOS_PER_MS;
    }
}
