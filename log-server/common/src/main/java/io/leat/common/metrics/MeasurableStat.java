package io.leat.common.metrics;

/** A statistic that is one number, such as an average. */
public interface MeasurableStat extends Stat, Measurable {}
