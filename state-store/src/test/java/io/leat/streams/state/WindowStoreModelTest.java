package io.leat.streams.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.log.transport.RealPorts;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.kstream.internals.SessionWindow;
import io.leat.streams.processor.StateStore;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.CommittedStore;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random use of window and session stores, compared with a plain map after every step. */
class WindowStoreModelTest {

    private static final long RETENTION = 100_000;
    private static final Duration KEPT = Duration.ofMillis(RETENTION);
    private static final Duration SIZE = Duration.ofMillis(1_000);
    private static final String[] KEYS = {"", "a", "a\0", "a\0\0\0\0\0\0\0\1", "ab", "b", "\u007f"};

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

    /** A key and its time: the start of a window, or start and end of a session. */
    private record Entry(String key, long time, long start) {}

    private static final Comparator<Entry> BY_TIME =
            Comparator.comparingLong(Entry::time)
                    .thenComparingLong(Entry::start)
                    .thenComparing(Entry::key);

    /** What the store should hold. */
    private static final class Model {
        final NavigableMap<Entry, String> entries = new TreeMap<>(BY_TIME);
        long streamTime = -1;

        Model copy() {
            Model copy = new Model();
            copy.entries.putAll(entries);
            copy.streamTime = streamTime;
            return copy;
        }

        void put(Entry entry, String value) {
            streamTime = Math.max(streamTime, entry.time());
            if (value == null || entry.time() < oldest()) {
                entries.remove(entry);
            } else {
                entries.put(entry, value);
            }
            entries.keySet().removeIf(old -> old.time() < oldest());
        }

        long oldest() {
            return streamTime - RETENTION + 1;
        }
    }

    private TestContext context(File stateDir) {
        return new TestContext(
                new StoreFolder(RealPorts.disk(stateDir.toPath()), "0_0"), resources);
    }

    private <S extends StateStore> S open(StoreBuilder<S> builder, TestContext context) {
        S store = builder.build();
        store.init(context, store);
        return store;
    }

    private static WindowBytesStoreSupplier windows(Kind kind, boolean duplicates) {
        return switch (kind) {
            case MEMORY -> Stores.inMemoryWindowStore("store", KEPT, SIZE, duplicates);
            case JOURNAL -> Stores.journaledWindowStore("store", KEPT, SIZE, duplicates);
            case ROCKSDB -> Stores.persistentWindowStore("store", KEPT, SIZE, duplicates);
        };
    }

    private static StoreBuilder<WindowStore<String, String>> windowBuilder(Kind kind) {
        return Stores.windowStoreBuilder(windows(kind, false), Serdes.String(), Serdes.String());
    }

    private static StoreBuilder<SessionStore<String, String>> sessionBuilder(Kind kind) {
        return Stores.sessionStoreBuilder(
                switch (kind) {
                    case MEMORY -> Stores.inMemorySessionStore("store", KEPT);
                    case JOURNAL -> Stores.journaledSessionStore("store", KEPT);
                    case ROCKSDB -> Stores.persistentSessionStore("store", KEPT);
                },
                Serdes.String(),
                Serdes.String());
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepWindowsLikeAMapWithCommitRollbackRestartAndRestore(Kind kind) {
        for (long seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            TestContext context = context(folder.resolve(kind + "w" + seed).toFile());
            WindowStore<String, String> store = open(windowBuilder(kind), context);
            Model model = new Model();
            Model committed = new Model();
            Map<Bytes, byte[]> changelog = new LinkedHashMap<>();
            long position = 0;
            for (int step = 0; step < 1_500; step++) {
                ChangelogStore changes = context.attached.get(context.attached.size() - 1);
                switch (random.nextInt(40)) {
                    case 0, 1 -> {
                        changes.logChanges(
                                (key, value, time, headers) -> log(changelog, key, value));
                        changes.commit(++position);
                        committed = model.copy();
                    }
                    case 2 -> {
                        changes.rollback();
                        model = committed.copy();
                    }
                    case 3 -> {
                        store.close();
                        model = committed.copy();
                        store = open(windowBuilder(kind), context);
                        if (kind == Kind.MEMORY) {
                            restore(context, changelog, position);
                        }
                    }
                    default -> {
                        Entry entry = entry(random, model.streamTime, false);
                        String value = random.nextInt(5) == 0 ? null : "v" + step;
                        store.put(entry.key(), value, entry.time());
                        model.put(entry, value);
                    }
                }
                check(store, model, random);
                if (step % 50 == 0) {
                    assertEquals(
                            all(committed),
                            windows(committedOf(store).all()),
                            "others see commits only");
                }
            }
            store.close();
        }
    }

    @SuppressWarnings("unchecked")
    private static ReadOnlyWindowStore<String, String> committedOf(WindowStore<?, ?> store) {
        return ((CommittedStore<ReadOnlyWindowStore<String, String>>) store).committed();
    }

    private static void log(Map<Bytes, byte[]> changelog, Bytes key, byte[] value) {
        changelog.remove(key);
        changelog.put(key, value);
    }

    private static void restore(TestContext context, Map<Bytes, byte[]> changelog, long position) {
        List<ChangelogStore.Change> records = new ArrayList<>();
        changelog.forEach((key, value) -> records.add(new ChangelogStore.Change(key, value)));
        context.attached.get(context.attached.size() - 1).restore(records, position);
    }

    private static Entry entry(Random random, long streamTime, boolean session) {
        long time = Math.max(0, streamTime + random.nextInt(9_000) - 5_000);
        if (random.nextInt(30) == 0) {
            time = Math.max(0, streamTime - random.nextInt(2 * (int) RETENTION));
        }
        long start = session ? Math.max(0, time - random.nextInt(3) * 1_000) : time;
        return new Entry(KEYS[random.nextInt(KEYS.length)], time, start);
    }

    private static String all(Model model) {
        return model.entries.keySet().stream()
                .map(entry -> text(entry, model.entries.get(entry)))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String text(Entry entry, String value) {
        return entry.key() + "@" + entry.start() + "-" + entry.time() + "=" + value;
    }

    private static String windows(KeyValueIterator<Windowed<String>, String> found) {
        List<String> lines = new ArrayList<>();
        try (found) {
            while (found.hasNext()) {
                Windowed<String> peeked = found.peekNextKey();
                var next = found.next();
                assertEquals(peeked, next.key);
                assertEquals(SIZE.toMillis(), next.key.window().end() - next.key.window().start());
                long start = next.key.window().start();
                lines.add(text(new Entry(next.key.key(), start, start), next.value));
            }
        }
        return lines.stream().sorted().collect(Collectors.joining("\n"));
    }

    private static void check(WindowStore<String, String> store, Model model, Random random) {
        Entry any = entry(random, model.streamTime, false);
        assertEquals(model.entries.get(any), store.fetch(any.key(), any.time()));
        long from = Math.max(0, any.time() - random.nextInt(60_000));
        long to = any.time() + random.nextInt(2_000);
        List<String> expected = new ArrayList<>();
        model.entries.forEach(
                (entry, value) -> {
                    if (entry.key().equals(any.key())
                            && entry.time() >= from
                            && entry.time() <= to) {
                        expected.add(entry.time() + "=" + value);
                    }
                });
        assertEquals(expected, times(store.fetch(any.key(), from, to)));
        java.util.Collections.reverse(expected);
        assertEquals(expected, times(store.backwardFetch(any.key(), from, to)));
        String low = random.nextInt(4) == 0 ? null : KEYS[random.nextInt(KEYS.length)];
        String high = random.nextInt(4) == 0 ? null : KEYS[random.nextInt(KEYS.length)];
        Model inRange = model.copy();
        inRange.entries
                .keySet()
                .removeIf(
                        entry ->
                                low != null && entry.key().compareTo(low) < 0
                                        || high != null && entry.key().compareTo(high) > 0
                                        || entry.time() < from
                                        || entry.time() > to);
        assertEquals(all(inRange), windows(store.fetch(low, high, from, to)));
        assertEquals(all(inRange), windows(store.backwardFetch(low, high, from, to)));
    }

    private static List<String> times(WindowStoreIterator<String> found) {
        List<String> lines = new ArrayList<>();
        try (found) {
            found.forEachRemaining(next -> lines.add(next.key + "=" + next.value));
        }
        return lines;
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepSessionsLikeAMapWithCommitRollbackRestartAndRestore(Kind kind) {
        for (long seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            TestContext context = context(folder.resolve(kind + "s" + seed).toFile());
            SessionStore<String, String> store = open(sessionBuilder(kind), context);
            Model model = new Model();
            Model committed = new Model();
            Map<Bytes, byte[]> changelog = new LinkedHashMap<>();
            long position = 0;
            for (int step = 0; step < 1_500; step++) {
                ChangelogStore changes = context.attached.get(context.attached.size() - 1);
                switch (random.nextInt(40)) {
                    case 0, 1 -> {
                        changes.logChanges(
                                (key, value, time, headers) -> log(changelog, key, value));
                        changes.commit(++position);
                        committed = model.copy();
                    }
                    case 2 -> {
                        changes.rollback();
                        model = committed.copy();
                    }
                    case 3 -> {
                        store.close();
                        model = committed.copy();
                        store = open(sessionBuilder(kind), context);
                        if (kind == Kind.MEMORY) {
                            restore(context, changelog, position);
                        }
                    }
                    default -> {
                        Entry entry = entry(random, model.streamTime, true);
                        String value = random.nextInt(5) == 0 ? null : "v" + step;
                        store.put(session(entry), value);
                        model.put(entry, value);
                    }
                }
                checkSessions(store, model, random);
            }
            store.close();
        }
    }

    private static Windowed<String> session(Entry entry) {
        return new Windowed<>(entry.key(), new SessionWindow(entry.start(), entry.time()));
    }

    private static void checkSessions(
            SessionStore<String, String> store, Model model, Random random) {
        Entry any = entry(random, model.streamTime, true);
        assertEquals(
                model.entries.get(any), store.fetchSession(any.key(), any.start(), any.time()));
        long earliestEnd = any.time() - random.nextInt(60_000);
        long latestStart = any.time() + random.nextInt(2_000);
        List<String> expected = new ArrayList<>();
        model.entries.forEach(
                (entry, value) -> {
                    if (entry.key().equals(any.key())
                            && entry.time() >= earliestEnd
                            && entry.start() <= latestStart) {
                        expected.add(text(entry, value));
                    }
                });
        assertEquals(expected, sessions(store.findSessions(any.key(), earliestEnd, latestStart)));
        java.util.Collections.reverse(expected);
        assertEquals(
                expected,
                sessions(store.backwardFindSessions(any.key(), earliestEnd, latestStart)));
        long latestEnd = any.time() + 500;
        Model ended = model.copy();
        ended.entries
                .keySet()
                .removeIf(entry -> entry.time() < earliestEnd || entry.time() > latestEnd);
        assertEquals(
                all(ended),
                sessions(store.findSessions(earliestEnd, latestEnd)).stream()
                        .sorted()
                        .collect(Collectors.joining("\n")));
        assertEquals(
                all(model),
                sessions(store.fetch(null, null)).stream()
                        .sorted()
                        .collect(Collectors.joining("\n")));
    }

    private static List<String> sessions(KeyValueIterator<Windowed<String>, String> found) {
        List<String> lines = new ArrayList<>();
        try (found) {
            found.forEachRemaining(
                    next ->
                            lines.add(
                                    text(
                                            new Entry(
                                                    next.key.key(),
                                                    next.key.window().end(),
                                                    next.key.window().start()),
                                            next.value)));
        }
        return lines;
    }

    @ParameterizedTest
    @EnumSource
    void shouldRetainDuplicatesAlsoAfterARestart(Kind kind) {
        StoreBuilder<WindowStore<String, String>> builder =
                Stores.windowStoreBuilder(windows(kind, true), Serdes.String(), Serdes.String());
        TestContext context = context(folder.resolve(kind + "d").toFile());
        WindowStore<String, String> store = open(builder, context);
        store.put("k", "1", 5);
        store.put("k", null, 5);
        store.put("k", "2", 5);
        Map<Bytes, byte[]> changelog = new LinkedHashMap<>();
        context.attached
                .get(0)
                .logChanges((key, value, time, headers) -> changelog.put(key, value));
        context.attached.get(0).commit(2);
        store.close();
        store = open(builder, context);
        if (kind == Kind.MEMORY) {
            restore(context, changelog, 2);
        }
        store.put("k", "3", 5);
        assertEquals(List.of("5=1", "5=2", "5=3"), times(store.fetch("k", 0, 10)));
        store.close();
    }

    @Test
    void shouldLogWindowsUnderTheKeysOfKafka() {
        TestContext context = context(folder.resolve("keys").toFile());
        WindowStore<String, String> store = open(windowBuilder(Kind.MEMORY), context);
        store.put("ab", "v", 258);
        Map<Bytes, byte[]> changelog = new LinkedHashMap<>();
        context.attached
                .get(0)
                .logChanges((key, value, time, headers) -> changelog.put(key, value));
        byte[] key = {'a', 'b', 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0};
        assertNotNull(changelog.get(Bytes.wrap(key)));
        store.close();
    }
}
