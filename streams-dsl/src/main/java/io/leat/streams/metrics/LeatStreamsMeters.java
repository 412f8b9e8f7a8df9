package io.leat.streams.metrics;

import io.leat.common.MetricName;
import io.leat.common.metrics.KafkaMetric;
import io.leat.common.metrics.MetricsReporter;
import io.leat.streams.LeatStreams;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The metrics of an application as meters of Micrometer, which come and go with its threads and
 * tasks. Needs micrometer-core, which Leat does not bring.
 *
 * <pre>{@code
 * LeatStreams streams = new LeatStreams(topology, settings);
 * new LeatStreamsMeters(streams).bindTo(registry);
 * }</pre>
 *
 * <p>Names and tags are those that Micrometer gives the metrics of Kafka Streams: {@code
 * process-total} of {@code stream-thread-metrics} is {@code kafka.stream.thread.process.total},
 * with the tag {@code thread.id}; Prometheus makes {@code kafka_stream_thread_process_total} of it.
 * Only numbers become meters. The tag of a store, {@code rocksdb-state-id}, becomes two, {@code
 * state.kind} and {@code state.id}: meters of one name must have the same tags. Safe for several
 * threads.
 */
public final class LeatStreamsMeters implements MeterBinder {

    private static final String STATE_ID = "-state-id";

    private final Consumer<MetricsReporter> source;
    private final Tags extraTags;

    public LeatStreamsMeters(LeatStreams streams) {
        this(streams, List.of());
    }

    /**
     * @param extraTags for all meters
     */
    public LeatStreamsMeters(LeatStreams streams, Iterable<Tag> extraTags) {
        this(streams::addMetricsReporter, extraTags);
    }

    LeatStreamsMeters(Consumer<MetricsReporter> source, Iterable<Tag> extraTags) {
        this.source = source;
        this.extraTags = Tags.of(extraTags);
    }

    /** From now on, until the application is closed. */
    @Override
    public void bindTo(MeterRegistry registry) {
        source.accept(new Binding(registry));
    }

    static String name(MetricName metric) {
        String group = metric.group().replace("-metrics", "");
        return ("kafka." + group + "." + metric.name()).replace('-', '.');
    }

    private static Tags tags(MetricName metric) {
        Tags tags = Tags.empty();
        for (Map.Entry<String, String> tag : metric.tags().entrySet()) {
            String key = tag.getKey();
            if (key.endsWith(STATE_ID)) {
                String kind = key.substring(0, key.length() - STATE_ID.length());
                tags = tags.and("state.kind", kind, "state.id", tag.getValue());
            } else {
                tags = tags.and(key.replace('-', '.'), tag.getValue());
            }
        }
        return tags;
    }

    /** Makes and removes the meters of one registry. */
    private final class Binding implements MetricsReporter {

        private final MeterRegistry registry;
        private final Map<MetricName, Meter> meters = new ConcurrentHashMap<>();

        Binding(MeterRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void init(List<KafkaMetric> metrics) {
            metrics.forEach(this::metricChange);
        }

        @Override
        public void metricChange(KafkaMetric metric) {
            if (metric.isMeasurable()) {
                meters.put(metric.metricName(), meter(metric));
            }
        }

        private Meter meter(KafkaMetric metric) {
            MetricName name = metric.metricName();
            Tags tags = tags(name).and(extraTags);
            return name.name().endsWith("-total")
                    ? FunctionCounter.builder(name(name), metric, Binding::value)
                            .tags(tags)
                            .description(name.description())
                            .register(registry)
                    : Gauge.builder(name(name), metric, Binding::value)
                            .tags(tags)
                            .description(name.description())
                            .strongReference(true)
                            .register(registry);
        }

        private static double value(KafkaMetric metric) {
            return metric.metricValue() instanceof Number number
                    ? number.doubleValue()
                    : Double.NaN;
        }

        @Override
        public void metricRemoval(KafkaMetric metric) {
            Meter meter = meters.remove(metric.metricName());
            if (meter != null) {
                registry.remove(meter);
            }
        }

        @Override
        public void close() {
            meters.values().forEach(registry::remove);
            meters.clear();
        }
    }
}
