package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.MetricName;
import io.leat.common.metrics.KafkaMetric;
import io.leat.common.metrics.MetricsReporter;
import io.leat.common.metrics.Sensor;
import io.leat.common.metrics.Sensor.RecordingLevel;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics have the names, groups, tags and values that they have in Kafka Streams. */
@NullUnmarked
class MetricsTest {

    /** Kafka's that Leat has not, by the reason: the beginnings of group and name. */
    private static final Map<String, List<String>> NOT_OURS =
            Map.of(
                    "how many metrics there are is seen from the metrics",
                    List.of("kafka-metrics-count/count"),
                    "of a task of threads only: a driver has none",
                    List.of("stream-thread-metrics/task-closed-", "stream-task-metrics/restore-"),
                    "a session's results go out with each update here",
                    List.of(
                            "stream-processor-node-metrics/window-aggregate-final-emit-"
                                    + "*KSTREAM-AGGREGATE-0000000007"),
                    "opening a store restores nothing: restore-* of a task says what it takes",
                    List.of("stream-state-metrics/restore-"),
                    "only the process as a whole has open files",
                    List.of("stream-state-metrics/number-open-files"));

    /** Leat's that Kafka has not. */
    private static final List<String> OURS = List.of("stream-task-metrics/commit-");

    @TempDir Path folder;

    private Properties settings(String level, String which) {
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("client.id", "client");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", folder.resolve(which).toString());
        settings.put("metrics.recording.level", level);
        settings.put("__emit.interval.ms.kstreams.windowed.aggregation__", 0L);
        return settings;
    }

    private static org.apache.kafka.streams.Topology kafkaTopology() {
        var builder = new org.apache.kafka.streams.StreamsBuilder();
        var serde = org.apache.kafka.common.serialization.Serdes.String();
        var strings = org.apache.kafka.streams.kstream.Consumed.with(serde, serde);
        var in = builder.stream("in", strings);
        in.groupByKey()
                .count(org.apache.kafka.streams.kstream.Materialized.as("counts"))
                .suppress(
                        org.apache.kafka.streams.kstream.Suppressed.untilTimeLimit(
                                        Duration.ofMillis(5),
                                        org.apache.kafka.streams.kstream.Suppressed.BufferConfig
                                                .unbounded())
                                .withName("later"))
                .toStream()
                .to(
                        "out",
                        org.apache.kafka.streams.kstream.Produced.with(
                                serde, org.apache.kafka.common.serialization.Serdes.Long()));
        in.groupByKey()
                .windowedBy(
                        org.apache.kafka.streams.kstream.TimeWindows.ofSizeWithNoGrace(
                                Duration.ofMillis(10)))
                .emitStrategy(org.apache.kafka.streams.kstream.EmitStrategy.onWindowClose())
                .count(org.apache.kafka.streams.kstream.Materialized.as("windows"))
                .toStream()
                .foreach((key, value) -> {});
        in.groupByKey()
                .windowedBy(
                        org.apache.kafka.streams.kstream.SessionWindows.ofInactivityGapWithNoGrace(
                                Duration.ofMillis(10)))
                .count(org.apache.kafka.streams.kstream.Materialized.as("sessions"))
                .toStream()
                .foreach((key, value) -> {});
        builder.table(
                "rows",
                strings,
                org.apache.kafka.streams.kstream.Materialized.as(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore("memory")));
        builder.table(
                "history",
                strings,
                org.apache.kafka.streams.kstream.Materialized.as(
                        org.apache.kafka.streams.state.Stores.persistentVersionedKeyValueStore(
                                "versions", Duration.ofMillis(100))));
        return builder.build();
    }

    @Test
    void shouldHaveTheMetricsOfKafka() {
        Set<String> missing = new TreeSet<>(kafka("TRACE").keySet());
        Set<String> ours = new TreeSet<>(leat("TRACE").keySet());
        Set<String> more = new TreeSet<>(ours);
        more.removeAll(missing);
        missing.removeAll(ours);
        Set<String> unused = new TreeSet<>();
        NOT_OURS.values()
                .forEach(
                        beginnings ->
                                beginnings.forEach(
                                        beginning -> {
                                            if (!missing.removeIf(one -> fits(one, beginning))) {
                                                unused.add(beginning);
                                            }
                                        }));
        assertEquals("", String.join("\n", missing), "missing");
        assertEquals(Set.of(), unused, "listed as missing, but there");
        more.removeIf(one -> OURS.stream().anyMatch(one::startsWith));
        assertEquals("", String.join("\n", more), "not Kafka's");
    }

    private static boolean fits(String metric, String beginning) {
        int star = beginning.indexOf('*');
        return star < 0
                ? metric.startsWith(beginning)
                : metric.startsWith(beginning.substring(0, star))
                        && metric.contains(beginning.substring(star + 1));
    }

    /** Counts are the same, except that a key that is missing has -1 bytes for Kafka. */
    @Test
    void shouldCountAsKafkaDoes() {
        Map<String, Object> ours = counts(leat("TRACE"));
        Map<String, Object> theirs = counts(kafka("TRACE"));
        theirs.keySet().retainAll(ours.keySet());
        ours.keySet().retainAll(theirs.keySet());
        assertTrue(theirs.size() > 20, () -> "few counts: " + theirs);
        assertEquals(lines(theirs), lines(ours));
    }

    private static Map<String, Object> counts(Map<String, Object> all) {
        Map<String, Object> counts = new TreeMap<>(all);
        counts.keySet().removeIf(name -> name.matches(".*bytes-consumed.*topic=in}"));
        counts.keySet()
                .removeIf(
                        name ->
                                !name.matches(
                                        "(stream-topic-metrics|stream-task-metrics/dropped|"
                                                + "stream-task-metrics/process-(rate|total)|"
                                                + "stream-task-metrics/record-lateness|"
                                                + "stream-processor-node-metrics/(process|record))"
                                                + ".*"));
        return counts;
    }

    private static String lines(Map<String, Object> metrics) {
        StringBuilder text = new StringBuilder();
        metrics.forEach((name, value) -> text.append(name + " = " + value + "\n"));
        return text.toString();
    }

    @Test
    void shouldRecordAtInfoWhatKafkaRecordsAtInfo() {
        Set<String> ours = leat("INFO").keySet();
        assertTrue(ours.stream().noneMatch(name -> name.contains("put-latency")), ours::toString);
        assertTrue(ours.stream().noneMatch(name -> name.contains("bytes-read-total")));
        assertTrue(ours.stream().anyMatch(name -> name.contains("block-cache-usage")));
        assertTrue(ours.stream().anyMatch(name -> name.contains("record-e2e-latency-avg")));
        assertTrue(ours.stream().anyMatch(name -> name.contains("bytes-consumed-total")));
        assertTrue(ours.stream().anyMatch(name -> name.contains("dropped-records-rate")));
    }

    private Map<String, Object> leat(String level) {
        Map<String, Object> found = new TreeMap<>();
        try (TopologyTestDriver driver =
                new TopologyTestDriver(
                        MeasuredTopology.build(),
                        settings(level, "leat" + level),
                        Instant.ofEpochMilli(400))) {
            var strings = new StringSerializer();
            var in = driver.createInputTopic("in", strings, strings);
            in.pipeInput("a", "b", 100);
            in.pipeInput("a", "late", 10);
            in.pipeInput(null, "no key", 20);
            in.pipeInput("c", "b", 300);
            driver.createInputTopic("rows", strings, strings).pipeInput("a", "b", 100);
            driver.metrics()
                    .forEach(
                            (name, metric) ->
                                    found.put(
                                            key(name.group(), name.name(), name.tags()),
                                            metric.metricValue()));
        }
        return found;
    }

    private Map<String, Object> kafka(String level) {
        Map<String, Object> found = new TreeMap<>();
        try (var driver =
                new org.apache.kafka.streams.TopologyTestDriver(
                        kafkaTopology(),
                        settings(level, "kafka" + level),
                        Instant.ofEpochMilli(400))) {
            var strings = new org.apache.kafka.common.serialization.StringSerializer();
            var in = driver.<String, String>createInputTopic("in", strings, strings);
            in.pipeInput("a", "b", 100);
            in.pipeInput("a", "late", 10);
            in.pipeInput(null, "no key", 20);
            in.pipeInput("c", "b", 300);
            driver.<String, String>createInputTopic("rows", strings, strings)
                    .pipeInput("a", "b", 100);
            driver.metrics()
                    .forEach(
                            (name, metric) ->
                                    found.put(
                                            key(name.group(), name.name(), name.tags()),
                                            metric.metricValue()));
        }
        found.keySet().removeIf(name -> name.contains("task-id=,")); // of the cache of a thread
        return found;
    }

    /** Kafka's driver numbers each subtopology on its own. */
    private static String key(String group, String name, Map<String, String> tags) {
        Map<String, String> sorted = new TreeMap<>(tags);
        sorted.computeIfPresent("task-id", (tag, id) -> id.startsWith("0_") ? "0_0" : id);
        return group + "/" + name + sorted;
    }

    /** A processor with metrics of its own. */
    private static final class Measuring
            extends ContextualProcessor<String, String, String, String> {

        private Sensor seen;
        private Sensor looked;

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            seen = context.metrics().addRateTotalSensor("own", "x", "see", RecordingLevel.INFO);
            looked =
                    context.metrics()
                            .addLatencyRateTotalSensor(
                                    "own", "x", "look", RecordingLevel.DEBUG, "more", "tag");
        }

        @Override
        public void process(Record<String, String> record) {
            seen.record();
            looked.record(record.value().length());
        }

        @Override
        public void close() {
            context().metrics().removeSensor(seen);
        }
    }

    @Test
    void shouldTakeSensorsOfProcessors() {
        Map<String, Object> atInfo = own("INFO");
        String thread = Thread.currentThread().getName();
        assertEquals(2.0, atInfo.get("stream-own-metrics/see-total{own-id=x, thread-id=T}"));
        assertEquals(
                0.0, atInfo.get("stream-own-metrics/look-total{more=tag, own-id=x, thread-id=T}"));
        Map<String, Object> atDebug = own("DEBUG");
        assertEquals(
                5.0,
                atDebug.get("stream-own-metrics/look-latency-max{more=tag, own-id=x, thread-id=T}"),
                () -> thread + atDebug);
    }

    private Map<String, Object> own(String level) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .process(Measuring::new);
        Map<String, Object> found = new TreeMap<>();
        try (TopologyTestDriver driver =
                new TopologyTestDriver(builder.build(), settings(level, "own" + level))) {
            var strings = new StringSerializer();
            var in = driver.createInputTopic("in", strings, strings);
            in.pipeInput("a", "b");
            in.pipeInput("a", "later");
            driver.metrics()
                    .forEach(
                            (name, metric) -> {
                                Map<String, String> tags = new TreeMap<>(name.tags());
                                tags.put("thread-id", "T");
                                found.put(
                                        key(name.group(), name.name(), tags), metric.metricValue());
                            });
        }
        return found;
    }

    /** Keeps what it hears of. */
    public static final class Keeper implements MetricsReporter {

        static final List<String> HEARD = new ArrayList<>();

        @Override
        public void configure(Map<String, ?> configs) {
            HEARD.add("client " + configs.get("client.id"));
        }

        @Override
        public void init(List<KafkaMetric> metrics) {}

        @Override
        public void metricChange(KafkaMetric metric) {
            note("+", metric.metricName());
        }

        @Override
        public void metricRemoval(KafkaMetric metric) {
            note("-", metric.metricName());
        }

        private static void note(String what, MetricName name) {
            if (name.name().equals("dropped-records-total")) {
                HEARD.add(what + name.name());
            }
        }

        @Override
        public void close() {
            HEARD.add("closed");
        }
    }

    @Test
    void shouldTellReportersWhichMetricsComeAndGo() throws UncheckedIOException {
        Keeper.HEARD.clear();
        Properties settings = settings("INFO", "reported");
        settings.put("metric.reporters", Keeper.class.getName());
        new TopologyTestDriver(MeasuredTopology.build(), settings).close();
        assertEquals(
                List.of(
                        "client client",
                        "+dropped-records-total",
                        "-dropped-records-total",
                        "closed"),
                Keeper.HEARD);
    }
}
