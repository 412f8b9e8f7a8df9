package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.LongDeserializer;
import io.leat.common.serialization.LongSerializer;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.errors.LogAndContinueExceptionHandler;
import io.leat.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the driver and the tasks under it do beyond single operators. */
@NullUnmarked
class TopologyTestDriverTest {

    private static final Deserializer<String> TEXT = new StringDeserializer();

    @TempDir File folder;

    private Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.getPath());
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        return settings;
    }

    private static TestInputTopic<String, String> in(TopologyTestDriver driver) {
        return driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
    }

    private static TestOutputTopic<String, String> topic(TopologyTestDriver driver, String name) {
        return driver.createOutputTopic(name, TEXT, TEXT);
    }

    /** Keeps counts in a store and reports them when the clock says so. */
    private static final class Counting
            extends ContextualProcessor<String, String, String, String> {

        private final PunctuationType type;
        private KeyValueStore<String, Long> counts;

        Counting(PunctuationType type) {
            this.type = type;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            counts = context.getStateStore("counts");
            context.schedule(Duration.ofMillis(100), type, this::report);
        }

        private void report(long time) {
            try (var all = counts.all()) {
                all.forEachRemaining(
                        entry ->
                                context()
                                        .forward(
                                                new Record<>(
                                                        entry.key,
                                                        entry.value + "@" + time,
                                                        time)));
            }
        }

        @Override
        public void process(Record<String, String> record) {
            Long before = counts.get(record.key());
            counts.put(record.key(), before == null ? 1 : before + 1);
        }
    }

    private static Topology counting(PunctuationType type) {
        return new Topology()
                .addSource("source", "in")
                .addProcessor("count", () -> new Counting(type), "source")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore("counts"),
                                Serdes.String(),
                                Serdes.Long()),
                        "count")
                .addSink("sink", "out", "count");
    }

    @Test
    void shouldPunctuateOnWallClockOnceAnAdvance() {
        try (var driver =
                new TopologyTestDriver(counting(PunctuationType.WALL_CLOCK_TIME), settings())) {
            in(driver).pipeInput("a", "x", 5L);
            driver.advanceWallClockTime(Duration.ofMillis(99));
            assertTrue(topic(driver, "out").isEmpty());
            driver.advanceWallClockTime(Duration.ofMillis(301));
            driver.advanceWallClockTime(Duration.ofMillis(99));
            assertEquals(
                    List.of(KeyValue.pair("a", "1@400")),
                    topic(driver, "out").readKeyValuesToList());
        }
    }

    @Test
    void shouldPunctuateOnStreamTimeAtTheFirstRecordAndSkipMissedIntervals() {
        try (var driver =
                new TopologyTestDriver(counting(PunctuationType.STREAM_TIME), settings())) {
            in(driver).pipeInput("a", "x", 10L);
            in(driver).pipeInput("a", "x", 90L);
            in(driver).pipeInput("a", "x", 450L);
            in(driver).pipeInput("a", "x", 499L);
            in(driver).pipeInput("a", "x", 500L);
            assertEquals(
                    List.of("1@10", "3@450", "5@500"), topic(driver, "out").readValuesToList());
        }
    }

    @Test
    void shouldFindTheStoreAgainAfterARestart() {
        for (long run = 1; run <= 2; run++) {
            try (var driver =
                    new TopologyTestDriver(counting(PunctuationType.STREAM_TIME), settings())) {
                in(driver).pipeInput("a", "x", 10L);
                assertEquals(run, driver.<String, Long>getKeyValueStore("counts").get("a"));
            }
        }
    }

    @Test
    void shouldSendUnreadableRecordsToTheDeadLetterQueue() {
        Properties settings = settings();
        settings.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueExceptionHandler.class);
        settings.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "dead");
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.Long())).to("out");
        try (var driver = new TopologyTestDriver(builder.build(), settings)) {
            in(driver).pipeInput("k", "three", 1L);
            driver.createInputTopic("in", new StringSerializer(), new LongSerializer())
                    .pipeInput("k", 3L, 2L);
            assertEquals(
                    3L, driver.createOutputTopic("out", TEXT, new LongDeserializer()).readValue());
            var dead = topic(driver, "dead").readRecord();
            assertEquals("three", dead.value());
            assertEquals(
                    "in",
                    new String(
                            dead.headers().lastHeader("__streams.errors.topic").value(),
                            java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldFailOnUnreadableRecordsByDefault() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.Long())).to("out");
        try (var driver = new TopologyTestDriver(builder.build(), settings())) {
            assertThrows(StreamsException.class, () -> in(driver).pipeInput("k", "three", 1L));
        }
    }

    private static Topology failingOnBad() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .mapValues(
                        value -> {
                            if (value.equals("bad")) {
                                throw new IllegalArgumentException("bad value");
                            }
                            return value;
                        })
                .to("out");
        return builder.build();
    }

    @Test
    void shouldGoOnWithoutTheRecordThatAProcessorRefuses() {
        Properties settings = settings();
        settings.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        try (var driver = new TopologyTestDriver(failingOnBad(), settings)) {
            in(driver).pipeInput("k", "bad", 1L);
            in(driver).pipeInput("k", "good", 2L);
            assertEquals(List.of("good"), topic(driver, "out").readValuesToList());
        }
    }

    @Test
    void shouldNameNodeAndRecordWhenAProcessorFails() {
        try (var driver = new TopologyTestDriver(failingOnBad(), settings())) {
            StreamsException failure =
                    assertThrows(
                            StreamsException.class, () -> in(driver).pipeInput("k", "bad", 1L));
            assertTrue(failure.getMessage().contains("KSTREAM-MAPVALUES-0000000001"));
            assertTrue(failure.getMessage().contains("offset 0 of in-0"));
            assertEquals("bad value", failure.getCause().getMessage());
        }
    }

    @Test
    void shouldRefuseAStoreThatIsNotConnected() {
        Topology topology =
                new Topology()
                        .addSource("source", "in")
                        .addProcessor(
                                "count", () -> new Counting(PunctuationType.STREAM_TIME), "source");
        StreamsException failure =
                assertThrows(
                        StreamsException.class, () -> new TopologyTestDriver(topology, settings()));
        assertTrue(failure.getMessage().contains("not connected"));
    }

    @Test
    void shouldRefuseATopicThatIsReadTwice() {
        Topology topology = new Topology().addSource("one", "in");
        assertThrows(TopologyException.class, () -> topology.addSource("two", "in"));
    }

    @Test
    void shouldSayWhichSerdeIsMissing() {
        Properties settings = settings();
        settings.remove(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG);
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in").groupByKey().count(Materialized.as("c"));
        StreamsException failure =
                assertThrows(
                        StreamsException.class,
                        () -> new TopologyTestDriver(builder.build(), settings));
        assertTrue(failure.getMessage().contains("default.value.serde"));
    }
}
