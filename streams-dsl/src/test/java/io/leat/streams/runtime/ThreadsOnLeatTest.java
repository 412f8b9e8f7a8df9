package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.common.errors.TimeoutException;
import io.leat.common.serialization.Serdes;
import io.leat.streams.ClientInstanceIds;
import io.leat.streams.CloseOptions;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.TaskMetadata;
import io.leat.streams.ThreadMetadata;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads come and go while an application runs, and say what they do. */
final class ThreadsOnLeatTest {

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

    /** The numbers of tasks of each thread, in order. */
    private static List<Integer> shares(LeatStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .map(thread -> thread.activeTasks().size())
                .sorted()
                .toList();
    }

    private static void awaitShares(LeatStreams streams, Integer... sizes) {
        await().atMost(CountingApp.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertEquals(List.of(sizes), shares(streams)));
        CountingApp.awaitRunning(streams);
    }

    @Test
    void shouldShareTasksWithThreadsThatAreAddedAndTakeThemBackWhenTheyGo() {
        Properties settings = app.settings("one");
        settings.put("group.instance.id", "static"); // such a member stays, unless it is removed
        settings.put("consumer.session.timeout.ms", "60000");
        try (LeatStreams streams = app.instance(settings)) {
            assertEquals(Optional.empty(), streams.addStreamThread());
            CountingApp.started(streams);
            app.send(0, 100);
            CountingApp.awaitKeys(streams, 100, false);

            assertEquals(Optional.of("one-StreamThread-2"), streams.addStreamThread());
            awaitShares(streams, 2, 2);
            app.send(100, 200);
            CountingApp.awaitKeys(streams, 200, false);

            assertThrows(TimeoutException.class, () -> streams.removeStreamThread(Duration.ZERO));
            awaitShares(streams, 4);
            assertEquals(Optional.of("one-StreamThread-1"), streams.addStreamThread());
            assertEquals(Optional.of("one-StreamThread-1"), streams.removeStreamThread());
            awaitShares(streams, 4);
            app.send(200, 300);
            CountingApp.awaitKeys(streams, 300, false);
            streams.close();
            assertEquals(Optional.empty(), streams.removeStreamThread());
        }
    }

    /** How many members the group has after an instance that is closed like that. */
    private int membersAfter(CloseOptions options) throws Exception {
        Properties settings = app.settings("one");
        settings.put("group.instance.id", "static");
        settings.put("consumer.session.timeout.ms", "60000");
        try (LeatStreams streams = CountingApp.started(app.instance(settings))) {
            assertTrue(streams.close(options.withTimeout(CountingApp.PATIENCE)));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", app.bootstrap()))) {
            return admin.describeConsumerGroups(List.of("app"))
                    .all()
                    .get()
                    .get("app")
                    .members()
                    .size();
        }
    }

    @Test
    void shouldLeaveTheGroupOrStayInItAsTheProgramSays() throws Exception {
        assertEquals(
                1,
                membersAfter(
                        CloseOptions.groupMembershipOperation(
                                CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP)));
        assertEquals(
                0,
                membersAfter(
                        CloseOptions.groupMembershipOperation(
                                CloseOptions.GroupMembershipOperation.LEAVE_GROUP)));
    }

    @Test
    void shouldTellWhatBrokersCallItsClients() throws Exception {
        Properties settings = app.settings("one");
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> in =
                builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()));
        in.groupByKey(Grouped.with(Serdes.String(), Serdes.String())).count();
        builder.globalTable("table", Consumed.with(Serdes.String(), Serdes.String()));
        app.createTopic("table");
        try (LeatStreams streams = new LeatStreams(builder.build(), settings)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> streams.clientInstanceIds(CountingApp.PATIENCE));
            CountingApp.started(streams);
            ClientInstanceIds ids = streams.clientInstanceIds(CountingApp.PATIENCE);
            assertEquals(
                    Set.of(
                            "one-StreamThread-1-consumer",
                            "one-StreamThread-1-restore-consumer",
                            "one-StreamThread-2-restore-consumer",
                            "one-GlobalStreamThread"),
                    ids.consumerInstanceIds().keySet());
            assertEquals(Set.of("one-StreamThread-1-producer"), ids.producerInstanceIds().keySet());
            assertTrue(!ids.adminInstanceId().equals(Uuid.ZERO_UUID));
        }
    }

    @Test
    void shouldProcessNothingWhilePaused() {
        try (LeatStreams streams = app.instance(app.settings("one"))) {
            streams.pause();
            assertTrue(streams.isPaused());
            CountingApp.started(streams);
            app.send(0, 100);
            await().during(Duration.ofMillis(300))
                    .atMost(CountingApp.PATIENCE)
                    .until(() -> CountingApp.counts(streams, false).isEmpty());
            streams.resume();
            CountingApp.awaitKeys(streams, 100, false);
            streams.pause();
            app.send(100, 200);
            await().during(Duration.ofMillis(300))
                    .atMost(CountingApp.PATIENCE)
                    .until(() -> CountingApp.counts(streams, false).size() < 200);
            streams.resume();
            CountingApp.awaitKeys(streams, 200, false);
        }
    }

    @Test
    void shouldDescribeThreadsAndTheirTasks() {
        try (LeatStreams streams = CountingApp.started(app.instance(app.settings("one")))) {
            app.send(0, 100);
            CountingApp.awaitKeys(streams, 100, false);
            ThreadMetadata thread = streams.metadataForLocalThreads().iterator().next();
            assertEquals("RUNNING", thread.threadState());
            assertEquals("one-StreamThread-1", thread.threadName());
            assertEquals("one-StreamThread-1-consumer", thread.consumerClientId());
            assertEquals("one-StreamThread-1-restore-consumer", thread.restoreConsumerClientId());
            assertEquals(Set.of("one-StreamThread-1-producer"), thread.producerClientIds());
            assertEquals("one-admin", thread.adminClientId());
            assertEquals(Set.of(), thread.standbyTasks());
            Map<String, TaskMetadata> tasks =
                    thread.activeTasks().stream()
                            .collect(
                                    Collectors.toMap(
                                            task -> task.taskId().toString(), task -> task));
            assertEquals(Set.of("0_0", "0_1", "0_2", "0_3"), tasks.keySet());
            TopicPartition first = new TopicPartition("in", 0);
            assertEquals(Set.of(first), tasks.get("0_0").topicPartitions());
            assertEquals(Map.of(first, 25L), tasks.get("0_0").committedOffsets());
            assertEquals(Map.of(first, 25L), tasks.get("0_0").endOffsets());
            assertEquals(Optional.empty(), tasks.get("0_0").timeCurrentIdlingStarted());
        }
    }
}
