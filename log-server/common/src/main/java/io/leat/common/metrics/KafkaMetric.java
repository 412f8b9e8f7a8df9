package io.leat.common.metrics;

import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.utils.Time;

/** A metric that is read when somebody asks. Safe for several threads. */
public final class KafkaMetric implements Metric {

    private final Object lock;
    private final MetricName metricName;
    private final MetricValueProvider<?> valueProvider;
    private final Time time;
    private volatile MetricConfig config;

    /**
     * @param lock held while the value is read
     */
    public KafkaMetric(
            Object lock,
            MetricName metricName,
            MetricValueProvider<?> valueProvider,
            MetricConfig config,
            Time time) {
        this.lock = lock;
        this.metricName = metricName;
        this.valueProvider = valueProvider;
        this.config = config;
        this.time = time;
    }

    public MetricConfig config() {
        return config;
    }

    public void config(MetricConfig config) {
        this.config = config;
    }

    @Override
    public MetricName metricName() {
        return metricName;
    }

    @Override
    public Object metricValue() {
        long now = time.milliseconds();
        synchronized (lock) {
            return valueProvider.value(config, now);
        }
    }

    /** Whether it is a number that is measured. */
    public boolean isMeasurable() {
        return valueProvider instanceof Measurable;
    }

    /**
     * @throws IllegalStateException unless {@link #isMeasurable}
     */
    public Measurable measurable() {
        if (valueProvider instanceof Measurable measurable) {
            return measurable;
        }
        throw new IllegalStateException("Not a measurable: " + metricName);
    }
}
