package io.leat.common.metrics.stats;

import io.leat.common.metrics.MeasurableStat;
import io.leat.common.metrics.MetricConfig;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What comes together in the last samples, per unit of time. */
public class Rate implements MeasurableStat {

    private static final double NANOS_PER_MS = 1_000_000.0;

    protected final TimeUnit unit;
    protected final SampledStat stat;

    /** The sum of values, per second. */
    public Rate() {
        this(TimeUnit.SECONDS);
    }

    public Rate(TimeUnit unit) {
        this(unit, new WindowedSum());
    }

    public Rate(SampledStat stat) {
        this(TimeUnit.SECONDS, stat);
    }

    public Rate(TimeUnit unit, SampledStat stat) {
        this.unit = unit;
        this.stat = stat;
    }

    public String unitName() {
        String name = unit.name().toLowerCase(Locale.ROOT);
        return name.substring(0, name.length() - 1);
    }

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        stat.record(config, value, timeMs);
    }

    @Override
    public double measure(MetricConfig config, long now) {
        double value = stat.measure(config, now);
        return value / (windowSize(config, now) * NANOS_PER_MS / unit.toNanos(1));
    }

    /**
     * How long the samples are together, in milliseconds. Those that are not there yet count as
     * whole ones, except for the one that is being filled: a rate does not begin with a peak.
     */
    public long windowSize(MetricConfig config, long now) {
        stat.purgeObsoleteSamples(config, now);
        long window = config.timeWindowMs();
        long elapsed = now - stat.oldest(now).startTimeMs;
        long whole = elapsed / window;
        long missing = Math.max(0, config.samples() - 1 - whole);
        return Math.max(1, elapsed + missing * window);
    }
}
