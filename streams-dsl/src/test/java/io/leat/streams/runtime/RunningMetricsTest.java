package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.metrics.KafkaMetric;
import io.leat.common.metrics.MetricsReporter;
import io.leat.common.serialization.Serdes;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an application records from its start to its end, while it restores, processes and keeps a
 * standby warm: the same metrics as in Kafka Streams, on the same server.
 */
@NullUnmarked
class RunningMetricsTest {

    /** Kafka's that Leat has not, with the reason. */
    private static final Map<String, List<String>> NOT_OURS =
            Map.of(
                    "RocksDB does not say any more: Kafka's is always -1",
                    List.of("stream-state-metrics/number-open-files"),
                    "positions are written with what they stand for",
                    List.of("stream-state-updater-metrics/checkpoint-ratio"));

    /** Leat's that Kafka has not. */
    private static final Set<String> OURS =
            Set.of(
                    "stream-metrics/state-memory-bytes[client-id]",
                    "stream-task-metrics/commit-rate[task-id, thread-id]",
                    "stream-task-metrics/commit-total[task-id, thread-id]");

    @TempDir Path folder;
    private CountingApp app;

    @BeforeEach
    void startServer() throws Exception {
        app = new CountingApp(folder);
        app.send(0, 40);
    }

    @AfterEach
    void stopServer() {
        app.close();
    }

    /** Group, name and the names of tags. */
    private static String shape(String group, String name, Map<String, String> tags) {
        return group + "/" + name + new TreeSet<>(tags.keySet());
    }

    /** Hears of Leat's. */
    public static final class Ours implements MetricsReporter {

        static final Set<String> HEARD = new ConcurrentSkipListSet<>();

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void init(List<KafkaMetric> metrics) {
            metrics.forEach(this::metricChange);
        }

        @Override
        public void metricChange(KafkaMetric metric) {
            var name = metric.metricName();
            HEARD.add(shape(name.group(), name.name(), name.tags()));
        }

        @Override
        public void metricRemoval(KafkaMetric metric) {}

        @Override
        public void close() {}
    }

    /** Hears of Kafka's. */
    public static final class Theirs implements org.apache.kafka.common.metrics.MetricsReporter {

        static final Set<String> HEARD = new ConcurrentSkipListSet<>();

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void init(List<org.apache.kafka.common.metrics.KafkaMetric> metrics) {
            metrics.forEach(this::metricChange);
        }

        @Override
        public void metricChange(org.apache.kafka.common.metrics.KafkaMetric metric) {
            var name = metric.metricName();
            HEARD.add(shape(name.group(), name.name(), name.tags()));
        }

        @Override
        public void metricRemoval(org.apache.kafka.common.metrics.KafkaMetric metric) {}

        @Override
        public void close() {}
    }

    private Properties settings(String application, String instance, Class<?> reporter) {
        Properties settings = new Properties();
        settings.put("application.id", application);
        settings.put("client.id", instance);
        settings.put("bootstrap.servers", app.bootstrap());
        settings.put("commit.interval.ms", "50");
        settings.put("poll.ms", "20");
        settings.put("session.timeout.ms", "2000");
        settings.put("heartbeat.interval.ms", "100");
        settings.put("num.standby.replicas", "1");
        settings.put("auto.offset.reset", "earliest");
        settings.put("metrics.recording.level", "TRACE");
        settings.put("metric.reporters", reporter.getName());
        settings.put("state.dir", folder.resolve(application + instance).toString());
        return settings;
    }

    private static LeatStreams leat(Properties settings) {
        StreamsBuilder builder = new StreamsBuilder();
        var texts = Consumed.with(Serdes.String(), Serdes.String());
        builder.stream("in", texts)
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as(CountingApp.STORE));
        LeatStreams streams = new LeatStreams(builder.build(), settings);
        streams.start();
        return streams;
    }

    private static KafkaStreams kafka(Properties settings) {
        var texts = org.apache.kafka.common.serialization.Serdes.String();
        var builder = new org.apache.kafka.streams.StreamsBuilder();
        builder.stream("in", org.apache.kafka.streams.kstream.Consumed.with(texts, texts))
                .groupByKey(org.apache.kafka.streams.kstream.Grouped.with(texts, texts))
                .count(org.apache.kafka.streams.kstream.Materialized.as(CountingApp.STORE));
        KafkaStreams streams = new KafkaStreams(builder.build(), settings);
        streams.start();
        return streams;
    }

    private static void awaitStandbys(Set<String> heard) {
        await().atMost(CountingApp.PATIENCE)
                .until(
                        () ->
                                heard.stream().anyMatch(each -> each.contains("/update-total"))
                                        && heard.stream()
                                                .anyMatch(each -> each.contains("/restore-total")));
    }

    @Test
    void shouldHaveTheMetricsOfKafkaStreamsFromStartToEnd() {
        for (int life = 0; life < 2; life++) {
            try (LeatStreams one = leat(settings("leat", "one" + life, Ours.class));
                    LeatStreams two = leat(settings("leat", "two" + life, Ours.class))) {
                awaitStandbys(Ours.HEARD);
                CountingApp.awaitRunning(one);
                CountingApp.awaitRunning(two);
            }
            try (KafkaStreams one = kafka(settings("kafka", "one" + life, Theirs.class));
                    KafkaStreams two = kafka(settings("kafka", "two" + life, Theirs.class))) {
                awaitStandbys(Theirs.HEARD);
                for (KafkaStreams each : List.of(one, two)) {
                    await().atMost(CountingApp.PATIENCE)
                            .until(() -> each.state() == KafkaStreams.State.RUNNING);
                }
            }
        }
        Set<String> missing = new TreeSet<>(Theirs.HEARD);
        missing.removeAll(Ours.HEARD);
        // Kafka tells reporters of an application of its clients too: those have tests of their
        // own.
        missing.removeIf(one -> !one.startsWith("stream-"));
        NOT_OURS.forEach(
                (reason, names) ->
                        names.forEach(
                                name ->
                                        assertTrue(
                                                missing.removeIf(one -> one.startsWith(name)),
                                                "listed as missing, but there: " + name)));
        assertEquals("", String.join("\n", missing), "missing");
        Set<String> more = new TreeSet<>(Ours.HEARD);
        more.removeAll(Theirs.HEARD);
        assertEquals(String.join("\n", new TreeSet<>(OURS)), String.join("\n", more), "ours alone");
    }
}
