package io.leat.common.metrics.stats;

import io.leat.common.metrics.MetricConfig;
import java.util.List;

/** The least of the values of the last samples; NaN while there are none. */
public class Min extends SampledStat {

    public Min() {
        super(Double.POSITIVE_INFINITY);
    }

    @Override
    protected void update(Sample sample, MetricConfig config, double value, long timeMs) {
        sample.value = Math.min(sample.value, value);
    }

    @Override
    public double combine(List<Sample> samples, MetricConfig config, long now) {
        double min = Double.POSITIVE_INFINITY;
        long count = 0;
        for (Sample sample : samples) {
            min = Math.min(min, sample.value);
            count += sample.eventCount;
        }
        return count == 0 ? Double.NaN : min;
    }
}
