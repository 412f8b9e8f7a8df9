package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.consumer.ConsumerPartitionAssignor.GroupAssignment;
import io.leat.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import io.leat.common.KafkaException;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsConfig;
import io.leat.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.leat.streams.errors.TaskAssignmentException;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.ApplicationState;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.leat.streams.processor.assignment.KafkaStreamsState;
import io.leat.streams.processor.assignment.ProcessId;
import io.leat.streams.processor.assignment.TaskAssignor;
import io.leat.streams.processor.assignment.TaskInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An assignor that a program gives decides in place of the built-in one. */
final class GivenAssignorOnLeatTest {

    private static final String HEARD = "test.heard";
    private static final String FAILURES = "test.failures";

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

    /** All tasks go to the process with the lowest id. Says what it sees and hears. */
    public static final class LowestRunsAll implements TaskAssignor {

        private Queue<String> heard = new ConcurrentLinkedQueue<>();
        private AtomicInteger failures = new AtomicInteger();

        @Override
        @SuppressWarnings("unchecked")
        public void configure(Map<String, ?> configs) {
            heard = (Queue<String>) configs.get(HEARD);
            failures = (AtomicInteger) configs.get(FAILURES);
        }

        @Override
        public TaskAssignment assign(ApplicationState state) {
            if (failures.getAndDecrement() > 0) {
                heard.add("failed");
                throw new TaskAssignmentException("not yet");
            }
            for (TaskInfo task : state.allTasks().values()) {
                assertEquals(Set.of(CountingApp.STORE), task.stateStoreNames());
                assertTrue(task.isStateful());
                assertEquals(2, task.topicPartitions().size());
                task.topicPartitions()
                        .forEach(one -> assertEquals(Optional.of(Set.of()), one.rackIds()));
            }
            List<KafkaStreamsAssignment> assignments = new ArrayList<>();
            Set<AssignedTask> all = new HashSet<>();
            for (TaskId task : state.allTasks().keySet()) {
                all.add(new AssignedTask(task, AssignedTask.Type.ACTIVE));
            }
            for (Map.Entry<ProcessId, KafkaStreamsState> process :
                    state.kafkaStreamsStates(true).entrySet()) {
                assertEquals(4, process.getValue().statefulTasksToLagSums().size());
                assertEquals(Optional.of("here"), process.getValue().rackId());
                assignments.add(KafkaStreamsAssignment.of(process.getKey(), all));
                all = Set.of();
            }
            heard.add("asked about " + assignments.size());
            return new TaskAssignment(assignments);
        }

        @Override
        public void onAssignmentComputed(
                GroupAssignment assignment, GroupSubscription subscription, AssignmentError error) {
            heard.add(error + " for " + assignment.groupAssignment().size());
        }
    }

    /** Forgets everybody. */
    public static final class Nobody implements TaskAssignor {
        @Override
        public TaskAssignment assign(ApplicationState state) {
            return new TaskAssignment(List.of());
        }
    }

    private Properties settings(String instance, Queue<String> heard, int failures) {
        Properties settings = app.settings(instance);
        settings.put(StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG, LowestRunsAll.class.getName());
        settings.put(StreamsConfig.mainConsumerPrefix("client.rack"), "here");
        settings.put(HEARD, heard);
        settings.put(FAILURES, new AtomicInteger(failures));
        return settings;
    }

    private static List<Integer> shares(LeatStreams... instances) {
        List<Integer> shares = new ArrayList<>();
        for (LeatStreams streams : instances) {
            shares.add(
                    streams.metadataForLocalThreads().stream()
                            .mapToInt(thread -> thread.activeTasks().size())
                            .sum());
        }
        return shares.stream().sorted().toList();
    }

    @Test
    void shouldDoWhatTheAssignorSaysAlsoAfterItFailed() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        try (LeatStreams one = CountingApp.started(app.instance(settings("one", heard, 1)));
                LeatStreams two = app.instance(settings("two", heard, 0))) {
            await().atMost(CountingApp.PATIENCE)
                    .until(() -> heard.contains("failed") && heard.contains("asked about 1"));
            assertTrue(heard.contains("NONE for 1"), heard.toString());
            two.start();
            app.send(0, 100);
            await().atMost(CountingApp.PATIENCE)
                    .untilAsserted(
                            () -> {
                                assertTrue(heard.contains("NONE for 2"));
                                assertEquals(List.of(0, 4), shares(one, two));
                            });
        }
    }

    @Test
    void shouldEndTheThreadWhenTheAssignorForgetsSomebody() {
        Properties settings = app.settings("one");
        settings.put(StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG, Nobody.class.getName());
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        try (LeatStreams streams = app.instance(settings)) {
            streams.setUncaughtExceptionHandler(
                    failure -> {
                        failures.add(failure.getMessage());
                        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                    });
            streams.start();
            await().atMost(CountingApp.PATIENCE)
                    .until(() -> streams.state() == LeatStreams.State.ERROR);
            assertTrue(failures.peek().contains("MISSING_PROCESS_ID"), failures.toString());
        }
    }

    @Test
    void shouldNotStartWithAnAssignorThatIsNone() {
        Properties settings = app.settings("one");
        settings.put(StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG, "no.such.Assignor");
        try (LeatStreams streams = app.instance(settings)) {
            KafkaException refused = assertThrows(KafkaException.class, streams::start);
            assertTrue(refused.getMessage().contains("no.such.Assignor"), refused.getMessage());
        }
    }
}
