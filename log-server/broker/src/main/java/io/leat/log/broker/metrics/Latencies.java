package io.leat.log.broker.metrics;

import java.util.Arrays;

/**
 * How long something took of late, in buckets that are an eighth of their value wide. Owned by one
 * loop.
 *
 * <p>Two windows: what {@link #quantile} sees is the last one to two minutes, so that a bad hour
 * does not hide behind a good week. Recording allocates nothing.
 */
final class Latencies {

    private static final long WINDOW_NANOS = 60_000_000_000L;
    private static final int EXACT = 16;
    private static final int EXACT_BITS = 4;
    private static final int STEPS_BITS = 3;
    private static final int BITS_MAX = 36;
    private static final int SIZE = EXACT + (BITS_MAX - EXACT_BITS + 1 << STEPS_BITS);
    private static final double MICROS_PER_MS = 1_000;

    private int[] current = new int[SIZE];
    private int[] previous = new int[SIZE];
    private long since;
    private long count;
    private long sumMicros;

    void record(long micros, long nowNanos) {
        if (count == 0) {
            since = nowNanos;
        }
        turn(nowNanos);
        long bounded = Math.max(0, Math.min(micros, (1L << BITS_MAX) - 1));
        current[bucket(bounded)]++;
        count++;
        sumMicros += bounded;
    }

    private void turn(long nowNanos) {
        if (nowNanos - since < WINDOW_NANOS) {
            return;
        }
        int[] oldest = previous;
        previous = current;
        current = oldest;
        Arrays.fill(current, 0);
        if (nowNanos - since >= 2 * WINDOW_NANOS) {
            Arrays.fill(previous, 0);
        }
        since = nowNanos;
    }

    /** Adds what {@code other} has to this one, which nobody records into. */
    void add(Latencies other, long nowNanos) {
        other.turn(nowNanos);
        since = nowNanos;
        for (int i = 0; i < SIZE; i++) {
            current[i] += other.current[i] + other.previous[i];
        }
        count += other.count;
        sumMicros += other.sumMicros;
    }

    /** How many there ever were. */
    long count() {
        return count;
    }

    /** All of them together. */
    double sumMs() {
        return sumMicros / MICROS_PER_MS;
    }

    /** The time that {@code share} of the recent ones stayed below; NaN without recent ones. */
    double quantileMs(double share) {
        long total = 0;
        for (int each : current) {
            total += each;
        }
        if (total == 0) {
            return Double.NaN;
        }
        long rank = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        int bucket = -1;
        while (seen < rank) {
            seen += current[++bucket];
        }
        return middle(bucket) / MICROS_PER_MS;
    }

    static int bucket(long value) {
        if (value < EXACT) {
            return (int) value;
        }
        int bits = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        int step = (int) (value >> bits - STEPS_BITS) & (1 << STEPS_BITS) - 1;
        return EXACT + (bits - EXACT_BITS << STEPS_BITS) + step;
    }

    static double middle(int bucket) {
        if (bucket < EXACT) {
            return bucket;
        }
        int bits = EXACT_BITS + (bucket - EXACT >> STEPS_BITS);
        int step = bucket - EXACT & (1 << STEPS_BITS) - 1;
        double width = Math.scalb(1.0, bits - STEPS_BITS);
        return Math.scalb(1.0, bits) + width * step + width / 2;
    }
}
