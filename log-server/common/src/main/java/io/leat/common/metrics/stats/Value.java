package io.leat.common.metrics.stats;

import io.leat.common.metrics.MeasurableStat;
import io.leat.common.metrics.MetricConfig;

/** The last value; 0 before the first. */
public class Value implements MeasurableStat {

    private double value;

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        this.value = value;
    }

    @Override
    public double measure(MetricConfig config, long now) {
        return value;
    }
}
