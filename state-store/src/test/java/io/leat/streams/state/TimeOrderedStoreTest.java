package io.leat.streams.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.common.serialization.Serdes;
import io.leat.log.transport.RealPorts;
import io.leat.streams.KeyValue;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import io.leat.streams.state.spi.TimeOrdered;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stores that find rows by time, on every durable side, compared with a sorted map. */
class TimeOrderedStoreTest {

    @TempDir Path folder;
    private final SharedResources resources = new SharedResources();

    @AfterEach
    void closeResources() throws Exception {
        resources.close();
    }

    private record Opened(TimestampedKeyValueStore<String, String> store, ChangelogStore changes) {

        @SuppressWarnings("unchecked")
        TimeOrdered<String, ValueAndTimestamp<String>> ordered() {
            return (TimeOrdered<String, ValueAndTimestamp<String>>) store;
        }

        /** Deletes what is due, as users of the store do. */
        List<String> take(long time) {
            List<String> taken = new ArrayList<>();
            try (var due = ordered().upTo(time)) {
                while (due.hasNext()) {
                    KeyValue<String, ValueAndTimestamp<String>> row = due.next();
                    taken.add(row.key + "@" + row.value.timestamp());
                    store.delete(row.key);
                }
            }
            return taken;
        }
    }

    private static KeyValueBytesStoreSupplier supplier(KeyValueStoreModelTest.Kind kind) {
        return switch (kind) {
            case MEMORY -> Stores.inMemoryKeyValueStore("store");
            case JOURNAL -> Stores.journaledKeyValueStore("store");
            case ROCKSDB -> Stores.persistentKeyValueStore("store");
        };
    }

    private Opened open(StoreBuilder<TimestampedKeyValueStore<String, String>> builder) {
        TestContext context =
                new TestContext(new StoreFolder(RealPorts.disk(folder), "0_0"), resources);
        TimestampedKeyValueStore<String, String> store = builder.build();
        store.init(context, store);
        return new Opened(store, context.attached.get(0));
    }

    private Opened ordered(KeyValueStoreModelTest.Kind kind) {
        return open(
                Stores.timeOrderedKeyValueStoreBuilder(
                        supplier(kind), Serdes.String(), Serdes.String()));
    }

    private static List<String> rows(KeyValueIterator<String, ValueAndTimestamp<String>> found) {
        List<String> rows = new ArrayList<>();
        try (found) {
            found.forEachRemaining(row -> rows.add(row.key + "@" + row.value.timestamp()));
        }
        return rows;
    }

    private static List<String> due(Map<String, Long> model, long time) {
        return model.entrySet().stream()
                .filter(row -> row.getValue() <= time)
                .sorted(
                        Comparator.comparingLong(Map.Entry<String, Long>::getValue)
                                .thenComparing(Map.Entry::getKey))
                .map(row -> row.getKey() + "@" + row.getValue())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(KeyValueStoreModelTest.Kind.class)
    void shouldFindRowsByTimeWithCommitsRollbacksAndRestarts(KeyValueStoreModelTest.Kind kind) {
        Random random = new Random(7);
        Opened opened = ordered(kind);
        TreeMap<String, Long> current = new TreeMap<>();
        TreeMap<String, Long> committed = new TreeMap<>();
        long now = 0;
        for (int step = 0; step < 4_000; step++) {
            String key = "k" + random.nextInt(50);
            switch (random.nextInt(24)) {
                case 0 -> {
                    opened.changes().logChanges((k, v, time, headers) -> {});
                    opened.changes().commit(step);
                    committed = new TreeMap<>(current);
                }
                case 1 -> {
                    opened.changes().rollback();
                    current = new TreeMap<>(committed);
                }
                case 2 -> {
                    if (kind != KeyValueStoreModelTest.Kind.MEMORY) {
                        opened.store().close();
                        opened = ordered(kind);
                        current = new TreeMap<>(committed);
                    }
                }
                case 3, 4, 5 -> {
                    now += random.nextInt(40);
                    List<String> due = due(current, now - 300);
                    assertEquals(due, opened.take(now - 300), "step " + step);
                    long bound = now - 300;
                    current.values().removeIf(time -> time <= bound);
                }
                case 6 -> {
                    opened.store().delete(key);
                    current.remove(key);
                }
                default -> {
                    long time = Math.max(0, now - random.nextInt(320));
                    opened.store().put(key, ValueAndTimestamp.make("v", time));
                    current.put(key, time);
                }
            }
        }
        List<String> all = new ArrayList<>();
        current.forEach((key, time) -> all.add(key + "@" + time));
        assertEquals(all, rows(opened.store().all()));
        assertEquals(
                all.stream().filter(row -> row.compareTo("k3") > 0).toList(),
                rows(opened.store().range("k3", null)));
        opened.store().close();
    }

    @Test
    void shouldBringTheIndexBackWithTheRows() {
        Opened opened = ordered(KeyValueStoreModelTest.Kind.MEMORY);
        opened.store().put("a", ValueAndTimestamp.make("1", 20));
        opened.store().put("b", ValueAndTimestamp.make("2", 10));
        opened.store().put("b", ValueAndTimestamp.make("3", 30));
        List<ChangelogStore.Change> logged = new ArrayList<>();
        opened.changes()
                .logChanges(
                        (key, value, time, headers) ->
                                logged.add(new ChangelogStore.Change(key, value, time, headers)));
        Opened other = ordered(KeyValueStoreModelTest.Kind.ROCKSDB);
        other.changes().restore(logged, 3);
        assertEquals(List.of("a@20"), other.take(20));
        assertEquals(List.of("b@30"), other.take(30));
        other.store().close();
    }

    @ParameterizedTest
    @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
    void shouldStartAnewWhenTheIndexComesOrGoes(KeyValueStoreModelTest.Kind kind) {
        Opened plain =
                open(
                        Stores.timestampedKeyValueStoreBuilder(
                                supplier(kind), Serdes.String(), Serdes.String()));
        plain.store().put("a", ValueAndTimestamp.make("1", 20));
        plain.changes().commit(1);
        plain.store().close();

        Opened ordered = ordered(kind);
        assertEquals(-1, ordered.changes().position(), "to be restored from the beginning");
        assertNull(ordered.store().get("a"));
        ordered.store().put("b", ValueAndTimestamp.make("2", 20));
        ordered.changes().commit(2);
        ordered.store().close();
        Opened again = ordered(kind);
        assertEquals(2, again.changes().position());
        assertEquals(List.of("b@20"), rows(again.store().all()));
        again.store().close();

        Opened back =
                open(
                        Stores.timestampedKeyValueStoreBuilder(
                                supplier(kind), Serdes.String(), Serdes.String()));
        assertEquals(-1, back.changes().position());
        assertEquals(List.of(), rows(back.store().all()));
        back.store().close();
    }

    @Test
    void shouldRefuseAStoreThatForgetsRowsByItself() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Stores.timeOrderedKeyValueStoreBuilder(
                                        Stores.lruMap("few", 3), Serdes.String(), Serdes.String())
                                .build());
    }
}
