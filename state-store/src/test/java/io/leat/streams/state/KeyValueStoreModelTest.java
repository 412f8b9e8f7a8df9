package io.leat.streams.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringSerializer;
import io.leat.common.utils.Bytes;
import io.leat.log.transport.RealPorts;
import io.leat.streams.KeyValue;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random use of both kinds of stores, compared with a sorted map after every step. */
class KeyValueStoreModelTest {

    private static final int STEPS = 3_000;

    @TempDir Path folder;
    private final SharedResources resources = new SharedResources();

    @AfterEach
    void closeResources() throws Exception {
        resources.close();
    }

    private record Opened(KeyValueStore<String, String> store, ChangelogStore changes) {}

    /** The durable sides there are. */
    enum Kind {
        MEMORY,
        JOURNAL,
        ROCKSDB
    }

    private Opened open(Kind kind, File stateDir) {
        KeyValueBytesStoreSupplier supplier =
                switch (kind) {
                    case MEMORY -> Stores.inMemoryKeyValueStore("store");
                    case JOURNAL -> Stores.journaledKeyValueStore("store");
                    case ROCKSDB -> Stores.persistentKeyValueStore("store");
                };
        KeyValueStore<String, String> store =
                Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.String()).build();
        TestContext context = context(stateDir);
        store.init(context, store);
        return new Opened(store, context.attached.get(0));
    }

    private TestContext context(File stateDir) {
        return new TestContext(
                new StoreFolder(RealPorts.disk(stateDir.toPath()), "0_0"), resources);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBehaveLikeASortedMapWithCommitAndRollback(Kind kind) {
        for (long seed = 0; seed < 5; seed++) {
            File stateDir = folder.resolve(kind + "-" + seed).toFile();
            run(kind, stateDir, new Random(seed));
        }
    }

    private void run(Kind kind, File stateDir, Random random) {
        Opened opened = open(kind, stateDir);
        NavigableMap<String, String> committed = new TreeMap<>();
        NavigableMap<String, String> current = new TreeMap<>();
        TreeMap<String, String> logged = new TreeMap<>();
        long position = 0;
        for (int step = 0; step < STEPS; step++) {
            String key = "k" + random.nextInt(60);
            switch (random.nextInt(20)) {
                case 0 -> {
                    opened.changes().logChanges((k, v, time, headers) -> apply(logged, k, v));
                    assertEquals(current, logged, "the changelog holds every change");
                    opened.changes().commit(++position);
                    committed = new TreeMap<>(current);
                }
                case 1 -> {
                    // Nothing of an aborted transaction may stay: neither here nor in the
                    // changelog.
                    opened.changes().rollback();
                    current = new TreeMap<>(committed);
                    logged.clear();
                    logged.putAll(committed);
                }
                case 2, 3, 4 -> assertEquals(current.remove(key), opened.store().delete(key));
                case 5 -> checkRanges(opened.store(), current, random);
                case 6 ->
                        assertEquals(
                                current.putIfAbsent(key, "x"),
                                opened.store().putIfAbsent(key, "x"));
                default -> {
                    String value = "v" + random.nextInt(1_000);
                    opened.store().put(key, value);
                    current.put(key, value);
                }
            }
            assertEquals(current.get(key), opened.store().get(key));
            if (step % 100 == 0) {
                assertEquals(committed, viewed(opened.changes()), "others see commits only");
            }
        }
        if (kind != Kind.MEMORY) {
            // A crash: nothing is committed, the database is only closed.
            opened.store().close();
            Opened again = open(kind, stateDir);
            assertEquals(committed, content(again.store().all()));
            assertEquals(position, Math.max(0, again.changes().position()));
            assertEquals(committed, viewed(again.changes()));
            again.changes().clear();
            assertEquals(-1, again.changes().position());
            again.store().close();
            again = open(kind, stateDir);
            assertEquals(Map.of(), content(again.store().all()));
            assertEquals(-1, again.changes().position());
            again.store().close();
        } else {
            opened.store().close();
        }
    }

    private static void apply(Map<String, String> target, Bytes key, byte[] value) {
        String name = new String(key.get(), StandardCharsets.UTF_8);
        if (value == null) {
            target.remove(name);
        } else {
            target.put(name, new String(value, StandardCharsets.UTF_8));
        }
    }

    private static void checkRanges(
            KeyValueStore<String, String> store,
            NavigableMap<String, String> model,
            Random random) {
        String from = "k" + random.nextInt(60);
        String to = "k" + random.nextInt(60);
        NavigableMap<String, String> expected =
                from.compareTo(to) <= 0 ? model.subMap(from, true, to, true) : new TreeMap<>();
        assertEquals(list(expected), entries(store.range(from, to)));
        assertEquals(list(expected.descendingMap()), entries(store.reverseRange(from, to)));
        assertEquals(list(model.tailMap(from, true)), entries(store.range(from, null)));
        assertEquals(list(model.headMap(to, true)), entries(store.range(null, to)));
        assertEquals(list(model.descendingMap()), entries(store.reverseAll()));
        assertEquals(
                list(model.subMap("k1", true, "k2", false)),
                entries(store.prefixScan("k1", new StringSerializer())));
    }

    private static NavigableMap<String, String> viewed(ChangelogStore changes) {
        NavigableMap<String, String> map = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = changes.committed().all()) {
            all.forEachRemaining(entry -> apply(map, entry.key, entry.value));
        }
        return map;
    }

    private static List<KeyValue<String, String>> list(Map<String, String> map) {
        List<KeyValue<String, String>> list = new ArrayList<>();
        map.forEach((key, value) -> list.add(KeyValue.pair(key, value)));
        return list;
    }

    private static List<KeyValue<String, String>> entries(KeyValueIterator<String, String> found) {
        List<KeyValue<String, String>> list = new ArrayList<>();
        try (found) {
            found.forEachRemaining(list::add);
        }
        return list;
    }

    private static NavigableMap<String, String> content(KeyValueIterator<String, String> found) {
        NavigableMap<String, String> map = new TreeMap<>();
        entries(found).forEach(entry -> map.put(entry.key, entry.value));
        return map;
    }

    @Test
    void shouldKeepDataAndPositionInStepWhateverMomentTheProcessDies() throws IOException {
        Path live = folder.resolve("live");
        Opened opened = open(Kind.ROCKSDB, live.toFile());
        Random random = new Random(7);
        List<NavigableMap<String, String>> states = new ArrayList<>();
        NavigableMap<String, String> current = new TreeMap<>();
        states.add(new TreeMap<>());
        for (int position = 1; position <= 60; position++) {
            for (int i = 0; i < 2_000; i++) {
                String key = "k" + random.nextInt(20_000);
                String value = "value-" + position + "-" + "x".repeat(200);
                opened.store().put(key, value);
                current.put(key, value);
            }
            opened.changes().commit(position);
            states.add(new TreeMap<>(current));
            if (position % 15 == 0) {
                // What a kill leaves: the files as they are now, without a close.
                Path killed = folder.resolve("killed-" + position);
                copy(live, killed);
                Opened again = open(Kind.ROCKSDB, killed.toFile());
                int reached = (int) Math.max(0, again.changes().position());
                assertEquals(states.get(reached), content(again.store().all()));
                again.store().close();
            }
        }
        opened.store().close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.getFileName().toString().startsWith("librocksdbjni")) {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void shouldTellOfEachChangedKeyOnceACommitWithTheOldestOldValue() {
        KeyValueStore<String, String> store =
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore("store"),
                                Serdes.String(),
                                Serdes.String())
                        .withCachingEnabled()
                        .build();
        TestContext context = context(folder.toFile());
        store.init(context, store);
        List<String> heard = new ArrayList<>();
        ((io.leat.streams.state.spi.CachingStore<?, ?>) store)
                .setFlushListener((key, now, old) -> heard.add(key + ":" + old + "->" + now));
        store.put("a", "1");
        store.put("a", "2");
        store.put("b", "1");
        store.delete("b");
        context.attached.get(0).forwardChanges();
        context.attached.get(0).commit(1);
        store.put("a", "3");
        context.attached.get(0).forwardChanges();
        assertEquals(List.of("a:null->2", "a:2->3"), heard);
    }

    @Test
    void shouldWriteTimestampsLikeKafkasChangelogs() {
        TimestampedKeyValueStore<String, Long> store =
                Stores.timestampedKeyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore("store"),
                                Serdes.String(),
                                Serdes.Long())
                        .build();
        TestContext context = context(folder.toFile());
        store.init(context, store);
        store.put("a", ValueAndTimestamp.make(5L, 9L));
        List<ChangelogStore.Change> logged = new ArrayList<>();
        context.attached
                .get(0)
                .logChanges(
                        (key, value, time, headers) ->
                                logged.add(new ChangelogStore.Change(key, value, time, headers)));
        assertArrayEquals(new byte[] {0, 0, 0, 0, 0, 0, 0, 5}, logged.get(0).value());
        assertEquals(9, logged.get(0).timestamp());
        assertEquals(ValueAndTimestamp.make(5L, 9L), store.get("a"));
    }
}
