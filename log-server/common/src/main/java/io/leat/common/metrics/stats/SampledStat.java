package io.leat.common.metrics.stats;

import io.leat.common.metrics.MeasurableStat;
import io.leat.common.metrics.MetricConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A statistic over the last samples: spans of time (or numbers of values) after which a new one
 * begins. Used under the lock of its sensor.
 */
public abstract class SampledStat implements MeasurableStat {

    private final double initialValue;
    private int current;

    /** In a ring. */
    protected List<Sample> samples = new ArrayList<>(2);

    protected SampledStat(double initialValue) {
        this.initialValue = initialValue;
    }

    /** One span of time. */
    protected static class Sample {

        public final double initialValue;
        public long eventCount;
        public long startTimeMs;
        public long lastEventMs;
        public double value;

        public Sample(double initialValue, long now) {
            this.initialValue = initialValue;
            reset(now);
        }

        public final void reset(long now) {
            eventCount = 0;
            startTimeMs = now;
            lastEventMs = now;
            value = initialValue;
        }

        public boolean isComplete(long timeMs, MetricConfig config) {
            return timeMs - startTimeMs >= config.timeWindowMs()
                    || eventCount >= config.eventWindow();
        }
    }

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        Sample sample = current(timeMs);
        if (sample.isComplete(timeMs, config)) {
            sample = next(config, timeMs);
        }
        update(sample, config, value, timeMs);
        sample.eventCount++;
        sample.lastEventMs = timeMs;
    }

    private Sample next(MetricConfig config, long timeMs) {
        current = (current + 1) % (config.samples() + 1); // one more may reach into the window
        if (current >= samples.size()) {
            samples.add(new Sample(initialValue, timeMs));
        } else {
            samples.get(current).reset(timeMs);
        }
        return samples.get(current);
    }

    @Override
    public double measure(MetricConfig config, long now) {
        purgeObsoleteSamples(config, now);
        return combine(samples, config, now);
    }

    /** The sample that values go to. */
    public Sample current(long timeMs) {
        if (samples.isEmpty()) {
            samples.add(new Sample(initialValue, timeMs));
        }
        return samples.get(current);
    }

    /** The sample that began first. */
    public Sample oldest(long now) {
        Sample oldest = current(now);
        for (Sample sample : samples) {
            oldest = sample.startTimeMs < oldest.startTimeMs ? sample : oldest;
        }
        return oldest;
    }

    /** Empties the samples whose last value is too old. */
    protected void purgeObsoleteSamples(MetricConfig config, long now) {
        long most = config.samples() * config.timeWindowMs();
        for (Sample sample : samples) {
            if (now - sample.lastEventMs >= most) {
                sample.reset(now);
            }
        }
    }

    protected abstract void update(Sample sample, MetricConfig config, double value, long timeMs);

    /** The statistic over all samples. */
    public abstract double combine(List<Sample> samples, MetricConfig config, long now);
}
