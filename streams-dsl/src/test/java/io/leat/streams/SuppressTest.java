package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.producer.ProducerRecord;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.LongDeserializer;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.common.utils.Bytes;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Suppressed;
import io.leat.streams.kstream.Suppressed.BufferConfig;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.test.TestRecord;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What suppressions promise. */
@NullUnmarked
class SuppressTest {

    private static final Consumed<String, String> TEXTS =
            Consumed.with(Serdes.String(), Serdes.String());

    @TempDir File folder;

    private TopologyTestDriver driver(StreamsBuilder builder) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.getPath());
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        return new TopologyTestDriver(builder.build(), settings);
    }

    private static TestInputTopic<String, String> in(TopologyTestDriver driver) {
        return driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
    }

    private static StreamsBuilder counts() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", TEXTS)
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMillis(10), Duration.ofMillis(5)))
                .count()
                .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()).withName("last"))
                .toStream((window, count) -> window.key() + window.window().start())
                .to("out");
        return builder;
    }

    private static StreamsBuilder held(Duration limit, BufferConfig<?> config) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.table("in", TEXTS)
                .suppress(Suppressed.<String>untilTimeLimit(limit, config).withName("held"))
                .toStream()
                .to("out");
        return builder;
    }

    private static List<String> texts(TopologyTestDriver driver) {
        List<String> seen = new ArrayList<>();
        driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                .readRecordsToList()
                .forEach(r -> seen.add(r.key() + "=" + r.value() + "@" + r.timestamp()));
        return seen;
    }

    @Test
    void shouldSendEachWindowOnceWhenStreamTimeReachesItsEndAndGrace() {
        try (TopologyTestDriver driver = driver(counts())) {
            TestInputTopic<String, String> in = in(driver);
            TestOutputTopic<String, Long> out =
                    driver.createOutputTopic(
                            "out", new StringDeserializer(), new LongDeserializer());
            in.pipeInput("a", "x", 1);
            in.pipeInput("a", "x", 12);
            in.pipeInput("a", "late", 2);
            in.pipeInput("b", "x", 14);
            assertTrue(out.isEmpty(), "nothing closes before 15");
            in.pipeInput("b", "x", 15);
            assertEquals(List.of(KeyValue.pair("a0", 2L)), out.readKeyValuesToList());
            in.pipeInput("a", "too late", 3);
            assertTrue(out.isEmpty(), "a closed window stays closed");
        }
    }

    @Test
    void shouldNotCloseWindowsWithoutNewRecords() {
        try (TopologyTestDriver driver = driver(counts())) {
            in(driver).pipeInput("a", "x", 1);
            driver.advanceWallClockTime(Duration.ofDays(1));
            assertEquals(List.of(), texts(driver));
        }
    }

    @Test
    void shouldNeedWindowsToWaitForTheirClose() {
        KTable<String, String> table = new StreamsBuilder().table("in", TEXTS);
        @SuppressWarnings({"unchecked", "rawtypes"})
        Suppressed<String> untilClose =
                (Suppressed) Suppressed.untilWindowCloses(BufferConfig.unbounded());
        assertThrows(TopologyException.class, () -> table.suppress(untilClose));
    }

    @Test
    void shouldHoldTheLastValueUntilTheTimeLimitOfTheFirst() {
        try (TopologyTestDriver driver =
                driver(held(Duration.ofMillis(10), BufferConfig.unbounded()))) {
            TestInputTopic<String, String> in = in(driver);
            in.pipeInput("a", "1", 100);
            in.pipeInput("a", "2", 109);
            assertEquals(List.of(), texts(driver));
            in.pipeInput("b", "1", 110);
            assertEquals(List.of("a=2@109"), texts(driver));
        }
    }

    @Test
    void shouldLetTheOldestOutWhenFull() {
        try (TopologyTestDriver driver =
                driver(held(Duration.ofDays(1), BufferConfig.maxRecords(1)))) {
            in(driver).pipeInput("a", "1", 100);
            in(driver).pipeInput("b", "1", 90);
            assertEquals(List.of("b=1@90"), texts(driver));
        }
    }

    @Test
    void shouldFailWhenFullIfNothingMayGoOutEarly() {
        try (TopologyTestDriver driver =
                driver(held(Duration.ofDays(1), BufferConfig.maxRecords(1).shutDownWhenFull()))) {
            in(driver).pipeInput("a", "1", 100);
            StreamsException e =
                    assertThrows(StreamsException.class, () -> in(driver).pipeInput("b", "1", 90));
            assertTrue(e.getMessage().contains("held-store"), e.getMessage());
        }
    }

    @Test
    void shouldHoldAfterARestartWhatWasHeldBefore() {
        List<ProducerRecord<byte[], byte[]>> changelog;
        StreamsBuilder program = held(Duration.ofMillis(10), BufferConfig.unbounded());
        Headers headers = new RecordHeaders();
        headers.add("trace", new byte[] {7});
        try (TopologyTestDriver driver = driver(program)) {
            in(driver).pipeInput(new TestRecord<>("gone", "1", headers, 80L));
            in(driver).pipeInput(new TestRecord<>("a", "1", headers, 100L));
            in(driver).pipeInput(new TestRecord<>("a", "2", headers, 105L));
            in(driver).pipeInput("b", "1", 106L);
            texts(driver);
            changelog = List.copyOf(driver.produced("app-held-store-changelog"));
        }
        try (TopologyTestDriver driver = driver(program)) {
            ChangelogStore buffer = (ChangelogStore) driver.getStateStore("held-store");
            buffer.restore(
                    changelog.stream()
                            .map(
                                    r ->
                                            new ChangelogStore.Change(
                                                    Bytes.wrap(r.key()),
                                                    r.value(),
                                                    r.timestamp(),
                                                    r.headers()))
                            .toList(),
                    changelog.size());
            in(driver).pipeInput("c", "1", 116);
            List<TestRecord<String, String>> out =
                    driver.createOutputTopic(
                                    "out", new StringDeserializer(), new StringDeserializer())
                            .readRecordsToList();
            assertEquals(List.of("a", "b"), out.stream().map(TestRecord::key).toList());
            assertEquals("2", out.get(0).value());
            assertEquals(105L, out.get(0).timestamp());
            assertEquals(headers, out.get(0).headers());
        }
    }
}
