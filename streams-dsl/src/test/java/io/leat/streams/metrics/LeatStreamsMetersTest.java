package io.leat.streams.metrics;

import static io.leat.common.metrics.Sensor.RecordingLevel.INFO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.metrics.Sensor;
import io.leat.log.runtime.Clock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Metrics come and go as meters, and Prometheus takes them. */
class LeatStreamsMetersTest {

    private final Meters meters = Meters.alone();
    private final RecordingThread thread = new RecordingThread("T1", new Standing());
    private final MetricGroup group =
            meters.group(thread, "stream-thread-metrics", "thread-id", "T1");
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** A clock that stands still. */
    private static final class Standing implements Clock {

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public long epochMillis() {
            return 0;
        }
    }

    @Test
    void shouldNameMetersAsMicrometerNamesThoseOfKafka() {
        Recorder before = group.counter(INFO, "process", "processed records");
        before.add(3);
        new LeatStreamsMeters(meters::addReporter, List.of(Tag.of("app", "x"))).bindTo(registry);
        group.number(INFO, "poll-ratio", "polling", () -> 0.5);
        group.gauge(INFO, "state", "words are no meters", () -> "RUNNING");
        assertEquals(
                3,
                registry.get("kafka.stream.thread.process.total")
                        .tags("thread.id", "T1", "app", "x")
                        .functionCounter()
                        .count());
        String text = registry.scrape();
        assertTrue(
                text.contains("kafka_stream_thread_process_total{app=\"x\",thread_id=\"T1\"} 3.0"),
                text);
        assertTrue(
                text.contains("kafka_stream_thread_poll_ratio{app=\"x\",thread_id=\"T1\"} 0.5"),
                text);
        assertFalse(text.contains("kafka_stream_thread_state"), text);
    }

    @Test
    void shouldTakeMetersAwayWithTheirMetrics() {
        new LeatStreamsMeters(meters::addReporter, List.of()).bindTo(registry);
        group.counter(INFO, "process", "processed records");
        assertEquals(2, registry.getMeters().size());
        group.close();
        assertEquals(List.of(), registry.getMeters());
        group.counter(INFO, "process", "processed records");
        meters.close();
        assertEquals(List.of(), registry.getMeters());
    }

    /** Prometheus refuses meters of one name that have different tags. */
    @Test
    void shouldGiveStoresOfAllKindsTheSameTags() {
        new LeatStreamsMeters(meters::addReporter, List.of()).bindTo(registry);
        for (String kind : List.of("rocksdb", "in-memory")) {
            meters.group(thread, "stream-state-metrics", kind + "-state-id", "of-" + kind)
                    .number(INFO, "num-keys", "keys", () -> 1);
        }
        String text = registry.scrape();
        for (String kind : List.of("rocksdb", "in-memory")) {
            assertTrue(
                    text.contains(
                            "kafka_stream_state_num_keys{state_id=\"of-"
                                    + kind
                                    + "\",state_kind=\""
                                    + kind
                                    + "\"} 1.0"),
                    text);
        }
    }

    @Test
    void shouldExposeSensorsOfUsers() {
        new LeatStreamsMeters(meters::addReporter, List.of()).bindTo(registry);
        Sensor sensor = meters.addRateTotalSensor("own", "x", "see", INFO);
        sensor.record();
        assertEquals(
                1,
                registry.get("kafka.stream.own.see.total")
                        .tags("own.id", "x")
                        .functionCounter()
                        .count());
    }
}
