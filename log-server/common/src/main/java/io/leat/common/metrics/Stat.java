package io.leat.common.metrics;

/** Takes the values that a sensor records. Used under the lock of the sensor. */
public interface Stat {

    /**
     * @param timeMs when, in milliseconds since the epoch
     */
    void record(MetricConfig config, double value, long timeMs);
}
