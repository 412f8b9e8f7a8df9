package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.KeyQueryMetadata;
import io.leat.streams.LagInfo;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsConfig;
import io.leat.streams.StreamsMetadata;
import io.leat.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.processor.StandbyUpdateListener;
import io.leat.streams.processor.StateRestoreListener;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.HostInfo;
import io.leat.streams.state.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of stores are kept warm on other instances, answer queries, and take over. */
final class StandbysOnLeatTest {

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

    /** Notes what it hears. */
    private static final class Heard implements StandbyUpdateListener, StateRestoreListener {

        final Queue<String> updates = new ConcurrentLinkedQueue<>();
        final Queue<Long> restored = new ConcurrentLinkedQueue<>();

        @Override
        public void onUpdateStart(TopicPartition log, String store, long start) {
            updates.add("start " + log.partition());
        }

        @Override
        public void onBatchLoaded(
                TopicPartition log, String store, TaskId task, long offset, long size, long end) {
            assertEquals(log.partition(), task.partition());
            assertTrue(offset <= end);
            updates.add("batch " + log.partition());
        }

        @Override
        public void onUpdateSuspended(
                TopicPartition log, String store, long offset, long end, SuspendReason reason) {
            updates.add(reason + " " + log.partition());
        }

        @Override
        public void onRestoreStart(TopicPartition log, String store, long start, long end) {}

        @Override
        public void onBatchRestored(TopicPartition log, String store, long end, long count) {
            restored.add(count);
        }

        @Override
        public void onRestoreEnd(TopicPartition log, String store, long total) {}
    }

    private LeatStreams instance(String name, int port, Heard heard) {
        Properties settings = app.settings(name);
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, "1");
        settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, "localhost:" + port);
        LeatStreams streams =
                new LeatStreams(
                        CountingApp.topology(
                                Materialized.as(Stores.inMemoryKeyValueStore(CountingApp.STORE))),
                        settings);
        streams.setStandbyUpdateListener(heard);
        streams.setGlobalStateRestoreListener(heard);
        return streams;
    }

    private static int standbys(LeatStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .mapToInt(thread -> thread.standbyTasks().size())
                .sum();
    }

    @Test
    void shouldKeepCopiesThatAnswerQueriesAndTakeOverWithoutReadingAgain() {
        Heard heard = new Heard();
        LeatStreams one = CountingApp.started(instance("one", 1, new Heard()));
        try (LeatStreams two = CountingApp.started(instance("two", 2, heard))) {
            app.send(0, 400);
            CountingApp.awaitKeys(one, 400, true);
            CountingApp.awaitKeys(two, 400, true);
            assertEquals(2, standbys(one));
            assertEquals(2, standbys(two));
            assertEquals(200, CountingApp.counts(two, false).size());

            await().atMost(CountingApp.PATIENCE)
                    .until(
                            () ->
                                    two
                                            .allLocalStorePartitionLags()
                                            .get(CountingApp.STORE)
                                            .values()
                                            .stream()
                                            .allMatch(lag -> lag.offsetLag() <= 1));
            Map<Integer, LagInfo> lags = two.allLocalStorePartitionLags().get(CountingApp.STORE);
            assertEquals(Set.of(0, 1, 2, 3), lags.keySet());
            assertHosts(two);

            heard.restored.clear();
            one.close();
            CountingApp.awaitKeys(two, 400, false);
            app.send(400, 500);
            CountingApp.awaitKeys(two, 500, false);
            assertEquals(List.of(), List.copyOf(heard.restored), "changes were read again");
            Collection<String> updates = List.copyOf(heard.updates);
            assertEquals(2, count(updates, "start"));
            assertTrue(count(updates, "batch") >= 2);
            assertEquals(2, count(updates, "PROMOTED"));
            assertEquals(0, standbys(two));
        }
    }

    private static long count(Collection<String> updates, String what) {
        return updates.stream().filter(update -> update.startsWith(what)).distinct().count();
    }

    private static void assertHosts(LeatStreams streams) {
        KeyQueryMetadata where =
                streams.queryMetadataForKey(CountingApp.STORE, "a", new StringSerializer());
        HostInfo active = where.activeHost();
        assertEquals(
                Set.of(new HostInfo("localhost", active.port() == 1 ? 2 : 1)),
                where.standbyHosts());
        for (StreamsMetadata host : streams.metadataForAllStreamsClients()) {
            assertEquals(2, host.topicPartitions().size());
            assertEquals(2, host.standbyTopicPartitions().size());
            assertEquals(Set.of(CountingApp.STORE), host.standbyStateStoreNames());
        }
    }

    @Test
    void shouldDeleteStateThatIsNotUsedAnyMore() {
        Properties settings = app.settings("one");
        settings.put(StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG, "100");
        try (LeatStreams one = CountingApp.started(app.instance(settings))) {
            app.send(0, 40);
            CountingApp.awaitKeys(one, 40, false);
            assertEquals(4, folders("one"));
            try (LeatStreams two = CountingApp.started(app.instance(app.settings("two")))) {
                await().atMost(CountingApp.PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> folders("one") == 2 && folders("two") == 2);
                CountingApp.awaitKeys(two, 20, false);
            }
            CountingApp.awaitKeys(one, 40, false);
        }
        assertEquals(4, folders("one"));
    }

    private int folders(String instance) {
        String[] names =
                folder.resolve(instance)
                        .resolve("app")
                        .toFile()
                        .list((parent, name) -> name.startsWith("0_"));
        return names == null ? 0 : names.length;
    }

    @Test
    void shouldEndAllInstancesWhenAHandlerSaysSo() {
        LeatStreams one = app.instance(app.settings("one"));
        LeatStreams two = new LeatStreams(CountingApp.failing(), app.settings("two"));
        try (one;
                two) {
            two.setUncaughtExceptionHandler(
                    failure -> StreamThreadExceptionResponse.SHUTDOWN_APPLICATION);
            CountingApp.started(one);
            CountingApp.started(two);
            app.send(0, 40);
            await().atMost(CountingApp.PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(
                            () ->
                                    one.state() == LeatStreams.State.ERROR
                                            && two.state() == LeatStreams.State.ERROR);
        }
    }
}
