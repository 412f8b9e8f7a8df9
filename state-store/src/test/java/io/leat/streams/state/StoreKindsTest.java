package io.leat.streams.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.Serdes;
import io.leat.log.transport.RealPorts;
import io.leat.streams.errors.ProcessorStateException;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.kstream.internals.SessionWindow;
import io.leat.streams.processor.StateStore;
import io.leat.streams.state.rocksdb.RocksDbStore;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.ChangelogStore.Change;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/** LRU stores, stores with headers, and RocksDB as users tune it. */
class StoreKindsTest {

    @TempDir Path folder;
    private final SharedResources resources = new SharedResources();

    @AfterEach
    void closeResources() throws Exception {
        resources.close();
    }

    private TestContext context(String path) {
        return new TestContext(new StoreFolder(RealPorts.disk(folder), path), resources);
    }

    private static List<Change> logged(ChangelogStore changes) {
        List<Change> all = new ArrayList<>();
        changes.logChanges(
                (key, value, time, headers) -> all.add(new Change(key, value, time, headers)));
        return all;
    }

    @Test
    void shouldDeleteTheEntryThatWasNotUsedForTheLongestTime() {
        KeyValueStore<String, String> store =
                Stores.keyValueStoreBuilder(
                                Stores.lruMap("lru", 2), Serdes.String(), Serdes.String())
                        .build();
        TestContext context = context("lru");
        store.init(context, store);
        store.put("a", "1");
        store.put("b", "2");
        assertEquals("1", store.get("a"));
        store.put("c", "3");
        assertNull(store.get("b"));
        assertEquals("1", store.get("a"));
        assertEquals(2, store.approximateNumEntries());
        ChangelogStore changes = context.attached.get(0);
        List<Change> log = logged(changes);
        changes.commit(4);
        store.put("d", "4");
        changes.rollback();
        assertEquals("3", store.get("c"));
        assertEquals("1", store.get("a"));

        KeyValueStore<String, String> restored =
                Stores.keyValueStoreBuilder(
                                Stores.lruMap("lru", 2), Serdes.String(), Serdes.String())
                        .build();
        TestContext again = context("again");
        restored.init(again, restored);
        again.attached.get(0).restore(log, 4);
        assertEquals("1", restored.get("a"));
        assertEquals("3", restored.get("c"));
        assertNull(restored.get("b"));
        assertThrows(IllegalArgumentException.class, () -> Stores.lruMap("lru", -1));
    }

    private static Headers headers() {
        return new RecordHeaders()
                .add("first", "one".getBytes(StandardCharsets.UTF_8))
                .add("none", null)
                .add("long", new byte[300]);
    }

    @Test
    void shouldKeepHeadersBesideValuesAndLogThemBesideTheRecord() {
        StoreBuilder<TimestampedKeyValueStoreWithHeaders<String, Long>> builder =
                Stores.timestampedKeyValueStoreWithHeadersBuilder(
                        Stores.persistentTimestampedKeyValueStoreWithHeaders("headers"),
                        Serdes.String(),
                        Serdes.Long());
        TimestampedKeyValueStoreWithHeaders<String, Long> store = builder.build();
        TestContext context = context("headers");
        store.init(context, store);
        ValueTimestampHeaders<Long> value = ValueTimestampHeaders.make(7L, 12, headers());
        store.put("a", value);
        store.put("b", ValueTimestampHeaders.make(8L, 13, null));
        assertEquals(value, store.get("a"));
        List<Change> log = logged(context.attached.get(0));
        assertEquals(12, log.get(0).timestamp());
        assertEquals(headers(), log.get(0).headers());
        assertEquals(8, assertNotNullValue(log.get(0)).length);
        context.attached.get(0).commit(2);
        store.close();

        TimestampedKeyValueStoreWithHeaders<String, Long> restored = builder.build();
        TestContext again = context("restored");
        restored.init(again, restored);
        again.attached.get(0).restore(log, 2);
        assertEquals(value, restored.get("a"));
        assertEquals(new RecordHeaders(), assertNotNullOf(restored.get("b")).headers());
        restored.close();
    }

    private static byte[] assertNotNullValue(Change change) {
        byte[] value = change.value();
        assertNotNull(value);
        return value;
    }

    private static <V> ValueTimestampHeaders<V> assertNotNullOf(
            @org.jspecify.annotations.Nullable ValueTimestampHeaders<V> value) {
        assertNotNull(value);
        return value;
    }

    @Test
    void shouldKeepHeadersInWindowsAndSessions() {
        TimestampedWindowStoreWithHeaders<String, String> windows =
                Stores.timestampedWindowStoreWithHeadersBuilder(
                                Stores.persistentTimestampedWindowStoreWithHeaders(
                                        "windows",
                                        Duration.ofHours(1),
                                        Duration.ofMillis(10),
                                        false),
                                Serdes.String(),
                                Serdes.String())
                        .build();
        windows.init(context("windows"), windows);
        ValueTimestampHeaders<String> value = ValueTimestampHeaders.make("v", 3, headers());
        windows.put("a", value, 0);
        assertEquals(value, windows.fetch("a", 0));
        windows.close();

        SessionStoreWithHeaders<String, String> sessions =
                Stores.sessionStoreWithHeadersBuilder(
                                Stores.persistentSessionStoreWithHeaders(
                                        "sessions", Duration.ofHours(1)),
                                Serdes.String(),
                                Serdes.String())
                        .build();
        sessions.init(context("sessions"), sessions);
        AggregationWithHeaders<String> aggregate = AggregationWithHeaders.make("x", headers());
        sessions.put(new Windowed<>("a", new SessionWindow(1, 5)), aggregate);
        assertEquals(aggregate, sessions.fetchSession("a", 1, 5));
        sessions.close();
    }

    /** Values that are laid out otherwise would be read as nonsense. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldForgetWhatIsInAnotherFormat(boolean journaled) {
        KeyValueBytesStoreSupplier supplier =
                journaled
                        ? Stores.journaledKeyValueStore("changing")
                        : Stores.persistentKeyValueStore("changing");
        TestContext context = context("changing");
        var plain =
                Stores.timestampedKeyValueStoreBuilder(supplier, Serdes.String(), Serdes.String());
        var headed =
                Stores.timestampedKeyValueStoreWithHeadersBuilder(
                        supplier, Serdes.String(), Serdes.String());
        for (int turn = 0; turn < 2; turn++) {
            TimestampedKeyValueStore<String, String> before = plain.build();
            before.init(context, before);
            assertNull(before.get("a"));
            before.put("a", ValueAndTimestamp.make("1", 5));
            commitAndClose(context, before);
            for (int life = 0; life < 2; life++) {
                TimestampedKeyValueStoreWithHeaders<String, String> store = headed.build();
                store.init(context, store);
                ValueTimestampHeaders<String> row = ValueTimestampHeaders.make("2", 6, headers());
                assertEquals(life == 0 ? null : row, store.get("a"));
                assertEquals(life == 0 ? -1 : 9, last(context).position());
                store.put("a", row);
                commitAndClose(context, store);
            }
        }
    }

    @Test
    void shouldKeepWhatIsInAnotherFormatIfNothingBringsItBack() {
        KeyValueBytesStoreSupplier supplier = Stores.persistentKeyValueStore("unlogged");
        TestContext context = context("unlogged");
        var plain =
                Stores.timestampedKeyValueStoreBuilder(supplier, Serdes.String(), Serdes.String())
                        .withLoggingDisabled();
        TimestampedKeyValueStore<String, String> before = plain.build();
        before.init(context, before);
        before.put("a", ValueAndTimestamp.make("1", 5));
        commitAndClose(context, before);
        var headed =
                Stores.timestampedKeyValueStoreWithHeadersBuilder(
                                supplier, Serdes.String(), Serdes.String())
                        .withLoggingDisabled()
                        .build();
        ProcessorStateException refused =
                assertThrows(ProcessorStateException.class, () -> headed.init(context, headed));
        assertEquals(
                "store unlogged has values in format timestamped and is to have them in format"
                        + " headers, but no changelog from which it could be filled again. Go back"
                        + " to what it was (dsl.store.format, or its builder), or delete it in"
                        + " state.dir to begin anew.",
                refused.getMessage());
        headed.close();
        TimestampedKeyValueStore<String, String> after = plain.build();
        after.init(context, after);
        assertEquals(ValueAndTimestamp.make("1", 5), after.get("a"));
        after.close();
    }

    private static ChangelogStore last(TestContext context) {
        return context.attached.get(context.attached.size() - 1);
    }

    private static void commitAndClose(TestContext context, StateStore store) {
        last(context).commit(9);
        store.close();
    }

    /** Notes what it was called with, in the settings themselves. */
    public static final class Tuner implements RocksDBConfigSetter {

        @Override
        @SuppressWarnings("unchecked")
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
            table.setBlockSize(16 * 1024L);
            options.setTableFormatConfig(table);
            options.setMaxWriteBufferNumber(2);
            ((List<String>) configs.get("calls")).add("set " + storeName);
            calls = (List<String>) configs.get("calls");
        }

        private List<String> calls = List.of();

        @Override
        public void close(String storeName, Options options) {
            calls.add("closed " + storeName);
        }
    }

    @Test
    void shouldLetUsersTuneRocksDb() {
        List<String> calls = new ArrayList<>();
        TestContext context = context("tuned");
        context.configs = Map.of("rocksdb.config.setter", Tuner.class.getName(), "calls", calls);
        for (int life = 0; life < 2; life++) {
            KeyValueStore<String, String> store =
                    Stores.keyValueStoreBuilder(
                                    Stores.persistentKeyValueStore("tuned"),
                                    Serdes.String(),
                                    Serdes.String())
                            .build();
            store.init(context, store);
            assertEquals(life == 0 ? null : "1", store.get("a"));
            store.put("a", "1");
            context.attached.get(life).commit(1);
            store.close();
        }
        assertEquals(List.of("set tuned", "closed tuned", "set tuned", "closed tuned"), calls);
    }

    @Test
    void shouldSayWhatIsWrongWithATuner() {
        TestContext context = context("wrong");
        context.configs = Map.of("rocksdb.config.setter", "no.such.Class");
        StreamsException failure =
                assertThrows(
                        StreamsException.class,
                        () -> new RocksDbStore("wrong").init(context, new RocksDbStore("wrong")));
        assertEquals(true, failure.getMessage().contains("no.such.Class"), failure.getMessage());
    }
}
