package io.leat.streams.metrics;

import io.leat.common.metrics.MetricConfig;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Keeps what is recorded, in all and over the last samples. Written by one thread, read by any: to
 * record costs a few plain writes, no lock, no clock and no allocation; a reader may see half of
 * what is being recorded meanwhile.
 *
 * <p>Samples are spans of time, as those of {@link io.leat.common.metrics.stats.SampledStat} are,
 * so that rates and means come out as Kafka's.
 */
final class SampledRecorder implements Recorder {

    /** So long ago that nobody looks back there. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    private static final int TOTAL = 0;
    private static final int FIRST_SAMPLE = 1;

    // The cells of a sample.
    private static final int START = 0;
    private static final int LAST = 1;
    private static final int COUNT = 2;
    private static final int VALUES = 3;
    private static final int SUM = 4;
    private static final int MAX = 5;
    private static final int MIN = 6;
    private static final int SAMPLE = 7;

    private final AtomicLongArray cells;
    private final RecordingThread thread;
    private final long spanMs;
    private final int wanted;
    private int current = FIRST_SAMPLE;
    private long endMs = NEVER;

    SampledRecorder(RecordingThread thread, MetricConfig config) {
        this.thread = thread;
        this.spanMs = config.timeWindowMs();
        this.wanted = config.samples();
        // One sample more than wanted, because the oldest may reach into the window.
        this.cells = new AtomicLongArray(FIRST_SAMPLE + (wanted + 1) * SAMPLE);
        for (int sample = FIRST_SAMPLE; sample < cells.length(); sample += SAMPLE) {
            begin(sample, NEVER);
        }
    }

    private void begin(int sample, long nowMs) {
        cells.setOpaque(sample + LAST, nowMs);
        cells.setOpaque(sample + COUNT, 0);
        cells.setOpaque(sample + VALUES, 0);
        set(sample + SUM, 0);
        set(sample + MAX, Double.NEGATIVE_INFINITY);
        set(sample + MIN, Double.POSITIVE_INFINITY);
        cells.setOpaque(sample + START, nowMs);
    }

    @Override
    public void add(long more) {
        advance();
        plus(TOTAL, more);
        plus(current + COUNT, more);
    }

    @Override
    public void record(double value) {
        add(1);
        plus(current + VALUES, 1);
        set(current + SUM, get(current + SUM) + value);
        if (value > get(current + MAX)) {
            set(current + MAX, value);
        }
        if (value < get(current + MIN)) {
            set(current + MIN, value);
        }
    }

    private void advance() {
        long now = thread.nowMs();
        if (now >= endMs) {
            current += SAMPLE;
            if (current == cells.length()) {
                current = FIRST_SAMPLE;
            }
            begin(current, now);
            endMs = now + spanMs;
        }
        cells.setOpaque(current + LAST, now);
    }

    private void plus(int cell, long more) {
        cells.setOpaque(cell, cells.getPlain(cell) + more);
    }

    private void set(int cell, double value) {
        cells.setOpaque(cell, Double.doubleToRawLongBits(value));
    }

    private double get(int cell) {
        return Double.longBitsToDouble(cells.getOpaque(cell));
    }

    /** All that was counted since the beginning. */
    double total() {
        return cells.getOpaque(TOTAL);
    }

    /** What was counted in the last samples, per second. */
    double ratePerSecond(long nowMs) {
        return sum(COUNT, nowMs) * 1000.0 / lengthMs(nowMs);
    }

    /** The sum of values (of milliseconds) of the last samples, as a share of their time. */
    double shareOfTime(long nowMs) {
        double values = 0;
        for (int sample = FIRST_SAMPLE; sample < cells.length(); sample += SAMPLE) {
            values += counts(sample, nowMs) ? get(sample + SUM) : 0;
        }
        return values / lengthMs(nowMs);
    }

    double mean(long nowMs) {
        double values = 0;
        for (int sample = FIRST_SAMPLE; sample < cells.length(); sample += SAMPLE) {
            values += counts(sample, nowMs) ? get(sample + SUM) : 0;
        }
        return values / sum(VALUES, nowMs); // NaN when there are none
    }

    double max(long nowMs) {
        double max = Double.NEGATIVE_INFINITY;
        for (int sample = FIRST_SAMPLE; sample < cells.length(); sample += SAMPLE) {
            max = counts(sample, nowMs) ? Math.max(max, get(sample + MAX)) : max;
        }
        return Double.isInfinite(max) ? Double.NaN : max;
    }

    double min(long nowMs) {
        double min = Double.POSITIVE_INFINITY;
        for (int sample = FIRST_SAMPLE; sample < cells.length(); sample += SAMPLE) {
            min = counts(sample, nowMs) ? Math.min(min, get(sample + MIN)) : min;
        }
        return Double.isInfinite(min) ? Double.NaN : min;
    }

    private boolean counts(int sample, long nowMs) {
        return nowMs - cells.getOpaque(sample + LAST) < wanted * spanMs;
    }

    private double sum(int cell, long nowMs) {
        long sum = 0;
        for (int sample = FIRST_SAMPLE; sample < cells.length(); sample += SAMPLE) {
            sum += counts(sample, nowMs) ? cells.getOpaque(sample + cell) : 0;
        }
        return sum;
    }

    /** How long the last samples are together; those that are missing count as whole ones. */
    private long lengthMs(long nowMs) {
        long oldest = nowMs;
        for (int sample = FIRST_SAMPLE; sample < cells.length(); sample += SAMPLE) {
            oldest = counts(sample, nowMs) ? Math.min(oldest, cells.getOpaque(sample)) : oldest;
        }
        long elapsed = nowMs - oldest;
        long missing = Math.max(0, wanted - 1 - elapsed / spanMs);
        return Math.max(1, elapsed + missing * spanMs);
    }
}
