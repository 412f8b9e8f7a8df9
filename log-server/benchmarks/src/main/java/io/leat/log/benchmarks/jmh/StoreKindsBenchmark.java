package io.leat.log.benchmarks.jmh;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.kstream.internals.SessionWindow;
import io.leat.streams.processor.StateStore;
import io.leat.streams.state.KeyValueBytesStoreSupplier;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.SessionStore;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.Stores;
import io.leat.streams.state.TimestampedKeyValueStore;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.state.VersionedKeyValueStore;
import io.leat.streams.state.VersionedRecord;
import io.leat.streams.state.WindowStore;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.SharedResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Every kind of store with 20,000 keys: put with a commit after each 10,000, and get of what is
 * committed. Without changelogs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class StoreKindsBenchmark {

    private static final int KEYS = 20_000;
    private static final int STRIDE = 7_919; // a prime: visits all keys in a scattered order
    private static final int COMMIT_EVERY = 10_000;
    private static final Duration RETENTION = Duration.ofHours(1);
    private static final Duration SIZE = Duration.ofMillis(10);
    private static final Serde<String> TEXT = Serdes.String();
    private static final Serde<Long> LONG = Serdes.Long();

    @Param({
        "key-value rocksdb",
        "key-value memory",
        "key-value lru",
        "timestamped rocksdb",
        "timestamped memory",
        "timestamped lru",
        "versioned rocksdb",
        "versioned memory",
        "window rocksdb",
        "window memory",
        "session rocksdb",
        "session memory"
    })
    String store = "key-value memory";

    /** One store, whatever its kind: one entry for each key, all at time 0. */
    private interface Access {
        void put(String key, long value);

        @Nullable Object get(String key);
    }

    private Path folder;
    private SharedResources resources;
    private StoreContextOfOne context;
    private Access access;
    private StateStore opened;
    private String[] keys;
    private int next;
    private int uncommitted;

    @Setup
    public void setUp() throws IOException {
        folder = Files.createTempDirectory("store-benchmark");
        resources = new SharedResources();
        context = new StoreContextOfOne(folder.toFile(), resources);
        keys = new String[KEYS];
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "word-" + i;
        }
        String[] words = store.split(" ");
        access = open(words[0], words[1]);
        for (int i = 0; i < KEYS; i++) {
            put();
        }
        commit();
    }

    private Access open(String kind, String place) {
        boolean memory = place.equals("memory");
        return switch (kind) {
            case "key-value" -> keyValue(Stores.keyValueStoreBuilder(rows(place), TEXT, LONG));
            case "timestamped" ->
                    timestamped(Stores.timestampedKeyValueStoreBuilder(rows(place), TEXT, LONG));
            case "versioned" ->
                    versioned(
                            Stores.versionedKeyValueStoreBuilder(
                                    memory
                                            ? Stores.inMemoryVersionedKeyValueStore("s", RETENTION)
                                            : Stores.persistentVersionedKeyValueStore(
                                                    "s", RETENTION),
                                    TEXT,
                                    LONG));
            case "window" ->
                    windows(
                            Stores.windowStoreBuilder(
                                    memory
                                            ? Stores.inMemoryWindowStore(
                                                    "s", RETENTION, SIZE, false)
                                            : Stores.persistentWindowStore(
                                                    "s", RETENTION, SIZE, false),
                                    TEXT,
                                    LONG));
            default ->
                    sessions(
                            Stores.sessionStoreBuilder(
                                    memory
                                            ? Stores.inMemorySessionStore("s", RETENTION)
                                            : Stores.persistentSessionStore("s", RETENTION),
                                    TEXT,
                                    LONG));
        };
    }

    private static KeyValueBytesStoreSupplier rows(String place) {
        return switch (place) {
            case "rocksdb" -> Stores.persistentKeyValueStore("s");
            case "memory" -> Stores.inMemoryKeyValueStore("s");
            default -> Stores.lruMap("s", KEYS);
        };
    }

    private <S extends StateStore> S opened(StoreBuilder<S> builder) {
        S made = builder.withLoggingDisabled().withCachingDisabled().build();
        made.init(context, made);
        opened = made;
        return made;
    }

    private Access keyValue(StoreBuilder<KeyValueStore<String, Long>> builder) {
        KeyValueStore<String, Long> made = opened(builder);
        return new Access() {
            @Override
            public void put(String key, long value) {
                made.put(key, value);
            }

            @Override
            public @Nullable Object get(String key) {
                return made.get(key);
            }
        };
    }

    private Access timestamped(StoreBuilder<TimestampedKeyValueStore<String, Long>> builder) {
        TimestampedKeyValueStore<String, Long> made = opened(builder);
        return new Access() {
            @Override
            public void put(String key, long value) {
                made.put(key, ValueAndTimestamp.make(value, 0));
            }

            @Override
            public @Nullable Object get(String key) {
                return made.get(key);
            }
        };
    }

    private Access versioned(StoreBuilder<VersionedKeyValueStore<String, Long>> builder) {
        VersionedKeyValueStore<String, Long> made = opened(builder);
        return new Access() {
            @Override
            public void put(String key, long value) {
                made.put(key, value, 0);
            }

            @Override
            public @Nullable VersionedRecord<Long> get(String key) {
                return made.get(key);
            }
        };
    }

    private Access windows(StoreBuilder<WindowStore<String, Long>> builder) {
        WindowStore<String, Long> made = opened(builder);
        return new Access() {
            @Override
            public void put(String key, long value) {
                made.put(key, value, 0);
            }

            @Override
            public @Nullable Object get(String key) {
                return made.fetch(key, 0);
            }
        };
    }

    private Access sessions(StoreBuilder<SessionStore<String, Long>> builder) {
        SessionStore<String, Long> made = opened(builder);
        return new Access() {
            @Override
            public void put(String key, long value) {
                made.put(new Windowed<>(key, new SessionWindow(0, 0)), value);
            }

            @Override
            public @Nullable Object get(String key) {
                return made.fetchSession(key, 0, 0);
            }
        };
    }

    private String key() {
        next = (next + STRIDE) % KEYS;
        return keys[next];
    }

    private void commit() {
        for (ChangelogStore part : context.attached()) {
            part.forwardChanges();
            part.commit(next);
        }
        uncommitted = 0;
    }

    @TearDown
    public void tearDown() throws Exception {
        opened.close();
        resources.close();
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Benchmark
    public void put() {
        access.put(key(), next);
        if (++uncommitted == COMMIT_EVERY) {
            commit();
        }
    }

    @Benchmark
    public @Nullable Object get() {
        return access.get(key());
    }
}
