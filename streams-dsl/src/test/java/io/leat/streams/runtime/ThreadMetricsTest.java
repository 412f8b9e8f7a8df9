package io.leat.streams.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.metrics.MetricConfig;
import io.leat.log.runtime.Clock;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.metrics.Meters;
import io.leat.streams.metrics.RecordingThread;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What threads and instances say about themselves, beside what Kafka's say. */
@NullUnmarked
class ThreadMetricsTest {

    private static final String PROCESS = "00000000-0000-0000-0000-000000000001";

    /** A clock that the test moves. */
    private static final class Hand implements Clock {
        long millis = 1_000_000;

        @Override
        public long nanos() {
            return millis * 1_000_000;
        }

        @Override
        public long epochMillis() {
            return millis;
        }
    }

    private final Hand clock = new Hand();
    private final Meters meters = new Meters(new MetricConfig(), List.of(), clock);
    private final ThreadMetrics metrics =
            new ThreadMetrics(meters, new RecordingThread("client-StreamThread-1", clock));

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("client.id", "client");
        settings.put("bootstrap.servers", "localhost:1");
        settings.put("state.dir", "target/thread-metrics");
        return settings;
    }

    private static Set<String> kafka(String group) {
        var builder = new org.apache.kafka.streams.StreamsBuilder();
        builder.stream("in").to("out");
        Set<String> names = new TreeSet<>();
        try (var streams = new org.apache.kafka.streams.KafkaStreams(builder.build(), settings())) {
            streams.metrics()
                    .keySet()
                    .forEach(
                            name -> {
                                if (name.group().equals(group)) {
                                    names.add(key(name.name(), name.tags()));
                                }
                            });
        }
        return names;
    }

    private static String key(String name, Map<String, String> tags) {
        Map<String, String> sorted = new TreeMap<>(tags);
        sorted.computeIfPresent("process-id", (tag, value) -> PROCESS);
        return name + sorted;
    }

    @Test
    void shouldHaveTheMetricsOfKafkasThreads() {
        metrics.describe(PROCESS, () -> StreamThread.State.RUNNING);
        Set<String> ours = new TreeSet<>();
        meters.metrics().keySet().forEach(name -> ours.add(key(name.name(), name.tags())));
        assertEquals(String.join("\n", kafka("stream-thread-metrics")), String.join("\n", ours));
    }

    /** Those that need threads come with the start. */
    @Test
    void shouldHaveTheMetricsOfKafkasClients() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").to("out");
        Set<String> ours = new TreeSet<>();
        try (LeatStreams streams = new LeatStreams(builder.build(), settings())) {
            streams.metrics().keySet().forEach(name -> ours.add(key(name.name(), name.tags())));
        }
        Set<String> theirs = kafka("stream-metrics");
        assertTrue(
                theirs.removeIf(
                        name ->
                                name.startsWith("alive-stream-threads")
                                        || name.startsWith("failed-stream-threads")
                                        || name.startsWith("client-state")
                                        || name.startsWith("recording-level")));
        assertEquals(String.join("\n", theirs), String.join("\n", ours));
    }

    private double value(String name) {
        return meters.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(entry -> (Double) entry.getValue().metricValue())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldSayHowTheTimeOfAThreadIsSpent() {
        metrics.begin();
        clock.millis += 30;
        metrics.polled(10);
        clock.millis += 60;
        metrics.processed(4);
        clock.millis += 6;
        metrics.punctuated(1);
        metrics.begin();
        clock.millis += 4;
        metrics.committed();
        assertEquals(30.0, value("poll-latency-max"));
        assertEquals(10.0, value("poll-records-avg"));
        assertEquals(15.0, value("process-latency-avg"), "for each record");
        assertEquals(4.0, value("process-total"));
        assertEquals(6.0, value("punctuate-latency-avg"));
        assertEquals(1.0, value("commit-total"));
        assertEquals(34e6, value("blocked-time-ns-total"));
        assertTrue(value("process-ratio") > 1.9 * value("poll-ratio"));
        assertEquals(60.0 / 30_100, value("process-ratio"), 1e-9, "of a sample and its beginning");
    }
}
