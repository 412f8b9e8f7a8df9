package io.leat.common.metrics.stats;

import io.leat.common.metrics.MetricConfig;
import java.util.List;

/** The mean of the values of the last samples; NaN while there are none. */
public class Avg extends SampledStat {

    public Avg() {
        super(0);
    }

    @Override
    protected void update(Sample sample, MetricConfig config, double value, long timeMs) {
        sample.value += value;
    }

    @Override
    public double combine(List<Sample> samples, MetricConfig config, long now) {
        double sum = 0;
        long count = 0;
        for (Sample sample : samples) {
            sum += sample.value;
            count += sample.eventCount;
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
