package io.leat.common.metrics.stats;

import io.leat.common.metrics.MetricConfig;

/** A {@link Rate} over the time that was measured; at least one sample long. */
public class SimpleRate extends Rate {

    @Override
    public long windowSize(MetricConfig config, long now) {
        stat.purgeObsoleteSamples(config, now);
        return Math.max(now - stat.oldest(now).startTimeMs, config.timeWindowMs());
    }
}
