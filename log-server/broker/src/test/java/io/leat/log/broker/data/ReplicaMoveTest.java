package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.topic.DeleteTopicsHandler;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDir;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic;
import io.leat.log.protocol.message.DeleteTopicsRequest;
import io.leat.log.protocol.message.DescribeLogDirsRequest;
import io.leat.log.protocol.message.DescribeLogDirsResponse;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.storage.LogDirectory;
import io.leat.log.storage.PartitionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replicas that move from one folder of their broker to another. */
final class ReplicaMoveTest {

    private static final Map<String, String> SMALL = Map.of("segment.bytes", "2000");

    private static final List<String> FOLDERS = List.of("a", "b", "c");

    private DataHarness test = new DataHarness(1, FOLDERS);

    @AfterEach
    void close() {
        test.close();
    }

    private void beginAnew(long seed) {
        test.close();
        test = new DataHarness(seed, FOLDERS);
    }

    /** Makes the topic with so many batches; returns the folder that it is in. */
    private String written(int batches) {
        test.topic("t", 1, SMALL);
        produce(batches);
        return home();
    }

    private LogDirectory folder(String name) {
        return test.broker().directories().all().stream()
                .filter(each -> each.path().endsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private ErrorCode move(String to) {
        return move(folder(to).path(), "t");
    }

    private ErrorCode move(String path, String topic) {
        return test.call(
                        new AlterReplicaLogDirsHandler(test.broker()),
                        2,
                        AlterReplicaLogDirsRequest.builder()
                                .dirs(
                                        List.of(
                                                new AlterReplicaLogDir(
                                                        path,
                                                        List.of(
                                                                new AlterReplicaLogDirTopic(
                                                                        topic, List.of(0))))))
                                .build())
                .results()
                .get(0)
                .partitions()
                .get(0)
                .errorCode();
    }

    /** Folders that have the topic: "a", or "b future 0" with what is left to copy. */
    private List<String> places() {
        DescribeLogDirsResponse answer =
                test.call(
                        new DescribeLogDirsHandler(test.broker()),
                        4,
                        DescribeLogDirsRequest.builder().topics(null).build());
        Map<String, String> places = new TreeMap<>();
        for (DescribeLogDirsResponse.Result each : answer.results()) {
            String folder = each.logDir().substring(each.logDir().lastIndexOf('/') + 1);
            each.topics().stream()
                    .filter(t -> t.name().equals("t"))
                    .flatMap(t -> t.partitions().stream())
                    .forEach(
                            p -> places.put(folder, p.isFutureKey() ? folder + " future" : folder));
        }
        return List.copyOf(places.values());
    }

    private LogPartition partition() {
        for (Shard shard : test.broker().shards().shards()) {
            for (Partition each : shard.view()) {
                if (each.id().topic().equals("t")) {
                    return (LogPartition) each;
                }
            }
        }
        throw new AssertionError("not open");
    }

    private String home() {
        String path = partition().directory().path();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String other() {
        return home().equals("b") ? "c" : "b";
    }

    private void produce(int batches) {
        for (int i = 0; i < batches; i++) {
            assertEquals(ErrorCode.NONE, test.send("t", 0, DataHarness.batch(3)).errorCode());
        }
    }

    private void awaitIn(String folder) {
        assertTrue(
                test.simulation.runUntil(
                        () -> home().equals(folder) && partition().moves().current() == null,
                        60_000),
                () -> "it is in " + places());
    }

    /** Reads everything; returns how many records there are. */
    private int readAll() {
        int records = 0;
        long offset = 0;
        while (true) {
            FetchRequest request =
                    DataHarness.fetch(DataHarness.from("t", 0, offset)).maxWaitMs(0).build();
            FetchResponse answer = test.call(new FetchHandler(test.broker()), 11, request);
            FetchResponse.PartitionData data = answer.responses().get(0).partitions().get(0);
            assertEquals(ErrorCode.NONE, data.errorCode());
            long before = offset;
            assertNotNull(data.records());
            for (RecordBatch batch : RecordBatch.in(data.records().toBuffer())) {
                assertEquals(offset, batch.baseOffset());
                batch.checkValid();
                records += batch.count();
                offset = batch.nextOffset();
            }
            if (offset == before) {
                return records;
            }
        }
    }

    private List<String> files(String folder) {
        SimDisk disk = test.host.disk(folder);
        List<String> found = new ArrayList<>();
        for (String place : List.of("partitions", "coming", "arrived")) {
            disk.list(place).forEach(each -> found.add(place + "/" + each));
        }
        return found;
    }

    /** Nothing is copied from now on. */
    private void hold() {
        Throttle throttle = test.broker().throttles().directories();
        throttle.rate(1);
        throttle.record(1 << 30, test.host.ports().clock().nanos());
    }

    private void release() {
        test.broker().throttles().directories().rate(Throttle.NO_LIMIT);
    }

    @Test
    void shouldMoveAReplicaAndLeaveNothingBehind() {
        String old = written(30);
        String to = other();
        assertEquals(ErrorCode.NONE, move(to));
        awaitIn(to);
        assertEquals(List.of(to), places());
        assertEquals(List.of(), files(old));
        assertEquals(1, files(to).size(), "no marks: " + files(to));
        assertEquals(90, readAll());
        produce(1);
        test.simulation.runFor(500);
        assertEquals(folder(to).id(), test.broker().image().topic("t").partition(0).directory(1));
        test.crash();
        assertEquals(List.of(to), places());
        assertEquals(93, readAll());
    }

    @Test
    void shouldShowTheCopyAsFutureWhileItIsHeldBack() {
        written(30);
        hold();
        String old = home();
        String to = other();
        move(to);
        test.simulation.runFor(100);
        produce(30);
        test.simulation.runFor(500);
        assertEquals(List.of(old, to + " future").stream().sorted().toList(), places());
        assertEquals(180, readAll());
        release();
        awaitIn(to);
        assertEquals(180, readAll());
    }

    @Test
    void shouldGoOnTakingRecordsWhileItMoves() {
        written(50);
        List<DataHarness.Answer<ProduceResponse>> answers = new ArrayList<>();
        String to = other();
        move(to);
        for (int i = 0; i < 200; i++) {
            answers.add(
                    test.ask(
                            new ProduceHandler(test.broker()),
                            9,
                            DataHarness.produce(
                                    "t", 0, i % 2 == 0 ? -1 : 1, DataHarness.batch(3))));
            test.simulation.runFor(1);
        }
        awaitIn(to);
        for (DataHarness.Answer<ProduceResponse> each : answers) {
            assertTrue(test.simulation.runUntil(each::done, 10_000));
            assertEquals(
                    ErrorCode.NONE,
                    each.response.responses().get(0).partitionResponses().get(0).errorCode());
        }
        // What is acknowledged with acks=1 may be read once it is forced.
        PartitionLog log = partition().log();
        assertTrue(test.simulation.runUntil(() -> log.highWatermark() == log.endOffset(), 10_000));
        assertEquals(750, readAll());
    }

    @Test
    void shouldGiveUpAMoveThatIsNotWantedAnyMore() {
        String old = written(30);
        String to = other();
        hold();
        move(to);
        produce(30);
        test.simulation.runFor(200);
        assertEquals(2, places().size(), "on its way: " + places());
        assertEquals(ErrorCode.NONE, move(old));
        test.simulation.runFor(500);
        assertEquals(List.of(old), places());
        assertEquals(List.of(), files(to));
        release();
        String third =
                FOLDERS.stream()
                        .filter(each -> !each.equals(old) && !each.equals(to))
                        .findFirst()
                        .orElseThrow();
        move(to);
        move(third);
        awaitIn(third);
        test.simulation.runFor(500);
        assertEquals(List.of(), files(to));
        assertEquals(180, readAll());
    }

    @Test
    void shouldBeOneReplicaWheneverTheNodeDies() {
        boolean ended = false;
        for (int at = 1; !ended; at++) {
            for (DiskFaults.Loss loss : List.of(DiskFaults.Loss.ALL_LOST, DiskFaults.Loss.TORN)) {
                beginAnew(at);
                ended = dieAt(at, loss);
            }
        }
    }

    /** Dies at a change of the folder it moves to, or from; returns whether there are none left. */
    private boolean dieAt(int change, DiskFaults.Loss loss) {
        String old = written(12);
        String to = other();
        test.host.diskFaults(DiskFaults.NONE.withLoss(loss));
        SimDisk disk = test.host.disk(change % 2 == 0 ? to : old);
        move(to);
        disk.crashAtOperation(disk.operations() + (change + 1) / 2);
        List<DataHarness.Answer<ProduceResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 120 && test.host.isUp(); i++) {
            answers.add(
                    test.ask(
                            new ProduceHandler(test.broker()),
                            9,
                            DataHarness.produce("t", 0, -1, DataHarness.batch(3))));
            test.simulation.runSteps(4); // so that some are under way at every step of the move
        }
        test.simulation.runUntil(() -> !test.host.isUp(), 2_000);
        long acknowledged = 36;
        for (DataHarness.Answer<ProduceResponse> each : answers) {
            if (each.response != null) {
                var stored = each.response.responses().get(0).partitionResponses().get(0);
                boolean is = stored.errorCode() == ErrorCode.NONE;
                acknowledged = Math.max(acknowledged, is ? stored.baseOffset() + 3 : 0);
            }
        }
        boolean crashed = !test.host.isUp();
        disk.crashAtOperation(-1);
        if (crashed) {
            test.restart();
        }
        String when = "change " + change + " of " + (change % 2 == 0 ? to : old) + ", " + loss;
        int found = readAll();
        assertTrue(found >= acknowledged, when + ": " + found + " of " + acknowledged);
        if (!home().equals(to) && partition().moves().current() == null) {
            move(to); // it had not been noted
        }
        awaitIn(to);
        assertEquals(found, readAll(), when);
        assertEquals(List.of(), files(old), when);
        test.crash();
        assertEquals(List.of(to), places(), when);
        assertEquals(found, readAll(), when);
        return !crashed;
    }

    @Test
    void shouldCountOnlyWhatIsThereWhicheverOfTheTwoACrashLeaves() {
        int joined = 0;
        int committing = 0;
        for (int seed = 1; seed <= 6; seed++) {
            beginAnew(seed);
            boolean persisted = seed % 2 == 0;
            test.topic("t", 1, Map.of("durability", persisted ? "persisted" : "replicated"));
            produce(5);
            String to = other();
            test.host.disk(to).faults(DiskFaults.NONE.withForceMean(500_000_000));
            move(to);
            long known = -1;
            boolean noted = false;
            for (int i = 0; i < 2_000 && partition().moves().current() != null; i++) {
                test.ask(
                        new ProduceHandler(test.broker()),
                        9,
                        DataHarness.produce("t", 0, -1, DataHarness.batch(3)));
                test.simulation.runFor(10);
                partition().here(() -> partition().leader().advance()); // as after a fetch
                test.simulation.runFor(1);
                PartitionLog log = partition().log();
                ReplicaMove move = partition().moves().current();
                PartitionLog copy = move == null ? null : move.copy();
                if (move != null && move.isCommitting()) {
                    known = noted ? known : partition().localEnd();
                    noted = true;
                    committing++;
                    assertTrue(log.highWatermark() <= known, "not noted yet");
                } else if (persisted && copy != null && copy.endOffset() == log.endOffset()) {
                    known = known < 0 ? log.highWatermark() : known;
                    joined++;
                    assertTrue(
                            log.highWatermark() <= Math.max(known, copy.flushedOffset()),
                            "counts what only one of them has");
                }
            }
            awaitIn(to);
        }
        assertTrue(joined > 20 && committing > 20, joined + ", " + committing);
    }

    /** A start would take the folder it leaves: what is only in the other one is no success yet. */
    @Test
    void shouldNotAcknowledgeAnythingUntilItIsNotedWhereTheReplicaIs() {
        test.topic("t", 1, Map.of("durability", "replicated"));
        produce(5);
        String to = other();
        test.host.disk(to).faults(DiskFaults.NONE.withForceMean(500_000_000));
        move(to);
        assertTrue(
                test.simulation.runUntil(
                        () -> {
                            ReplicaMove move = partition().moves().current();
                            return move != null && move.isCommitting();
                        },
                        60_000));
        var answer =
                test.ask(
                        new ProduceHandler(test.broker()),
                        9,
                        DataHarness.produce("t", 0, 1, DataHarness.batch(3)));
        boolean written = test.simulation.runUntil(() -> partition().log().endOffset() == 18, 10);
        assertTrue(written && partition().moves().current().isCommitting(), "not in time");
        assertFalse(answer.done(), "acks=1 before a start would find the record");
        awaitIn(to);
        assertTrue(test.simulation.runUntil(answer::done, 10_000));
        assertEquals(
                ErrorCode.NONE,
                answer.response.responses().get(0).partitionResponses().get(0).errorCode());
        assertEquals(18, readAll());
    }

    @Test
    void shouldStayWhereItIsIfTheFolderItMovesToFails() {
        String old = written(30);
        String to = other();
        hold();
        move(to);
        SimDisk disk = test.host.disk(to);
        test.simulation.runFor(10);
        disk.failFromOperation(disk.operations() + 1);
        release();
        produce(30);
        test.simulation.runFor(2_000);
        assertFalse(folder(to).isOnline());
        assertEquals(old, home());
        assertEquals(180, readAll());
        produce(1);
        assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, move(to));
        disk.failAtOperation(-1);
        test.crash();
        awaitIn(to);
        assertEquals(183, readAll(), "repaired, it is gone on with");
    }

    @Test
    void shouldBeOfflineIfTheFolderItLeavesFails() {
        String old = written(30);
        String to = other();
        hold();
        move(to);
        SimDisk disk = test.host.disk(old);
        disk.failFromOperation(disk.operations() + 1);
        assertEquals(
                ErrorCode.KAFKA_STORAGE_ERROR, test.send("t", 0, DataHarness.batch(1)).errorCode());
        test.simulation.runFor(2_000);
        disk.failAtOperation(-1);
        test.crash();
        awaitIn(to);
        assertTrue(readAll() >= 90);
    }

    @Test
    void shouldNotCompactWhatIsBeingCopied() {
        test.topic(
                "t",
                1,
                Map.of(
                        "segment.bytes", "2000",
                        "cleanup.policy", "compact",
                        "min.cleanable.dirty.ratio", "0"));
        LogPartition partition = partition();
        for (int i = 0; i < 40; i++) {
            test.send("t", 0, keyed());
        }
        assertTrue(partition.dirtiness() > 0);
        hold();
        move(other());
        assertEquals(0, partition.dirtiness());
        String to = partition.moves().current().to().path();
        release();
        awaitIn(to.substring(to.length() - 1));
        assertTrue(partition.dirtiness() > 0);
    }

    private static java.nio.ByteBuffer keyed() {
        var builder =
                new io.leat.log.protocol.record.BatchBuilder(
                        64, io.leat.log.protocol.record.Compression.NONE);
        for (int i = 0; i < 3; i++) {
            builder.append(
                    1000,
                    java.nio.ByteBuffer.wrap(new byte[] {(byte) i}),
                    java.nio.ByteBuffer.wrap(new byte[50]));
        }
        return builder.build();
    }

    @Test
    void shouldDeleteBothWhenItsTopicIsDeleted() {
        written(30);
        hold();
        move(other());
        test.simulation.runFor(100);
        test.call(
                new DeleteTopicsHandler(test.broker()),
                5,
                DeleteTopicsRequest.builder().topicNames(List.of("t")).timeoutMs(1_000).build());
        test.simulation.runFor(2_000);
        for (String each : FOLDERS) {
            assertEquals(List.of(), files(each));
        }
    }

    @Test
    void shouldRefuseWhatItCannotMove() {
        test.topic("t", 1, SMALL);
        assertEquals(ErrorCode.LOG_DIR_NOT_FOUND, move("/nowhere", "t"));
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, move(folder("b").path(), "u"));
        assertEquals(ErrorCode.NONE, move(home()));
        assertEquals(1, places().size());
        SimDisk disk = test.host.disk(other());
        disk.failFromOperation(disk.operations() + 1);
        assertEquals(ErrorCode.NONE, move(other()));
        test.simulation.runFor(1_000);
        assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, move(other()));
    }
}
