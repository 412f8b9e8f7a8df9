package io.leat.common.metrics.stats;

import io.leat.common.MetricName;
import io.leat.common.metrics.CompoundStat;
import io.leat.common.metrics.MetricConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A rate and the total behind it. */
public class Meter implements CompoundStat {

    private final MetricName rateMetricName;
    private final MetricName totalMetricName;
    private final Rate rate;
    private final CumulativeSum total;

    public Meter(MetricName rateMetricName, MetricName totalMetricName) {
        this(TimeUnit.SECONDS, new WindowedSum(), rateMetricName, totalMetricName);
    }

    public Meter(TimeUnit unit, MetricName rateMetricName, MetricName totalMetricName) {
        this(unit, new WindowedSum(), rateMetricName, totalMetricName);
    }

    public Meter(SampledStat rateStat, MetricName rateMetricName, MetricName totalMetricName) {
        this(TimeUnit.SECONDS, rateStat, rateMetricName, totalMetricName);
    }

    /** With a {@link WindowedCount} the total counts, otherwise it sums up. */
    public Meter(
            TimeUnit unit,
            SampledStat rateStat,
            MetricName rateMetricName,
            MetricName totalMetricName) {
        this.rateMetricName = rateMetricName;
        this.totalMetricName = totalMetricName;
        this.rate = new Rate(unit, rateStat);
        this.total =
                rateStat instanceof WindowedCount ? new CumulativeCount() : new CumulativeSum();
    }

    @Override
    public List<NamedMeasurable> stats() {
        return List.of(
                new NamedMeasurable(totalMetricName, total),
                new NamedMeasurable(rateMetricName, rate));
    }

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        rate.record(config, value, timeMs);
        total.record(config, value, timeMs);
    }
}
