package io.leat.streams.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.common.serialization.Serdes;
import io.leat.log.transport.RealPorts;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.ChangelogStore.Change;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random use of versioned stores, compared with a map of maps after every step. */
class VersionedStoreModelTest {

    private static final int STEPS = 600;
    private static final long HISTORY = 60;

    @TempDir Path folder;
    private final SharedResources resources = new SharedResources();

    @AfterEach
    void closeResources() throws Exception {
        resources.close();
    }

    /** The durable sides there are. */
    enum Kind {
        MEMORY,
        JOURNAL,
        ROCKSDB
    }

    private record Opened(VersionedKeyValueStore<String, String> store, ChangelogStore changes) {}

    private Opened open(Kind kind, String path) {
        KeyValueBytesStoreSupplier entries =
                switch (kind) {
                    case MEMORY -> Stores.inMemoryKeyValueStore("store");
                    case JOURNAL -> Stores.journaledKeyValueStore("store");
                    case ROCKSDB -> Stores.persistentKeyValueStore("store");
                };
        VersionedKeyValueStore<String, String> store =
                Stores.versionedKeyValueStoreBuilder(
                                VersionedSupplier.of(
                                        entries, Duration.ofMillis(HISTORY), Duration.ofMillis(20)),
                                Serdes.String(),
                                Serdes.String())
                        .build();
        TestContext context =
                new TestContext(new StoreFolder(RealPorts.disk(folder), path), resources);
        store.init(context, store);
        return new Opened(store, context.attached.get(0));
    }

    /** Every version that was ever put, and how far time came. */
    private static final class Model {
        private final Map<String, NavigableMap<Long, String>> versions = new TreeMap<>();
        private long streamTime = -1;

        /** The empty text stands for a deletion. */
        long put(String key, @Nullable String value, long time) {
            if (time < streamTime - HISTORY) {
                return VersionedKeyValueStore.PUT_RETURN_CODE_NOT_PUT;
            }
            streamTime = Math.max(streamTime, time);
            NavigableMap<Long, String> all = versions.computeIfAbsent(key, k -> new TreeMap<>());
            all.put(time, value == null ? "" : value);
            Long next = all.higherKey(time);
            return next == null ? VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED : next;
        }

        @Nullable String get(String key, long time) {
            NavigableMap<Long, String> all = versions.getOrDefault(key, new TreeMap<>());
            Map.Entry<Long, String> found = all.floorEntry(time);
            boolean latest = found != null && all.higherKey(found.getKey()) == null;
            if (found == null
                    || found.getValue().isEmpty()
                    || !latest && time < streamTime - HISTORY) {
                return null;
            }
            return found.getValue() + found.getKey();
        }

        Model copy() {
            Model copy = new Model();
            versions.forEach((key, all) -> copy.versions.put(key, new TreeMap<>(all)));
            copy.streamTime = streamTime;
            return copy;
        }
    }

    private static @Nullable String text(@Nullable VersionedRecord<String> version) {
        return version == null ? null : version.value() + version.timestamp();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldBeAMapOfVersionsThroughCommitsAbortsRestartsAndRestores(Kind kind) {
        Random random = new Random(7);
        Opened opened = open(kind, "first");
        Model model = new Model();
        Model committed = model.copy();
        List<Change> logged = new ArrayList<>();
        long now = 100;
        for (int step = 0; step < STEPS; step++) {
            String key = "k" + "kk".substring(random.nextInt(3)) + random.nextInt(3);
            now += random.nextInt(6);
            long time = now - random.nextInt(80);
            String value = random.nextInt(4) == 0 ? null : "v" + step;
            assertEquals(
                    model.put(key, value, time), opened.store().put(key, value, time), "" + step);
            check(model, opened.store(), key, now, step);
            switch (random.nextInt(12)) {
                case 0, 1 -> {
                    opened.changes().logChanges((k, v, t, h) -> logged.add(new Change(k, v, t, h)));
                    opened.changes().commit(logged.size());
                    committed = model.copy();
                }
                case 2 -> {
                    opened.changes().rollback();
                    model = committed.copy();
                }
                case 3 -> {
                    opened.store().close();
                    model = committed.copy();
                    opened = open(kind, "first");
                    long from = Math.max(0, opened.changes().position());
                    opened.changes()
                            .restore(logged.subList((int) from, logged.size()), logged.size());
                    check(model, opened.store(), key, now, step);
                }
                default -> {}
            }
        }
        opened.store().close();
        Opened restored = open(kind, "second");
        restored.changes().restore(logged, logged.size());
        for (String key : committed.versions.keySet()) {
            check(committed, restored.store(), key, now, STEPS);
        }
        restored.store().close();
    }

    private static void check(
            Model model,
            VersionedKeyValueStore<String, String> store,
            String key,
            long now,
            int step) {
        assertEquals(model.get(key, Long.MAX_VALUE), text(store.get(key)), key + " " + step);
        for (long time = now - 100; time <= now + 3; time += 3) {
            assertEquals(
                    model.get(key, time),
                    text(store.get(key, time)),
                    key + "@" + time + " " + step);
        }
    }

    @Test
    void shouldForgetVersionsOnTheDiskOnceTheirHistoryIsOver() {
        Opened opened = open(Kind.MEMORY, "old");
        for (int time = 0; time < 10_000; time++) {
            opened.store().put("key", "v" + time, time);
            if (time % 100 == 0) {
                opened.changes().commit(time);
            }
        }
        opened.changes().commit(10_000);
        int kept = 0;
        try (var all = opened.changes().committed().all()) {
            while (all.hasNext()) {
                all.next();
                kept++;
            }
        }
        assertEquals(true, kept < 100, kept + " entries of 10000 versions are kept");
        opened.store().close();
    }

    @Test
    void shouldReturnTheVersionThatADeletionEnds() {
        Opened opened = open(Kind.MEMORY, "deletion");
        opened.store().put("key", "a", 10);
        opened.store().put("key", "b", 20);
        assertEquals(new VersionedRecord<>("a", 10), opened.store().delete("key", 15));
        assertNull(opened.store().get("key", 17));
        assertEquals(new VersionedRecord<>("b", 20), opened.store().get("key"));
        assertEquals(20, opened.store().put("key", "c", 17));
        opened.store().close();
    }

    @Test
    void shouldRefuseWhatVersionsCannotDo() {
        StoreBuilder<?> builder =
                Stores.versionedKeyValueStoreBuilder(
                        Stores.inMemoryVersionedKeyValueStore("store", Duration.ofSeconds(1)),
                        Serdes.String(),
                        Serdes.String());
        assertThrows(IllegalStateException.class, builder::withCachingEnabled);
        assertThrows(
                IllegalArgumentException.class,
                () -> Stores.persistentVersionedKeyValueStore("store", Duration.ofMillis(-1)));
    }
}
