package io.leat.streams.task;

import io.leat.common.Metric;
import io.leat.common.MetricName;
import java.util.Map;
import java.util.function.Supplier;

/** A metric that is read when somebody asks; safe from any thread. */
public record Gauge(MetricName metricName, Supplier<Object> value) implements Metric {

    /** A gauge under one of Kafka's names. */
    public static Gauge of(
            String name,
            String group,
            String description,
            Map<String, String> tags,
            Supplier<Object> value) {
        return new Gauge(new MetricName(name, group, description, tags), value);
    }

    @Override
    public Object metricValue() {
        return value.get();
    }
}
