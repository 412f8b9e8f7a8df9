package io.leat.common.metrics.stats;

import io.leat.common.metrics.MetricConfig;

/** How many values there were. */
public class CumulativeCount extends CumulativeSum {

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        super.record(config, 1, timeMs);
    }
}
