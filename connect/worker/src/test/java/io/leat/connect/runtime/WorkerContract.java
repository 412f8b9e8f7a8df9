package io.leat.connect.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.errors.NotFoundException;
import io.leat.connect.errors.RetriableException;
import io.leat.connect.runtime.TaskStatus.State;
import io.leat.log.transport.RealPorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What the worker does with any log server that speaks the protocol. */
abstract class WorkerContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How often a worker is killed: {@code -Dleat.kills=N}. */
    private static final int LIVES = Integer.getInteger("leat.kills", 3);

    @TempDir Path folder;

    private LogAccess log;
    private RealPorts real;
    private Worker worker;
    private String topic;

    abstract String bootstrap();

    @BeforeEach
    void open(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName() + "-" + getClass().getSimpleName();
        log = new LogAccess(bootstrap());
        real = RealPorts.create("worker", 1);
        worker = worker();
    }

    @AfterEach
    void close() {
        worker.close();
        real.close();
        log.close();
    }

    private Worker worker() {
        return new Worker(
                Map.of("bootstrap.servers", bootstrap(), "offset.flush.interval.ms", "100"),
                real.ports());
    }

    private Map<String, String> connector(String name, Class<?> type, String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", name);
        settings.put("connector.class", type.getName());
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private ProbeSource.Probe startSource(int limit, String... more) {
        ProbeSource.Probe probe = ProbeSource.Probe.of(topic);
        probe.limit = limit;
        Map<String, String> settings = connector(topic, ProbeSource.class, more);
        settings.put("topic", topic);
        worker.start(settings);
        return probe;
    }

    private ProbeSink.Probe startSink(String... more) {
        Map<String, String> settings = connector("sink-" + topic, ProbeSink.class, more);
        settings.put("topics", topic);
        worker.start(settings);
        return ProbeSink.Probe.of("sink-" + topic);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private void awaitCommitted(List<String> expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(expected, log.values(topic)));
    }

    private void awaitState(String connector, State state) {
        await().atMost(PATIENCE).until(() -> task(connector).state() == state);
    }

    private TaskStatus task(String connector) {
        return worker.status(connector).get(new TaskId(connector, 0));
    }

    @Test
    void shouldCopyAFileThroughATopicToAFile() throws Exception {
        Path input = Files.writeString(folder.resolve("in.txt"), "one\ntwo\n\nthrée\n");
        Path output = folder.resolve("out.txt");
        worker.start(
                Map.of(
                        "name",
                        "source-" + topic,
                        "connector.class",
                        "FileStreamSource",
                        "file",
                        input.toString(),
                        "topic",
                        topic));
        worker.start(
                Map.of(
                        "name",
                        "sink-" + topic,
                        "connector.class",
                        "org.apache.kafka.connect.file.FileStreamSinkConnector",
                        "file",
                        output.toString(),
                        "topics",
                        topic));
        await().atMost(PATIENCE)
                .until(() -> Files.exists(output) && Files.size(output) == Files.size(input));
        assertEquals(Files.readString(input), Files.readString(output));
    }

    /** SIGKILL at any moment, of a worker whose source reads on while the file grows. */
    @Test
    void shouldCopyEveryLineOnceThoughTheWorkerIsKilledManyTimes() throws Exception {
        Path input = folder.resolve("in.txt");
        Path output = folder.resolve("out.txt");
        WorkerProcess process = new WorkerProcess(folder, bootstrap());
        process.connector(
                "name=source-" + topic,
                "connector.class=FileStreamSource",
                "file=" + input,
                "topic=" + topic,
                "batch.size=150");
        process.connector(
                "name=sink-" + topic,
                "connector.class=FileStreamSink",
                "file=" + output,
                "topics=" + topic,
                // The member that was killed is known again at once.
                "consumer.override.group.instance.id=sink-" + topic);
        Random random = new Random(7);
        for (int life = 0; life < LIVES; life++) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 2_500; i++) {
                lines.append("life ").append(life).append(" line ").append(i).append('\n');
            }
            Files.writeString(input, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            long before = WorkerProcess.size(output);
            process.start();
            process.awaitSize(output, before + random.nextInt(30_000));
            process.kill();
        }
        process.start();
        process.awaitSize(output, WorkerProcess.size(input));
        process.kill();
        assertEquals(Files.readString(input), Files.readString(output));
        assertEquals(Files.readAllLines(input), log.values(topic));
    }

    @Test
    void shouldGoOnAtTheCommittedOffsetWithAnotherWorker() {
        ProbeSource.Probe probe = startSource(12);
        awaitCommitted(numbers(0, 12));
        worker.close();
        worker = worker();
        startSource(20);
        awaitCommitted(numbers(0, 20));
        assertEquals(2, probe.starts.get());
    }

    @Test
    void shouldFenceAnEarlierWorkerThatStillRuns() {
        ProbeSource.Probe probe = startSource(10);
        awaitCommitted(numbers(0, 10));
        Worker zombie = worker;
        worker = worker();
        try {
            startSource(10);
            awaitState(topic, State.RUNNING);
            probe.limit = 30;
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    zombie.status(topic).get(new TaskId(topic, 0)).state()
                                            == State.FAILED);
            String why = zombie.status(topic).get(new TaskId(topic, 0)).failure().getMessage();
            assertTrue(why.contains("another worker runs task"), why);
            awaitCommitted(numbers(0, 30));
        } finally {
            zombie.close();
        }
    }

    /** No task of the second worker takes the transactional id of task 1 away from the first. */
    @Test
    void shouldFenceTheTasksThatALowerTasksMaxLeavesOut() {
        ProbeSource.Probe probe = startSource(3, "probe.tasks", "2", "tasks.max", "2");
        await().atMost(PATIENCE).until(() -> log.values(topic).size() == 6);
        Worker zombie = worker;
        worker = worker();
        try {
            startSource(3, "probe.tasks", "2", "tasks.max", "1");
            awaitState(topic, State.RUNNING);
            probe.limit = 4;
            TaskId left = new TaskId(topic, 1);
            await().atMost(PATIENCE)
                    .until(() -> zombie.status(topic).get(left).state() == State.FAILED);
            String why = zombie.status(topic).get(left).failure().getMessage();
            assertTrue(why.contains("another worker runs task"), why);
            await().atMost(PATIENCE).until(() -> log.values(topic).size() == 7);
        } finally {
            zombie.close();
        }
        assertEquals(7, log.values(topic).size(), "task 1 wrote nothing more");
    }

    /** The last stable offset hides committed offsets behind a stranger's open transaction. */
    @Test
    void shouldWaitForOffsetsThatAnotherConnectorsTransactionHides() {
        startSource(5);
        awaitCommitted(numbers(0, 5));
        try (LeatProducer<byte[], byte[]> other = log.transactional("other-" + topic)) {
            other.beginTransaction();
            other.send(new ProducerRecord<>("connect-offsets", new byte[] {'"'}, new byte[0]));
            other.flush();
            ProbeSource.Probe.of(topic).limit = 10;
            await().atMost(PATIENCE).until(() -> log.uncommitted(topic).size() == 10);
            worker.close();
            worker = worker();
            startSource(15);
            await().during(Duration.ofMillis(700))
                    .atMost(PATIENCE)
                    .until(() -> log.uncommitted(topic).size() == 10);
            other.abortTransaction();
        }
        awaitCommitted(numbers(0, 15));
    }

    @Test
    void shouldEndTransactionsByTimeWhenAskedTo() {
        long begin = System.nanoTime();
        startSource(
                10, "transaction.boundary", "interval", "transaction.boundary.interval.ms", "800");
        await().atMost(PATIENCE).until(() -> log.uncommitted(topic).size() == 10);
        List<String> committed = log.values(topic);
        long tookMs = (System.nanoTime() - begin) / 1_000_000;
        assertTrue(committed.isEmpty() || tookMs >= 800, committed + " after " + tookMs + " ms");
        awaitCommitted(numbers(0, 10));
    }

    @Test
    void shouldEndTransactionsWhereTheConnectorSays() {
        ProbeSource.Probe probe = ProbeSource.Probe.of(topic);
        probe.commitEvery = 7;
        probe.abortAt = 13;
        startSource(24, "transaction.boundary", "connector");
        // 7 to 13 are thrown away, 21 to 23 are still open.
        awaitCommitted(
                IntStream.range(0, 21)
                        .filter(n -> n < 7 || n > 13)
                        .mapToObj(Integer::toString)
                        .toList());
        worker.close();
        worker = worker();
        probe.limit = 28;
        startSource(28, "transaction.boundary", "connector");
        awaitCommitted(
                IntStream.range(0, 28)
                        .filter(n -> n < 7 || n > 13)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void shouldHoldASourceThatIsPausedAndDropTheTasksOfOneThatIsStopped() throws Exception {
        ProbeSource.Probe probe = startSource(5);
        awaitCommitted(numbers(0, 5));
        worker.pause(topic);
        awaitState(topic, State.PAUSED);
        probe.limit = 8;
        await().during(Duration.ofMillis(300)).until(() -> log.uncommitted(topic).size() == 5);
        worker.resume(topic);
        awaitCommitted(numbers(0, 8));
        worker.stop(topic);
        assertEquals(ConnectorStatus.State.STOPPED, worker.connectorStatus(topic).state());
        assertEquals(Map.of(), worker.status(topic));
        assertEquals(1, probe.stops.get());
        probe.limit = 11;
        worker.resume(topic);
        awaitCommitted(numbers(0, 11));
        worker.remove(topic);
        assertThrows(NotFoundException.class, () -> worker.status(topic));
    }

    @Test
    void shouldHoldASinkThatIsPaused() {
        ProbeSink.Probe probe = startSink();
        log.send(topic, "a");
        await().atMost(PATIENCE).until(() -> probe.values().equals(List.of("a")));
        worker.pause("sink-" + topic);
        awaitState("sink-" + topic, State.PAUSED);
        log.send(topic, "b");
        await().during(Duration.ofMillis(500)).until(() -> probe.values().size() == 1);
        worker.resume("sink-" + topic);
        await().atMost(PATIENCE).until(() -> probe.values().equals(List.of("a", "b")));
        worker.close();
        assertEquals(probe.opened, probe.closed);
        assertEquals(1, probe.stops.get());
    }

    @Test
    void shouldNotGiveASinkAgainWhatItCommitted() {
        ProbeSink.Probe probe = startSink();
        log.send(topic, "a");
        await().atMost(PATIENCE).until(() -> probe.values().equals(List.of("a")));
        worker.close();
        worker = worker();
        startSink();
        log.send(topic, "b");
        await().atMost(PATIENCE).until(() -> probe.values().size() >= 2);
        assertEquals(List.of("a", "b"), probe.values());
    }

    @Test
    void shouldGiveARetriableBatchAgainAndNothingElseBefore() {
        ProbeSink.Probe probe = ProbeSink.Probe.of("sink-" + topic);
        for (int i = 0; i < 3; i++) {
            probe.failures.add(new RetriableException("the sink is busy"));
        }
        log.send(topic, "a");
        startSink();
        log.send(topic, "b");
        await().atMost(PATIENCE).until(() -> probe.values().equals(List.of("a", "b")));
        assertEquals(State.RUNNING, task("sink-" + topic).state());
    }

    @Test
    void shouldRestartAFailedTaskWhenToldTo() throws Exception {
        ProbeSource.Probe probe = ProbeSource.Probe.of(topic);
        probe.failures.add(new IllegalStateException("broken"));
        startSource(5);
        awaitState(topic, State.FAILED);
        assertEquals("broken", task(topic).failure().getMessage());
        worker.restartFailed(topic);
        awaitCommitted(numbers(0, 5));
        assertEquals(2, probe.starts.get());
        worker.restart(new TaskId(topic, 0));
        probe.limit = 7;
        awaitCommitted(numbers(0, 7));
        assertThrows(NotFoundException.class, () -> worker.restart(new TaskId(topic, 3)));
    }

    @Test
    void shouldRestartAFailedTaskByItselfAsOftenAsAllowed() {
        ProbeSource.Probe probe = ProbeSource.Probe.of(topic);
        probe.failures.add(new IllegalStateException("first"));
        probe.failures.add(new IllegalStateException("second"));
        startSource(5, "task.restart.attempts", "2", "task.restart.backoff.ms", "10");
        awaitCommitted(numbers(0, 5));
        assertEquals(3, probe.starts.get());
        probe.failures.add(new IllegalStateException("third"));
        awaitState(topic, State.FAILED);
        assertEquals("third", task(topic).failure().getMessage());
    }

    @Test
    void shouldFailASinkAtABadRecordAndSayWhichOne() {
        log.send(topic, "{not json");
        startSink("value.converter", "JsonConverter");
        awaitState("sink-" + topic, State.FAILED);
        String why = task("sink-" + topic).failure().getMessage();
        assertTrue(why.contains(topic + "-0@0"), why);
        assertTrue(why.contains("errors.tolerance=all"), why);
    }

    @Test
    void shouldPutBadRecordsAsideWithTheReason() {
        String letters = "dlq-" + topic;
        log.send(topic, "{not json");
        log.send(topic, "{\"schema\":{\"type\":\"string\"},\"payload\":\"good\"}");
        log.send(topic, "{\"schema\":{\"type\":\"string\"},\"payload\":\"bad\"}");
        ProbeSink.Probe probe = ProbeSink.Probe.of("sink-" + topic);
        probe.reported = "bad";
        startSink(
                "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                "errors.tolerance", "all",
                "errors.deadletterqueue.topic.name", letters,
                "errors.deadletterqueue.context.headers.enable", "true");
        await().atMost(PATIENCE).until(() -> log.records(letters).size() == 2);
        assertEquals(List.of("good"), probe.values());
        List<ConsumerRecord<String, String>> put = log.records(letters);
        assertEquals("{not json", put.get(0).value());
        Map<String, String> why = LogAccess.headers(put.get(0));
        assertEquals(topic, why.get("__connect.errors.topic"));
        assertEquals("0", why.get("__connect.errors.partition"));
        assertEquals("0", why.get("__connect.errors.offset"));
        assertEquals("sink-" + topic, why.get("__connect.errors.connector.name"));
        assertEquals("0", why.get("__connect.errors.task.id"));
        assertEquals("VALUE_CONVERTER", why.get("__connect.errors.stage"));
        assertEquals("io.leat.connect.json.JsonConverter", why.get("__connect.errors.class.name"));
        assertEquals(
                "io.leat.connect.errors.DataException",
                why.get("__connect.errors.exception.class.name"));
        assertTrue(why.get("__connect.errors.exception.message").contains("JSON"));
        assertTrue(why.get("__connect.errors.exception.stacktrace").contains("DataException"));
        assertEquals(10, why.size());
        Map<String, String> reported = LogAccess.headers(put.get(1));
        assertEquals("TASK_PUT", reported.get("__connect.errors.stage"));
        assertEquals("not for this sink", reported.get("__connect.errors.exception.message"));
    }

    @Test
    void shouldSayThatTheServerIsAwayWhenASourceStarts() {
        Worker lost =
                new Worker(
                        Map.of(
                                "bootstrap.servers", "localhost:1",
                                "admin.default.api.timeout.ms", "300",
                                "admin.request.timeout.ms", "200"),
                        real.ports());
        Map<String, String> settings = connector("lost", ProbeSource.class, "topic", topic);
        ConnectException failure = assertThrows(ConnectException.class, () -> lost.start(settings));
        assertTrue(failure.getMessage().contains("connect-offsets"), failure.getMessage());
        lost.close();
    }
}
