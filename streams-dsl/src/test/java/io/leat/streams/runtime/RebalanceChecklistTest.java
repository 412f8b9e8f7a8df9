package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Serdes;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import io.leat.streams.errors.LockException;
import io.leat.streams.errors.TaskCorruptedException;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.runtime.HookedClients.Kind;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of tasks that are revoked or lost, of tasks beside one that failed, and of state:
 * statement by statement, on a real server.
 */
class RebalanceChecklistTest {

    private static final Set<String> WRITES =
            Set.of("send", "sendOffsetsToTransaction", "commitTransaction", "commitSync");

    @TempDir Path folder;
    private CountingApp app;
    private final AtomicInteger processed = new AtomicInteger();

    @BeforeEach
    void startServer() throws Exception {
        app = new CountingApp(folder);
    }

    @AfterEach
    void stopServer() {
        app.close();
    }

    /** Counts, and calls {@code seen} for each record before. */
    private static Topology counting(Runnable seen) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .peek((key, value) -> seen.run())
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(
                        Materialized.<String, Long>as(
                                        Stores.inMemoryKeyValueStore(CountingApp.STORE))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.Long()));
        return builder.build();
    }

    /** An instance that commits when it has to, for a minute. */
    private LeatStreams slow(String name, String guarantee, HookedClients.Hook hook) {
        Properties settings = app.settings(name);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "60000");
        settings.put(StreamsConfig.consumerPrefix("max.poll.interval.ms"), "1500");
        return new LeatStreams(
                counting(processed::incrementAndGet), settings, new HookedClients(hook));
    }

    private LeatStreams quick(String name, String guarantee) {
        Properties settings = app.settings(name);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        return new LeatStreams(counting(processed::incrementAndGet), settings);
    }

    private void awaitProcessed(int count) {
        await().atMost(CountingApp.PATIENCE).until(() -> processed.get() == count);
    }

    /** Each holds half of 40 keys, which were counted once. */
    private static void assertShared(LeatStreams one, LeatStreams two) {
        for (LeatStreams each : List.of(one, two)) {
            CountingApp.awaitKeys(each, 20, false);
            assertEquals(Set.of(1L), Set.copyOf(CountingApp.counts(each, false).values()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void shouldCommitRevokedTasksBeforeAnotherGoesOnWithThem(String guarantee) {
        try (LeatStreams one = slow("one", guarantee, (kind, method, arguments) -> {});
                LeatStreams two = quick("two", guarantee)) {
            CountingApp.started(one);
            app.send(0, 40);
            awaitProcessed(40);
            CountingApp.started(two);
            assertShared(one, two);
            assertEquals(40, processed.get(), "records were read again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void shouldCommitNothingOfTasksThatWereLost(String guarantee) {
        AtomicBoolean held = new AtomicBoolean();
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> writes = new CopyOnWriteArrayList<>();
        HookedClients.Hook hook =
                (kind, method, arguments) -> {
                    if (WRITES.contains(method)) {
                        writes.add(method);
                    }
                    if (kind == Kind.CONSUMER && method.equals("poll") && processed.get() >= 40) {
                        held.set(true);
                        goOn.await(60, TimeUnit.SECONDS);
                    }
                };
        try (LeatStreams one = slow("one", guarantee, hook);
                LeatStreams two = quick("two", guarantee)) {
            CountingApp.started(one);
            app.send(0, 40);
            await().atMost(CountingApp.PATIENCE).untilTrue(held);
            CountingApp.started(two);
            awaitProcessed(80);
            CountingApp.awaitKeys(two, 40, false);
            goOn.countDown();
            assertShared(one, two);
            assertEquals(List.of(), writes);
            assertEquals(80, processed.get());
        }
    }

    @Test
    void shouldAbortWhatAllTasksOfTheThreadDidWhenOneIsCorrupt() {
        AtomicBoolean corrupt = new AtomicBoolean(true);
        Properties settings = app.settings("one");
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "60000");
        Topology topology =
                counting(
                        () -> {
                            if (processed.incrementAndGet() == 40 && corrupt.getAndSet(false)) {
                                throw new TaskCorruptedException("told to");
                            }
                        });
        try (LeatStreams one = CountingApp.started(new LeatStreams(topology, settings));
                LeatStreams two = app.instance(app.settings("two"))) {
            app.send(0, 40);
            awaitProcessed(80); // all of them once more, those of the other tasks too
            CountingApp.started(two);
            assertShared(one, two);
        }
    }

    /** Writes by the wall clock what no record says. */
    private static final class Ticking extends ContextualProcessor<String, String, Void, Void> {
        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            KeyValueStore<String, Long> store = context.getStateStore(CountingApp.STORE);
            context.schedule(
                    Duration.ofMillis(20),
                    PunctuationType.WALL_CLOCK_TIME,
                    time -> store.putIfAbsent("tick-" + context.taskId(), time));
        }

        @Override
        public void process(Record<String, String> record) {}
    }

    @Test
    void shouldCommitWhatAPunctuationDid() {
        Topology topology = new Topology();
        topology.addSource(
                        "in", Serdes.String().deserializer(), Serdes.String().deserializer(), "in")
                .addProcessor("tick", Ticking::new, "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(CountingApp.STORE),
                                Serdes.String(),
                                Serdes.Long()),
                        "tick");
        try (LeatStreams one =
                CountingApp.started(new LeatStreams(topology, app.settings("one")))) {
            CountingApp.awaitKeys(one, 4, false);
        }
        try (LeatStreams again =
                CountingApp.started(new LeatStreams(topology, app.settings("again")))) {
            Map<String, Long> restored = CountingApp.counts(again, false);
            assertEquals(Set.of("tick-0_0", "tick-0_1", "tick-0_2", "tick-0_3"), restored.keySet());
        }
    }

    @Test
    void shouldLetOneProcessAloneUseAStateFolder() {
        try (LeatStreams one = CountingApp.started(app.instance(app.settings("one")));
                LeatStreams two = app.instance(app.settings("one"))) {
            LockException refused = assertThrows(LockException.class, two::start);
            assertTrue(refused.getMessage().contains(folder.resolve("one").toString()));
            assertEquals(LeatStreams.State.RUNNING, one.state());
        }
        CountingApp.started(app.instance(app.settings("one"))).close();
    }
}
