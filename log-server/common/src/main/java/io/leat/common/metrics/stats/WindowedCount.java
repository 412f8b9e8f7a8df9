package io.leat.common.metrics.stats;

import io.leat.common.metrics.MetricConfig;

/** How many values the last samples have. */
public class WindowedCount extends WindowedSum {

    @Override
    protected void update(Sample sample, MetricConfig config, double value, long timeMs) {
        super.update(sample, config, 1, timeMs);
    }
}
