package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.streams.kstream.SessionWindows;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.BuiltInDslStoreSuppliers;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores whose kind changes between two runs, and stores that a topic fills. */
@NullUnmarked
class StoreChangesTest {

    private static final String KIND = "dsl.store.suppliers.class";

    @TempDir Path folder;

    @Test
    void shouldGoOnWhenTheKindOfStoresChangesAndChangesBack() throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .reduce((one, other) -> one + other)
                .toStream()
                .to("out");
        try (CrashableTask task = new CrashableTask(builder.build(), folder, Map.of())) {
            task.pipe("in", "a", "1", 1);
            task.commit();
            task.set(KIND, BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
            task.crash(true);
            task.pipe("in", "a", "2", 2);
            task.pipe("in", "b", "3", 3);
            task.commit();
            // What RocksDB has is older than the changelog now.
            task.set(KIND, BuiltInDslStoreSuppliers.RocksDBDslStoreSuppliers.class);
            task.crash(true);
            task.pipe("in", "a", "4", 4);
            task.pipe("in", "b", "5", 5);
            task.commit();
            assertEquals(
                    List.of("out a=1@1", "out a=12@2", "out b=3@3", "out a=124@4", "out b=35@5"),
                    task.committed());
        }
    }

    /** The changelog is the same for all formats: it brings back what is laid out otherwise. */
    @Test
    void shouldGoOnWhenTheFormatOfStoresChangesAndChangesBack() throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        var clicks = builder.<String, String>stream("in").groupByKey();
        clicks.reduce((one, other) -> one + other).toStream().to("out");
        clicks.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(1)))
                .reduce((one, other) -> one + other)
                .toStream((windowed, value) -> "w" + windowed.key())
                .to("out");
        clicks.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofSeconds(1)))
                .reduce((one, other) -> one + other)
                .toStream((windowed, value) -> "s" + windowed.key())
                .filter((key, value) -> value != null)
                .to("out");
        try (CrashableTask task = new CrashableTask(builder.build(), folder, Map.of())) {
            task.pipe("in", "a", "1", 1);
            task.commit();
            task.set("dsl.store.format", "HEADERS");
            task.crash(true);
            task.pipe("in", "a", "2", 2);
            task.commit();
            task.crash(true); // of one format both times: goes on from the disk
            task.pipe("in", "a", "3", 3);
            task.commit();
            task.set("dsl.store.format", "DEFAULT");
            task.crash(true);
            task.pipe("in", "a", "4", 4);
            task.commit();
            List<String> lines = new ArrayList<>();
            String sum = "";
            for (int i = 1; i <= 4; i++) {
                sum += i;
                lines.addAll(
                        List.of(
                                "out a=" + sum + "@" + i,
                                "out wa=" + sum + "@" + i,
                                "out sa=" + sum + "@" + i));
            }
            assertEquals(lines, task.committed());
        }
    }

    /** Puts what it gets into the store. */
    private static final class Filling extends ContextualProcessor<String, String, Void, Void> {

        private KeyValueStore<String, String> rates;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            rates = context.getStateStore("rates");
        }

        @Override
        public void process(Record<String, String> record) {
            rates.put(record.key(), record.value());
        }
    }

    /** Adds the rate to what it gets. */
    private static final class Reading extends ContextualProcessor<String, String, String, String> {

        private KeyValueStore<String, String> rates;

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            rates = context.getStateStore("rates");
        }

        @Override
        public void process(Record<String, String> record) {
            context().forward(record.withValue(record.value() + rates.get(record.key())));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRestoreAReadOnlyStoreFromItsTopic(boolean diskSurvives) throws Exception {
        Topology topology = new Topology();
        topology.addReadOnlyStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore("rates"), Serdes.String(), Serdes.String()),
                "rates-source",
                new StringDeserializer(),
                new StringDeserializer(),
                "rates",
                "rates-filler",
                Filling::new);
        topology.addSource("amounts", new StringDeserializer(), new StringDeserializer(), "in");
        topology.addProcessor("convert", Reading::new, "amounts");
        topology.connectProcessorAndStateStores("convert", "rates");
        topology.addSink("sink", "out", "convert");
        assertTrue(topology.graph().whole().changelogs().isEmpty(), "the topic is its changelog");
        try (CrashableTask task = new CrashableTask(topology, folder, Map.of())) {
            task.pipe("rates", "eur", "2", 1);
            task.pipe("in", "eur", "x", 2);
            task.commit();
            task.pipe("rates", "eur", "3", 3);
            task.crash(diskSurvives);
            assertEquals("2", rate(task), "as of the commit");
            task.run();
            task.pipe("in", "eur", "y", 4);
            task.commit();
            assertEquals(List.of("out eur=x2@2", "out eur=y3@4"), task.committed());
        }
    }

    @SuppressWarnings("unchecked")
    private static String rate(CrashableTask task) {
        return ((KeyValueStore<String, String>) task.task().stores().get("rates")).get("eur");
    }
}
