package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.BrokerRegistrationChangeRecord;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.protocol.message.PartitionRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord;
import io.leat.log.protocol.message.TopicRecord;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each invariant can fail, and holds where it should. */
final class ClusterInvariantsTest {

    private static final Uuid TOPIC = new Uuid(1, 2);

    private final ClusterInvariants invariants = new ClusterInvariants();
    private MetadataImage image = MetadataImage.EMPTY;

    private static void fails(Runnable step) {
        assertThrows(Violation.class, step::run);
    }

    private MetadataImage with(LogRecord... records) {
        MetadataDelta delta = new MetadataDelta(image);
        List.of(records).forEach(delta::apply);
        image = delta.image(image.offset() + records.length);
        return image;
    }

    /** Three brokers and a partition that the first leads. */
    private MetadataImage cluster() {
        with(broker(1), broker(2), broker(3), new TopicRecord("t", TOPIC));
        return with(
                PartitionRecord.builder()
                        .topicId(TOPIC)
                        .partitionId(0)
                        .replicas(List.of(1, 2, 3))
                        .isr(List.of(1, 2, 3))
                        .leader(1)
                        .leaderEpoch(5)
                        .partitionEpoch(7)
                        .build());
    }

    private static RegisterBrokerRecord broker(int id) {
        return RegisterBrokerRecord.builder().brokerId(id).brokerEpoch(id).fenced(false).build();
    }

    private static PartitionChangeRecord.Builder change() {
        return PartitionChangeRecord.builder().topicId(TOPIC).partitionId(0);
    }

    @Test
    void shouldSeeTwoLeadersOfAPartitionInOneEpoch() {
        invariants.leads("t-0", 1, 1);
        invariants.leads("t-0", 1, 1);
        invariants.leads("t-0", 2, 2);
        fails(() -> invariants.leads("t-0", 1, 2));
    }

    @Test
    void shouldSeeTwoLeadersOfTheQuorumInOneEpoch() {
        invariants.leadsQuorum(4, 1);
        invariants.leadsQuorum(5, 2);
        fails(() -> invariants.leadsQuorum(4, 3));
    }

    @Test
    void shouldSeeAVoterThatVotesTwice() {
        invariants.promises(1, 4, -1);
        invariants.promises(1, 4, 2);
        invariants.promises(1, 4, 2);
        invariants.promises(1, 5, 3);
        fails(() -> invariants.promises(1, 5, 1));
        fails(() -> invariants.promises(1, 5, -1));
    }

    @Test
    void shouldSeeAVoterThatForgetsItsEpoch() {
        invariants.promises(1, 4, 2);
        fails(() -> invariants.promises(1, 3, -1));
        invariants.forget(1);
        invariants.promises(1, 0, -1);
    }

    @Test
    void shouldSeeMetadataThatDiffers() {
        MetadataImage one = cluster();
        assertTrue(invariants.image(1, one));
        image = MetadataImage.EMPTY;
        MetadataImage same = cluster();
        assertFalse(invariants.image(2, same));
        image = MetadataImage.EMPTY;
        with(broker(1), broker(2), broker(4), new TopicRecord("t", TOPIC));
        MetadataImage other = with(new TopicRecord("u", new Uuid(3, 4)));
        fails(() -> invariants.image(3, other));
    }

    @Test
    void shouldSeeAnIsrThatIsNoPartOfTheReplicas() {
        invariants.image(1, cluster());
        with(broker(4));
        fails(() -> invariants.image(1, with(change().isr(List.of(1, 4)).build())));
    }

    @Test
    void shouldSeeALeaderThatIsNotInSync() {
        invariants.image(1, cluster());
        fails(() -> invariants.image(1, with(change().isr(List.of(2, 3)).build())));
    }

    @Test
    void shouldSeeAFencedBrokerInAnIsr() {
        invariants.image(1, cluster());
        MetadataImage fenced =
                with(
                        BrokerRegistrationChangeRecord.builder()
                                .brokerId(3)
                                .brokerEpoch(3)
                                .fenced((byte) 1)
                                .build());
        fails(() -> invariants.image(1, fenced));
    }

    @Test
    void shouldSeeAnEpochThatFell() {
        invariants.image(1, cluster());
        PartitionRecord older =
                PartitionRecord.builder()
                        .topicId(TOPIC)
                        .partitionId(0)
                        .replicas(List.of(1, 2, 3))
                        .isr(List.of(1, 2))
                        .leader(1)
                        .leaderEpoch(4)
                        .partitionEpoch(8)
                        .build();
        fails(() -> invariants.image(1, with(older)));
    }

    @Test
    void shouldSeeAHighWatermarkThatGoesBack() {
        invariants.highWatermark(1, "t-0", 3, 3);
        fails(() -> invariants.highWatermark(1, "t-0", 3, 2));
    }

    @Test
    void shouldSeeALogStartOrAStableEndThatGoesBack() {
        invariants.forward(1, "t-0", "start", 3, 3);
        fails(() -> invariants.forward(1, "t-0", "start", 3, 2));
    }

    @Test
    void shouldSeeOffsetsOutOfOrder() {
        invariants.inOrder(1, "t-0", 0, 4, 5, 6);
        invariants.inOrder(1, "t-0", 7, 7, 5, 7);
        fails(() -> invariants.inOrder(1, "t-0", 0, 6, 5, 6));
        fails(() -> invariants.inOrder(1, "t-0", 0, 4, 7, 6));
    }

    @Test
    void shouldSeeAnEpochThatIsRememberedWrongly() {
        invariants.epochOf(1, "t-0", 7, 3, 3);
        fails(() -> invariants.epochOf(1, "t-0", 7, 3, 4));
    }

    @Test
    void shouldSeeACommitOnTooFewDisks() {
        invariants.copies("t-0", 7, 2, 2);
        fails(() -> invariants.copies("t-0", 7, 1, 2));
    }

    @Test
    void shouldSeeAMarkerThatNobodyDecided() {
        TransactionStates states = invariants.transactions("__transaction_state-0");
        states.next("id", 1, (short) 0, 1);
        fails(() -> invariants.marker("t-0", 7, 1, true));
        states.next("id", 1, (short) 0, 2);
        invariants.marker("t-0", 7, 1, true);
        fails(() -> invariants.marker("t-0", 8, 1, false));
    }

    @Test
    void shouldSeeAReplicaInSyncThatLacksCommittedRecords() {
        invariants.commits("t-0", 10);
        invariants.has(2, "t-0", 10, "is in sync for");
        fails(() -> invariants.has(2, "t-0", 9, "is in sync for"));
    }

    @Test
    void shouldSeeOtherRecordsAtTheSameOffset() {
        CommittedBatches batches = invariants.batches("t-0");
        batches.has(1, batch(0, 1, -1, 0, "a"));
        batches.has(2, batch(0, 1, -1, 0, "a"));
        fails(() -> batches.has(3, batch(0, 1, -1, 0, "b")));
    }

    @Test
    void shouldSeeALeaderEpochThatFallsWithTheOffset() {
        CommittedBatches batches = invariants.batches("t-0");
        batches.has(1, batch(0, 2, -1, 0, "a"));
        fails(() -> batches.has(1, batch(1, 1, -1, 0, "b")));
    }

    @Test
    void shouldSeeAProducerEpochThatFalls() {
        CommittedBatches batches = invariants.batches("t-0");
        batches.has(1, batch(0, 1, 9, 3, "a"));
        fails(() -> batches.has(1, batch(1, 1, 9, 2, "b")));
    }

    @Test
    void shouldSeeATransactionThatIsDecidedTwice() {
        TransactionStates states = invariants.transactions("__transaction_state-0");
        states.next("id", 1, (short) 0, 0);
        states.next("id", 1, (short) 0, 1);
        states.next("id", 1, (short) 0, 3);
        fails(() -> states.next("id", 1, (short) 0, 2));
    }

    @Test
    void shouldSeeTheEpochOfATransactionalIdFall() {
        TransactionStates states = invariants.transactions("__transaction_state-0");
        states.next("id", 1, (short) 5, 0);
        fails(() -> states.next("id", 1, (short) 4, 1));
    }

    private static RecordBatch batch(
            long offset, int leaderEpoch, long producerId, int producerEpoch, String value) {
        BatchBuilder builder =
                new BatchBuilder(64, Compression.NONE).baseOffset(offset).leaderEpoch(leaderEpoch);
        if (producerId >= 0) {
            builder.producer(producerId, (short) producerEpoch, (int) offset, false);
        }
        builder.append(1, null, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
        return RecordBatch.at(builder.build());
    }
}
