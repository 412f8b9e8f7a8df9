package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.config.TopicConfig;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.Shard;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDir;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic;
import io.leat.log.protocol.message.FetchResponse.EpochEndOffset;
import io.leat.log.protocol.message.FetchResponse.PartitionData;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.storage.LogDirectory;
import io.leat.log.storage.LogRead;
import io.leat.log.storage.PartitionLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A follower's replica that moves between folders while its leader is replaced. */
final class MovedFollowerTest {

    private static final int EPOCH = 7;

    private final DataHarness test = new DataHarness(1, List.of("a", "b"));

    @AfterEach
    void close() {
        test.close();
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

    private LogDirectory other() {
        return test.broker().directories().all().stream()
                .filter(each -> !each.equals(partition().directory()))
                .findFirst()
                .orElseThrow();
    }

    private void move(LogDirectory to) {
        var topic = new AlterReplicaLogDirTopic("t", List.of(0));
        var request =
                AlterReplicaLogDirsRequest.builder()
                        .dirs(List.of(new AlterReplicaLogDir(to.path(), List.of(topic))))
                        .build();
        test.call(new AlterReplicaLogDirsHandler(test.broker()), 2, request);
    }

    /** From here on broker 2 leads. */
    private FollowerRole follow() {
        PartitionImage state =
                new PartitionImage(
                        0,
                        List.of(2, 1),
                        List.of(2),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        PartitionImage.RECOVERED,
                        List.of(),
                        2,
                        EPOCH,
                        1);
        TopicConfig config = test.broker().config().topic(Map.of());
        LogPartition partition = partition();
        partition.here(() -> partition.update(new Partition.Assignment(state, 1, config)));
        assertTrue(test.simulation.runUntil(() -> partition.follower() != null, 100));
        FollowerRole role = partition.follower();
        assertNotNull(role);
        return role;
    }

    /** Has the follower take an answer of its leader, and waits until it did. */
    private void take(FollowerRole role, long offset, PartitionData answer) {
        AtomicReference<FollowerRole.Next> next = new AtomicReference<>();
        partition().here(() -> role.accept(offset, answer, test.frame(), next::set));
        assertTrue(test.simulation.runUntil(() -> next.get() != null, 10_000));
    }

    private static PartitionData.Builder answer() {
        return PartitionData.builder().errorCode(ErrorCode.NONE).logStartOffset(0);
    }

    private static ByteBuffer ofNewLeader(long offset) {
        RecordBatch batch = RecordBatch.at(DataHarness.batch(1));
        batch.setBaseOffset(offset);
        batch.setLeaderEpoch(EPOCH);
        return batch.slice();
    }

    /** Where the batches of a log begin, and in which epoch. */
    private List<String> batches() {
        AtomicReference<LogRead> found = new AtomicReference<>();
        LogPartition partition = partition();
        long end = partition.log().endOffset();
        partition.here(
                () ->
                        partition.read(
                                0,
                                end,
                                1 << 20,
                                true,
                                (read, failure) -> {
                                    assertNull(failure);
                                    found.set(read);
                                }));
        assertTrue(test.simulation.runUntil(() -> found.get() != null, 10_000));
        List<String> batches = new ArrayList<>();
        for (ByteBuffer part : found.get().batches()) {
            for (RecordBatch each : RecordBatch.in(part)) {
                batches.add(each.baseOffset() + " in " + each.leaderEpoch());
            }
        }
        found.get().release().run();
        return batches;
    }

    /** What the new leader does not have goes from both, whichever of them had more. */
    @ParameterizedTest
    @ValueSource(ints = {3, 12, 27, 30})
    void shouldCutTheCopyWithTheLog(int common) {
        test.topic("t", 1, Map.of("durability", "replicated"));
        for (int i = 0; i < 10; i++) {
            assertEquals(ErrorCode.NONE, test.send("t", 0, DataHarness.batch(3)).errorCode());
        }
        LogDirectory to = other();
        test.host
                .disk(to.path().endsWith("a") ? "a" : "b")
                .faults(DiskFaults.NONE.withForceMean(500_000_000));
        move(to);
        assertTrue(test.simulation.runUntil(() -> copied() == 30, 60_000), "copied: " + copied());
        int old = partition().leaderEpoch();
        FollowerRole role = follow();
        if (common < 30) {
            take(role, 30, answer().divergingEpoch(new EpochEndOffset(old, common)).build());
        }
        List<String> expected = new ArrayList<>();
        for (int offset = 0; offset < common; offset += 3) {
            expected.add(offset + " in " + old);
        }
        for (int offset = common; offset < 40; offset++) {
            PartitionData data = answer().records(Records.of(List.of(ofNewLeader(offset)))).build();
            take(role, offset, data);
            expected.add(offset + " in " + EPOCH);
        }
        assertEquals(expected, batches());
        assertTrue(
                test.simulation.runUntil(() -> partition().directory().equals(to), 60_000),
                "it never moved");
        assertEquals(expected, batches(), "what moved is not what the log was");
        assertEquals(common, partition().log().epochEnd(old).endOffset());
    }

    private long copied() {
        ReplicaMove move = partition().moves().current();
        PartitionLog copy = move == null ? null : move.copy();
        return copy == null ? -1 : copy.endOffset();
    }
}
