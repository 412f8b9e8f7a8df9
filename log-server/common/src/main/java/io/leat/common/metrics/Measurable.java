package io.leat.common.metrics;

/** Measures a number. */
@FunctionalInterface
public interface Measurable extends MetricValueProvider<Double> {

    /**
     * @param now in milliseconds since the epoch
     */
    double measure(MetricConfig config, long now);

    @Override
    default Double value(MetricConfig config, long now) {
        return measure(config, now);
    }
}
