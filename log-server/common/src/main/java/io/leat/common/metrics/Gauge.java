package io.leat.common.metrics;

/** Reads a value of any type. */
@FunctionalInterface
public interface Gauge<T> extends MetricValueProvider<T> {}
