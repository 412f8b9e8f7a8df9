package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.coordinator.FindCoordinatorHandler;
import io.leat.log.broker.group.ConsumerGroupHeartbeatHandler;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.Shard;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import io.leat.log.protocol.message.FindCoordinatorRequest;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What settings do that are changed while the broker runs, from then on. */
final class RunningSettingsTest {

    private static final Map<String, String> COMPACTED =
            Map.of(
                    "cleanup.policy", "compact",
                    "segment.bytes", "200000",
                    "min.cleanable.dirty.ratio", "0");

    private final DataHarness test = new DataHarness(1, List.of("data"), 2);

    @AfterEach
    void close() {
        test.close();
    }

    private void change(String name, String value) {
        assertEquals(ErrorCode.NONE, test.change(name, value));
    }

    // ---- compaction ----

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

    /** How long it takes until what is written now is compacted. */
    private long compactionMs() {
        long begun = test.host.ports().clock().millis();
        for (int i = 0; i < 40; i++) {
            BatchBuilder batch = new BatchBuilder(64, Compression.NONE);
            for (int key = 0; key < 3; key++) {
                ByteBuffer name = ByteBuffer.wrap(new byte[] {(byte) key});
                batch.append(1000, name, ByteBuffer.wrap(new byte[30_000]));
            }
            assertEquals(ErrorCode.NONE, test.send("t", 0, batch.build()).errorCode());
        }
        LogPartition partition = partition();
        var compaction = partition.log().compaction();
        assertTrue(
                test.simulation.runUntil(
                        () -> partition.dirtiness() == 0 && !compaction.isRunning(), 1_000_000));
        return test.host.ports().clock().millis() - begun;
    }

    @Test
    void shouldCompactAsOftenAndAsFastAsItIsToldNow() {
        test.topic("t", 1, COMPACTED);
        change("log.cleaner.backoff.ms", "200");
        compactionMs(); // the round before was still to come
        long quick = compactionMs();
        assertTrue(quick < 2_000, "took " + quick);
        change("log.cleaner.io.max.bytes.per.second", "400000");
        long slow = compactionMs();
        assertTrue(slow > 4_000, "took " + slow);
        change("log.cleaner.io.max.bytes.per.second", null);
        long again = compactionMs();
        assertTrue(again < 2_000, "took " + again);
    }

    @Test
    void shouldCompactWithTheThreadsAndTheMemoryItIsGivenNow() {
        CleanerWorkers workers = new CleanerWorkers(test.broker());
        List<Shard> shards = test.broker().shards().shards();
        assertSame(workers.of(shards.get(0)).lane(), workers.of(shards.get(1)).lane());
        change("log.cleaner.threads", "2");
        assertNotEquals(workers.of(shards.get(0)).lane(), workers.of(shards.get(1)).lane());
        change("log.cleaner.threads", "1");
        assertSame(workers.of(shards.get(0)).lane(), workers.of(shards.get(1)).lane());
        long most = 1L << 21;
        change("log.cleaner.dedupe.buffer.size", String.valueOf(most));
        assertEquals(most / 2, workers.of(shards.get(0)).keyMapBytes());
    }

    // ---- transactions ----

    @Test
    void shouldAskForTransactionsOnlyWhileItIsTold() {
        test.topic("t", 1, Map.of());
        assertNotEquals(ErrorCode.NONE, sendInTransaction(1000));
        change("transaction.partition.verification.enable", "false");
        assertEquals(ErrorCode.NONE, sendInTransaction(1001));
        change("transaction.partition.verification.enable", null);
        assertNotEquals(ErrorCode.NONE, sendInTransaction(1002));
    }

    private ErrorCode sendInTransaction(long producer) {
        ByteBuffer batch = DataHarness.numbered(producer, 0, 0, 1, true);
        var request =
                DataHarness.produce("t", 0, -1, batch).toBuilder()
                        .transactionalId("id-" + producer)
                        .timeoutMs(5_000)
                        .build();
        return test.send(9, request).errorCode();
    }

    // ---- groups ----

    private final class Member {

        private final String id;
        private int epoch;
        private List<ConsumerGroupHeartbeatRequest.TopicPartitions> owned = List.of();

        Member(String id) {
            this.id = id;
        }

        int partitions() {
            return owned.stream().mapToInt(each -> each.partitions().size()).sum();
        }

        void beat() {
            ConsumerGroupHeartbeatResponse answer =
                    test.call(
                            new ConsumerGroupHeartbeatHandler(test.broker()),
                            1,
                            ConsumerGroupHeartbeatRequest.builder()
                                    .groupId("g")
                                    .memberId(id)
                                    .memberEpoch(epoch)
                                    .rebalanceTimeoutMs(30_000)
                                    .subscribedTopicNames(List.of("t"))
                                    .topicPartitions(owned)
                                    .build());
            assertEquals(ErrorCode.NONE, answer.errorCode(), answer::toString);
            epoch = answer.memberEpoch();
            if (answer.assignment() != null) {
                owned =
                        answer.assignment().topicPartitions().stream()
                                .map(
                                        each ->
                                                new ConsumerGroupHeartbeatRequest.TopicPartitions(
                                                        each.topicId(), each.partitions()))
                                .toList();
            }
        }
    }

    @Test
    void shouldAssignAgainAsSoonAsItIsToldNow() {
        test.topic("t", 6, Map.of());
        findCoordinator();
        List<Member> members = new ArrayList<>();
        change("group.consumer.assignment.interval.ms", "0");
        join(members, 6);
        long quick = join(members, 3);
        change("group.consumer.assignment.interval.ms", "15000");
        long slow = join(members, 2);
        change("group.consumer.assignment.interval.ms", "0");
        long again = join(members, 1);
        assertTrue(quick < 3_000 && again < 3_000, "took " + quick + " and " + again);
        assertTrue(slow > 10_000, "took " + slow);
    }

    private void findCoordinator() {
        FindCoordinatorRequest request =
                FindCoordinatorRequest.builder().coordinatorKeys(List.of("g")).build();
        for (int i = 0; i < 100; i++) {
            var answer = test.call(new FindCoordinatorHandler(test.broker()), 4, request);
            assertNotNull(answer.coordinators());
            if (answer.coordinators().get(0).errorCode() == ErrorCode.NONE) {
                test.simulation.runFor(1_000);
                return;
            }
            test.simulation.runFor(100);
        }
        throw new AssertionError("no coordinator");
    }

    /** How long it takes until one more member has its share. */
    private long join(List<Member> members, int share) {
        Member joining = new Member("member-" + members.size());
        members.add(joining);
        long begun = test.host.ports().clock().millis();
        while (joining.partitions() < share) {
            members.forEach(Member::beat);
            test.simulation.runFor(200);
            assertTrue(test.host.ports().clock().millis() - begun < 60_000, "it gets nothing");
        }
        return test.host.ports().clock().millis() - begun;
    }
}
