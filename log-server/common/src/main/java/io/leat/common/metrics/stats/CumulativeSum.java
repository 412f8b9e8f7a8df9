package io.leat.common.metrics.stats;

import io.leat.common.metrics.MeasurableStat;
import io.leat.common.metrics.MetricConfig;

/** The sum of all values ever. */
public class CumulativeSum implements MeasurableStat {

    private double total;

    public CumulativeSum() {
        this(0);
    }

    /** Beginning with {@code value}. */
    public CumulativeSum(double value) {
        total = value;
    }

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        total += value;
    }

    @Override
    public double measure(MetricConfig config, long now) {
        return total;
    }
}
