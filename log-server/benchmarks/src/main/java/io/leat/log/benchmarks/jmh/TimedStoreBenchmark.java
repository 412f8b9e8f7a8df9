package io.leat.log.benchmarks.jmh;

import io.leat.common.serialization.Serdes;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.kstream.internals.SessionWindow;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.SessionStore;
import io.leat.streams.state.Stores;
import io.leat.streams.state.WindowStore;
import io.leat.streams.state.WindowStoreIterator;
import io.leat.streams.state.spi.SharedResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
 * Windows and sessions of 1,000 keys with 100 of each, in the write buffer, as a join of streams
 * finds them: without their changelogs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class TimedStoreBenchmark {

    private static final int KEYS = 1_000;
    private static final int TIMES = 100;
    private static final int STRIDE = 7_919; // a prime: visits all in a scattered order
    private static final long SIZE_MS = 10;
    private static final Duration RETENTION = Duration.ofHours(1);

    @Param({"memory", "rocksdb"})
    String kind = "memory";

    private Path folder;
    private SharedResources resources;
    private WindowStore<String, Long> windows;
    private SessionStore<String, Long> sessions;
    private String[] keys;
    private int next;

    @Setup
    public void setUp() throws IOException {
        folder = Files.createTempDirectory("store-benchmark");
        resources = new SharedResources();
        StoreContextOfOne context = new StoreContextOfOne(folder.toFile(), resources);
        boolean memory = kind.equals("memory");
        Duration size = Duration.ofMillis(SIZE_MS);
        windows =
                Stores.windowStoreBuilder(
                                memory
                                        ? Stores.inMemoryWindowStore("w", RETENTION, size, false)
                                        : Stores.persistentWindowStore("w", RETENTION, size, false),
                                Serdes.String(),
                                Serdes.Long())
                        .withLoggingDisabled()
                        .build();
        sessions =
                Stores.sessionStoreBuilder(
                                memory
                                        ? Stores.inMemorySessionStore("s", RETENTION)
                                        : Stores.persistentSessionStore("s", RETENTION),
                                Serdes.String(),
                                Serdes.Long())
                        .withLoggingDisabled()
                        .build();
        windows.init(context, windows);
        sessions.init(context, sessions);
        keys = new String[KEYS];
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "word-" + i;
        }
        for (int i = 0; i < KEYS * TIMES; i++) {
            putWindow();
            putSession();
        }
    }

    @TearDown
    public void tearDown() throws Exception {
        windows.close();
        sessions.close();
        resources.close();
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        }
    }

    private String advance() {
        next = (next + STRIDE) % (KEYS * TIMES);
        return keys[next / TIMES];
    }

    private long time() {
        return next % TIMES * 2 * SIZE_MS;
    }

    @Benchmark
    public void putWindow() {
        windows.put(advance(), 1L, time());
    }

    @Benchmark
    public long fetchWindow() {
        String key = advance();
        long found = 0;
        try (WindowStoreIterator<Long> near = windows.fetch(key, time() - 1, time() + 1)) {
            while (near.hasNext()) {
                found += near.next().value;
            }
        }
        return found;
    }

    @Benchmark
    public void putSession() {
        String key = advance();
        sessions.put(new Windowed<>(key, new SessionWindow(time(), time() + SIZE_MS)), 1L);
    }

    @Benchmark
    public long findSession() {
        String key = advance();
        long found = 0;
        try (KeyValueIterator<Windowed<String>, Long> near =
                sessions.findSessions(key, time() - 1, time() + 1)) {
            while (near.hasNext()) {
                found += near.next().value;
            }
        }
        return found;
    }
}
