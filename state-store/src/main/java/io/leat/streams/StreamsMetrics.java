package io.leat.streams;

import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.metrics.Sensor;
import io.leat.common.metrics.Sensor.RecordingLevel;
import java.util.Map;

/**
 * The metrics of an application, for processors and stores that add their own.
 *
 * <pre>{@code
 * Sensor lookups = context.metrics().addLatencyRateTotalSensor(
 *     "prices", "remote", "lookup", RecordingLevel.INFO);
 * lookups.record(elapsedMs);
 * }</pre>
 *
 * <p>Safe for several threads.
 */
public interface StreamsMetrics {

    /** All metrics there are, also those of Leat. */
    Map<MetricName, ? extends Metric> metrics();

    /**
     * A sensor of latencies: their mean and greatest, how many there were and how many a second.
     *
     * @param scopeName the metrics are in the group {@code stream-SCOPE-metrics}
     * @param entityName the tag {@code SCOPE-id}
     * @param operationName the metrics begin with it
     * @param tags more tags: keys and values in turn
     */
    Sensor addLatencyRateTotalSensor(
            String scopeName,
            String entityName,
            String operationName,
            RecordingLevel recordingLevel,
            String... tags);

    /** As {@link #addLatencyRateTotalSensor}, without the latencies. */
    Sensor addRateTotalSensor(
            String scopeName,
            String entityName,
            String operationName,
            RecordingLevel recordingLevel,
            String... tags);

    /** A sensor without statistics; the one of that name if there is one. */
    Sensor addSensor(String name, RecordingLevel recordingLevel);

    /** The same, whose values go to {@code parents} too. */
    Sensor addSensor(String name, RecordingLevel recordingLevel, Sensor... parents);

    /** Takes a sensor away, with its metrics. */
    void removeSensor(Sensor sensor);
}
