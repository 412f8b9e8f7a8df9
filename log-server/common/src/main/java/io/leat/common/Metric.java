package io.leat.common;

/** A measured value with its name. */
public interface Metric {

    MetricName metricName();

    /** The current value: a number, or a text. */
    Object metricValue();
}
