package io.leat.log.protocol.otlp;

import java.util.Map;

/**
 * One number of one metric. Immutable.
 *
 * @param name for example org.apache.kafka.producer.record.send.rate
 * @param attributes what it is about, for example a topic
 */
public record MetricPoint(String name, Kind kind, Map<String, String> attributes, double value) {

    /** What the numbers of a metric say. */
    public enum Kind {
        /** How much it is now. */
        GAUGE,
        /** How much it was since the start. */
        TOTAL,
        /** How much it was since the last time. */
        DELTA
    }

    public MetricPoint {
        attributes = Map.copyOf(attributes);
    }
}
