package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringSerializer;
import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.processor.StateStore;
import io.leat.streams.query.KeyQuery;
import io.leat.streams.query.PositionBound;
import io.leat.streams.query.Query;
import io.leat.streams.query.QueryConfig;
import io.leat.streams.query.TimestampedKeyQuery;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.QueryableStoreTypes;
import io.leat.streams.state.ValueAndTimestamp;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dsl.store.format} (KIP-1285) beside Kafka Streams. */
@NullUnmarked
class DslStoreFormatTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"DEFAULT", "headers"})
    void shouldKeepWhatKafkaKeeps(String format) {
        List<String> kafka = KafkaStoreFormats.lines(format, folder.resolve("kafka").toFile());
        List<String> leat = LeatStoreFormats.lines(format, folder.resolve("leat").toFile());
        assertEquals(String.join("\n", kafka), String.join("\n", leat));
    }

    @Test
    void shouldKeepHeadersThatSerializersAdd() {
        List<String> lines = LeatStoreFormats.lines("HEADERS", folder.toFile());
        assertTrue(lines.contains("users as headers: a=one/3@1 schema=3"), lines::toString);
        assertTrue(lines.contains("users as times: a=<one/3,1>"), lines::toString);
    }

    /** Kafka 4.3 answers no queries to such stores. */
    @Test
    void shouldAnswerQueriesWithoutHeaders() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.table(
                "users",
                Consumed.with(Serdes.String(), Serdes.String()),
                Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("users"));
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", folder.toString());
        settings.put("dsl.store.format", "HEADERS");
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), settings)) {
            driver.createInputTopic("users", new StringSerializer(), new StringSerializer())
                    .pipeInput("a", "one", 7);
            StateStore store = driver.getStateStore("users");
            assertEquals("one", answer(store, KeyQuery.withKey("a")));
            assertEquals(
                    ValueAndTimestamp.make("one", 7),
                    answer(store, TimestampedKeyQuery.withKey("a")));
            assertTrue(QueryableStoreTypes.keyValueStore().accepts(store));
            var type = QueryableStoreTypes.<String, String>timestampedKeyValueStore();
            assertTrue(type.accepts(store));
            assertEquals(
                    ValueAndTimestamp.make("one", 7), type.create(() -> List.of(store)).get("a"));
        }
    }

    private static <R> R answer(StateStore store, Query<R> query) {
        return store.query(query, PositionBound.unbounded(), new QueryConfig(false)).getResult();
    }
}
