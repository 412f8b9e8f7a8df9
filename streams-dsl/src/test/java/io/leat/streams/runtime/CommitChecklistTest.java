package io.leat.streams.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.consumer.CommitFailedException;
import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.common.TopicPartition;
import io.leat.common.errors.InvalidPidMappingException;
import io.leat.common.errors.InvalidProducerEpochException;
import io.leat.common.errors.ProducerFencedException;
import io.leat.common.errors.TimeoutException;
import io.leat.streams.LeatStreams;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.processor.StateRestoreListener;
import io.leat.streams.runtime.HookedClients.Kind;
import io.leat.streams.state.BuiltInDslStoreSuppliers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits, zombies and restoring, statement by statement, on a real server. */
class CommitChecklistTest {

    private static final Set<String> COMMIT =
            Set.of("send", "sendOffsetsToTransaction", "commitTransaction");

    @TempDir Path folder;
    private CountingApp app;

    @BeforeEach
    void startServer() throws Exception {
        app = new CountingApp(folder);
    }

    @AfterEach
    void stopServer() {
        app.close();
    }

    private LeatStreams streams(Properties settings, HookedClients clients) {
        return new LeatStreams(
                CountingApp.topology(Materialized.as(CountingApp.STORE)), settings, clients);
    }

    /** Each key was counted once. */
    private static void assertCounted(LeatStreams streams, int keys) {
        CountingApp.awaitKeys(streams, keys, false);
        assertEquals(Set.of(1L), Set.copyOf(CountingApp.counts(streams, false).values()));
    }

    /** How many rows queries see; none before the store was restored. */
    private static int shown(LeatStreams streams) {
        try {
            return CountingApp.counts(streams, true).size();
        } catch (InvalidStateStoreException e) {
            return 0;
        }
    }

    @Test
    void shouldSendThenAddOffsetsWithTheGroupThenCommitAndOnlyThenShowTheStore() {
        List<String> calls = new CopyOnWriteArrayList<>();
        AtomicReference<LeatStreams> running = new AtomicReference<>();
        AtomicInteger shown = new AtomicInteger();
        AtomicReference<ConsumerGroupMetadata> group = new AtomicReference<>();
        HookedClients clients =
                new HookedClients(
                        (kind, method, arguments) -> {
                            if (kind == Kind.PRODUCER && COMMIT.contains(method)) {
                                calls.add(method);
                            }
                            if (method.equals("sendOffsetsToTransaction")) {
                                group.set((ConsumerGroupMetadata) arguments[1]);
                            }
                            if (method.equals("commitTransaction")) {
                                shown.set(shown(running.get()));
                            }
                        });
        app.send(0, 40);
        try (LeatStreams streams = streams(app.settings("one"), clients)) {
            running.set(streams);
            CountingApp.started(streams);
            assertCounted(streams, 40);
            assertTrue(shown.get() < 40, "uncommitted rows were shown");
            assertEquals("commitTransaction", calls.get(calls.size() - 1));
            for (int i = 1; i < calls.size(); i++) {
                boolean commits = calls.get(i).equals("commitTransaction");
                assertEquals(commits, calls.get(i - 1).equals("sendOffsetsToTransaction"));
            }
            assertTrue(group.get().generationId() >= 0, group.get().toString());
            assertFalse(group.get().memberId().isEmpty());
        }
    }

    @Test
    void shouldHaveOneProducerAndOneTransactionForAllTasksOfAThread() {
        Set<TopicPartition> offsets = ConcurrentHashMap.newKeySet();
        AtomicInteger most = new AtomicInteger();
        HookedClients clients =
                new HookedClients(
                        (kind, method, arguments) -> {
                            if (method.equals("sendOffsetsToTransaction")) {
                                Map<?, ?> sent = (Map<?, ?>) arguments[0];
                                most.accumulateAndGet(sent.size(), Math::max);
                                sent.keySet().forEach(each -> offsets.add((TopicPartition) each));
                            }
                        });
        app.send(0, 400);
        try (LeatStreams streams = streams(app.settings("one"), clients)) {
            CountingApp.started(streams);
            assertCounted(streams, 400);
        }
        assertEquals(4, offsets.size());
        assertTrue(most.get() > 1, "each task had a transaction of its own");
        assertEquals(1, clients.made.stream().filter(each -> each.kind() == Kind.PRODUCER).count());
    }

    @Test
    void shouldDropItsTasksAndJoinAgainWhenAnotherTookItsPlace() {
        List<RuntimeException> failures =
                new CopyOnWriteArrayList<>(
                        List.of(
                                new ProducerFencedException("told to"),
                                new InvalidProducerEpochException("told to"),
                                new InvalidPidMappingException("told to"),
                                new CommitFailedException("told to"),
                                new TimeoutException("told to")));
        AtomicInteger joined = new AtomicInteger();
        HookedClients clients =
                new HookedClients(
                        (kind, method, arguments) -> {
                            if (kind == Kind.CONSUMER && method.equals("subscribe")) {
                                joined.incrementAndGet();
                            }
                            if (method.equals("commitTransaction") && !failures.isEmpty()) {
                                throw failures.remove(0);
                            }
                        });
        app.send(0, 40);
        try (LeatStreams streams = streams(app.settings("one"), clients)) {
            CountingApp.started(streams);
            assertCounted(streams, 40);
            app.send(40, 80);
            assertCounted(streams, 80);
            assertEquals(6, joined.get());
        }
    }

    /** The coordinator ends the transaction of a thread that is held up, as by a rebalance. */
    @Test
    void shouldCountOnceWhenARebalanceTakesLongerThanATransactionMay() throws Exception {
        CountDownLatch inTransaction = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HookedClients clients =
                new HookedClients(
                        (kind, method, arguments) -> {
                            if (method.equals("send")) {
                                inTransaction.countDown();
                            } else if (kind == Kind.CONSUMER
                                    && method.equals("poll")
                                    && inTransaction.getCount() == 0) {
                                goOn.await(30, TimeUnit.SECONDS);
                            }
                        });
        Properties settings = app.settings("one");
        settings.put("producer.transaction.timeout.ms", "300");
        settings.put("commit.interval.ms", "250");
        try (LeatStreams streams = CountingApp.started(streams(settings, clients))) {
            app.send(0, 40);
            inTransaction.await();
            app.awaitNoTransaction();
            goOn.countDown();
            assertCounted(streams, 40);
            assertEquals(LeatStreams.State.RUNNING, streams.state());
        }
    }

    @Test
    void shouldRestoreWhatIsCommittedAndNothingElse() {
        HookedClients clients = new HookedClients((kind, method, arguments) -> {});
        try (LeatStreams streams = CountingApp.started(streams(app.settings("one"), clients))) {
            assertTrue(streams.state().isRunningOrRebalancing());
        }
        for (HookedClients.Made each : clients.made) {
            if (each.kind() == Kind.RESTORE || each.kind() == Kind.CONSUMER) {
                assertEquals(
                        "read_committed", each.config().get("isolation.level"), each.kind().name());
            }
        }
    }

    /** Where restoring began, of each changelog. */
    private static final class Starts implements StateRestoreListener {
        final List<Long> offsets = new CopyOnWriteArrayList<>();

        @Override
        public void onRestoreStart(TopicPartition changelog, String store, long start, long end) {
            offsets.add(start);
        }

        @Override
        public void onBatchRestored(TopicPartition p, String store, long end, long count) {}

        @Override
        public void onRestoreEnd(TopicPartition p, String store, long total) {}
    }

    private List<Long> restoredFrom(Properties settings) {
        Starts starts = new Starts();
        try (LeatStreams streams = app.instance(settings)) {
            streams.setGlobalStateRestoreListener(starts);
            CountingApp.started(streams);
            assertCounted(streams, 40);
        }
        return starts.offsets;
    }

    @Test
    void shouldRestoreStoresInMemoryFromTheStartAndThoseOnDiskFromWhereTheyAre() {
        for (boolean memory : new boolean[] {true, false}) {
            Properties settings = app.settings("one");
            settings.put("application.id", memory ? "memory" : "disk");
            if (memory) {
                app.send(0, 40);
                settings.put(
                        "dsl.store.suppliers.class",
                        BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
            }
            restoredFrom(settings);
            List<Long> again = restoredFrom(settings);
            long begin = memory ? 0 : 10; // of the ten keys of each partition
            assertEquals(List.of(begin, begin, begin, begin), again);
        }
    }

    private static List<Long> zeros(List<Long> starts) {
        assertEquals(4, starts.size());
        return starts.stream().filter(start -> start == 0).toList();
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(120)));
    }

    /** Makes all in a folder two minutes old, except {@code but}. */
    private static void age(Path state, String but) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.toList()) {
                if (!file.getFileName().toString().equals(but)) {
                    age(file);
                }
            }
        }
    }

    @Test
    void shouldDeleteStateAtTheStartThatIsOlderThanAllowed() throws Exception {
        app.send(0, 40);
        Properties settings = app.settings("one");
        restoredFrom(settings);
        Path state = folder.resolve("one").resolve("app");
        age(state.resolve("0_1"), "");
        age(state.resolve("0_2"), "position"); // something in it is young
        assertEquals(List.of(), zeros(restoredFrom(settings)), "nothing said");
        age(state.resolve("0_1"), "");
        age(state.resolve("0_2"), "position");
        settings.put("state.cleanup.dir.max.age.ms", "60000");
        assertEquals(List.of(0L), zeros(restoredFrom(settings)));
    }

    @Test
    void shouldKeepTheIdOfAProcessInItsStateFolder() throws Exception {
        Path id = folder.resolve("one").resolve("app").resolve("process-id");
        Set<String> ids = new HashSet<>();
        for (int start = 0; start < 2; start++) {
            try (LeatStreams streams = CountingApp.started(app.instance(app.settings("one")))) {
                ids.add(Files.readString(id));
            }
        }
        assertEquals(1, ids.size());
    }
}
