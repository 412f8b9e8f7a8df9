package io.leat.common.metrics.stats;

import io.leat.common.metrics.MetricConfig;
import java.util.List;

/** The sum of the values of the last samples. */
public class WindowedSum extends SampledStat {

    public WindowedSum() {
        super(0);
    }

    @Override
    protected void update(Sample sample, MetricConfig config, double value, long timeMs) {
        sample.value += value;
    }

    @Override
    public double combine(List<Sample> samples, MetricConfig config, long now) {
        double sum = 0;
        for (Sample sample : samples) {
            sum += sample.value;
        }
        return sum;
    }
}
