package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.kstream.GlobalKTable;
import io.leat.streams.kstream.JoinWindows;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.StreamJoined;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Global tables and stores, and topologies that are optimized, in the test driver. */
@NullUnmarked
class GlobalTableTest {

    @TempDir File folder;

    private TopologyTestDriver driver(Topology topology) {
        return driver(topology, folder);
    }

    private static TopologyTestDriver driver(Topology topology, File folder) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.getPath());
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        return new TopologyTestDriver(topology, settings);
    }

    private static TestInputTopic<String, String> in(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new StringSerializer());
    }

    private static List<String> out(TopologyTestDriver driver) {
        List<String> seen = new ArrayList<>();
        driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                .readRecordsToList()
                .forEach(r -> seen.add(r.key() + "=" + r.value() + "@" + r.timestamp()));
        return seen;
    }

    @Test
    void shouldJoinWithAGlobalTableByAnyKeyWhateverItsTime() {
        StreamsBuilder builder = new StreamsBuilder();
        GlobalKTable<String, String> table = builder.globalTable("table", Materialized.as("rows"));
        builder.<String, String>stream("in")
                .join(table, (key, value) -> value, (value, row) -> value + row)
                .to("out");
        try (TopologyTestDriver driver = driver(builder.build())) {
            in(driver, "table").pipeInput("x", "1", 900);
            in(driver, "in").pipeInput("a", "x", 5);
            in(driver, "in").pipeInput("a", "y", 6);
            in(driver, "table").pipeInput("y", "2", 1);
            in(driver, "in").pipeInput("b", "y", 7);
            in(driver, "table").pipeInput("x", null, 8);
            in(driver, "in").pipeInput("a", "x", 9);
            assertEquals(List.of("a=x1@5", "b=y2@7"), out(driver));
            KeyValueStore<String, String> rows = driver.getKeyValueStore("rows");
            assertEquals("2", rows.get("y"));
        }
    }

    /** Counts the records of each key. */
    private static final class Counting extends ContextualProcessor<String, String, Void, Void> {
        @Override
        public void process(Record<String, String> record) {
            KeyValueStore<String, Long> counts = context().getStateStore("counts");
            Long before = counts.get(record.key());
            counts.put(record.key(), before == null ? 1 : before + 1);
        }
    }

    /** Reads, and tries to write. */
    private static final class Asking extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            KeyValueStore<String, Long> counts = context().getStateStore("counts");
            assertThrows(UnsupportedOperationException.class, () -> counts.delete("a"));
            context().forward(record.withValue("" + counts.get(record.value())));
        }
    }

    private static Topology asking() {
        return new Topology()
                .addGlobalStore(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore("counts"),
                                Serdes.String(),
                                Serdes.Long()),
                        "reader",
                        new StringDeserializer(),
                        new StringDeserializer(),
                        "counted",
                        "counter",
                        Counting::new)
                .addSource("in", "in")
                .addProcessor("ask", Asking::new, "in")
                .addSink("out", "out", "ask");
    }

    @Test
    void shouldLetAnyProcessorReadAGlobalStoreAndOnlyItsOwnChangeIt() {
        try (TopologyTestDriver driver = driver(asking())) {
            in(driver, "counted").pipeInput("a", "?", 1);
            in(driver, "counted").pipeInput("a", "?", 2);
            in(driver, "in").pipeInput("q", "a", 3);
            assertEquals(List.of("q=2@3"), out(driver));
        }
    }

    @Test
    void shouldRefuseToConnectProcessorsToGlobalStores() {
        Topology topology = asking();
        assertThrows(
                TopologyException.class,
                () -> topology.connectProcessorAndStateStores("ask", "counts"));
    }

    private static Topology selfJoin(String optimization) {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> stream = builder.stream("in");
        stream.join(
                        stream,
                        (x, y) -> x + y,
                        JoinWindows.ofTimeDifferenceAndGrace(
                                        Duration.ofMillis(10), Duration.ofMillis(5))
                                .after(Duration.ofMillis(20)),
                        StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String()))
                .to("out");
        Properties settings = new Properties();
        settings.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, optimization);
        return builder.build(settings);
    }

    private List<String> selfJoined(String optimization) {
        try (TopologyTestDriver driver =
                driver(selfJoin(optimization), new File(folder, optimization))) {
            long[] times = {100, 90, 110, 95, 130, 128, 100, 131};
            for (int i = 0; i < times.length; i++) {
                in(driver, "in").pipeInput("k", "" + (char) ('a' + i), times[i]);
            }
            return out(driver);
        }
    }

    @Test
    void shouldJoinAStreamWithItselfInTheOrderOfThePlainJoin() {
        assertEquals(selfJoined("none"), selfJoined("single.store.self.join"));
    }
}
