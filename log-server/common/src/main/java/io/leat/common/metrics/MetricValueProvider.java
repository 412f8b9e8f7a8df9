package io.leat.common.metrics;

/** Says what a metric is at a moment. Called from any thread. */
public interface MetricValueProvider<T> {

    /**
     * @param now in milliseconds since the epoch
     */
    T value(MetricConfig config, long now);
}
