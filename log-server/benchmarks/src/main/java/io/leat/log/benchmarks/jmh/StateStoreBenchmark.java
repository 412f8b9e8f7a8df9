package io.leat.log.benchmarks.jmh;

import io.leat.common.serialization.Serdes;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import io.leat.streams.state.spi.SharedResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** get and put of a word count's store with 100,000 keys, without its changelog. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class StateStoreBenchmark {

    private static final int KEYS = 100_000;
    private static final int STRIDE = 7_919; // a prime: visits all keys in a scattered order

    @Param({"memory", "rocksdb"})
    String kind = "memory";

    private Path folder;
    private SharedResources resources;
    private KeyValueStore<String, Long> store;
    private String[] keys;
    private int next;

    @Setup
    public void setUp() throws IOException {
        folder = Files.createTempDirectory("store-benchmark");
        resources = new SharedResources();
        keys = new String[KEYS];
        store =
                Stores.keyValueStoreBuilder(
                                kind.equals("memory")
                                        ? Stores.inMemoryKeyValueStore("counts")
                                        : Stores.persistentKeyValueStore("counts"),
                                Serdes.String(),
                                Serdes.Long())
                        .withLoggingDisabled()
                        .withCachingDisabled()
                        .build();
        store.init(new StoreContextOfOne(folder.toFile(), resources), store);
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "word-" + i;
            store.put(keys[i], (long) i);
        }
        store.flush();
    }

    @TearDown
    public void tearDown() throws Exception {
        store.close();
        resources.close();
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        }
    }

    private String key() {
        next = (next + STRIDE) % KEYS;
        return keys[next];
    }

    @Benchmark
    public @Nullable Long get() {
        return store.get(key());
    }

    @Benchmark
    public void put() {
        store.put(key(), (long) next);
    }
}
