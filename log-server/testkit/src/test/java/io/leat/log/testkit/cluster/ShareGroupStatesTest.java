package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.coordinator.share.ShareState;
import io.leat.log.coordinator.share.ShareStateCodec;
import io.leat.log.coordinator.share.ShareStateRecord;
import io.leat.log.coordinator.share.StateBatch;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.ControlType;
import io.leat.log.protocol.record.EndTransactionMarker;
import io.leat.log.protocol.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no log of a share coordinator may say is seen, and what it may say is not. */
final class ShareGroupStatesTest {

    private static final Uuid TOPIC = new Uuid(1, 2);
    private static final TopicIdPartition PLACE = new TopicIdPartition(TOPIC, "in", 0);
    private static final SharePartitionKey KEY = new SharePartitionKey("g", TOPIC, 0);
    private static final int LIMIT = 3;

    private final ShareGroupStates states = new ShareGroupStates();

    /** Offsets of which nobody says anything. */
    private Set<Long> unsaid = Set.of();

    private long end;

    /** Ten records, five of an aborted transaction, its marker, and one more: 17 offsets. */
    @BeforeEach
    void fill() {
        states.judgeBy(
                "g",
                new ShareGroupStates.Said() {
                    @Override
                    public boolean accepted(String topic, int partition, long offset) {
                        return !unsaid.contains(offset);
                    }

                    @Override
                    public boolean rejected(String topic, int partition, long offset) {
                        return false;
                    }

                    @Override
                    public int deliveries() {
                        return LIMIT;
                    }
                });
        contains(10, -1);
        contains(5, 9);
        RecordBatch marker =
                RecordBatch.at(
                        new EndTransactionMarker(ControlType.ABORT, 0).toBatch(9, (short) 0, 1));
        marker.setBaseOffset(end++);
        states.contains(PLACE, marker);
        contains(1, -1);
    }

    private void contains(int records, long producerId) {
        BatchBuilder builder = new BatchBuilder(64, Compression.NONE).baseOffset(end);
        if (producerId >= 0) {
            builder.producer(producerId, (short) 0, 0, true);
        }
        for (int i = 0; i < records; i++) {
            builder.append(1, null, ByteBuffer.allocate(1));
        }
        states.contains(PLACE, RecordBatch.at(builder.build()));
        end += records;
    }

    private void says(ShareStateRecord record) {
        RawRecord raw = new ShareStateCodec().encode(record);
        states.record(raw.key(), raw.value());
    }

    private static StateBatch batch(long first, long last, byte state, int count) {
        return new StateBatch(first, last, state, (short) count);
    }

    private static StateBatch done(long first, long last) {
        return batch(first, last, StateBatch.ACKNOWLEDGED, 1);
    }

    private void snapshot(int number, int stateEpoch, long start, StateBatch... batches) {
        says(
                new ShareStateRecord.Snapshot(
                        KEY,
                        new ShareState(number, stateEpoch, 1, start, 0, 1, 1, List.of(batches))));
    }

    private void update(int leaderEpoch, long start, StateBatch... batches) {
        says(new ShareStateRecord.Update(KEY, 0, leaderEpoch, start, 0, List.of(batches)));
    }

    private static void fails(String why, Runnable step) {
        Violation seen = assertThrows(Violation.class, step::run);
        assertTrue(String.valueOf(seen.getMessage()).contains(why), seen::getMessage);
    }

    @Test
    void shouldAllowWhatAGroupDoes() {
        snapshot(0, 1, ShareState.UNINITIALIZED);
        update(1, 0, done(0, 3), batch(4, 6, StateBatch.AVAILABLE, 1));
        update(1, 4, done(7, 9));
        update(1, 16, batch(4, 6, StateBatch.ARCHIVED, LIMIT)); // over what was aborted
        snapshot(1, 1, 16);
        assertEquals(10, states.passed());
        snapshot(2, 5, 0); // somebody let the group begin anew
        says(new ShareStateRecord.Removed(KEY));
        snapshot(0, 1, 0);
    }

    @Test
    void shouldTakeLateNewsForWhatTheyAre() {
        snapshot(0, 1, 0);
        update(1, 0, batch(0, 3, StateBatch.AVAILABLE, 1));
        update(1, 0, batch(0, 3, StateBatch.ACKNOWLEDGED, 2));
        update(1, 0, batch(0, 3, StateBatch.AVAILABLE, 1));
        update(1, 4);
        assertEquals(4, states.passed());
    }

    @Test
    void shouldSeeARecordThatIsPassedAndNotDone() {
        snapshot(0, 1, 0);
        update(1, 0, done(0, 3), done(5, 9));
        fails("passes 4", () -> update(1, 10));
    }

    @Test
    void shouldAllowThatTheLastDeliveryIsNotAnsweredInTime() {
        snapshot(0, 1, 0);
        update(1, 0, done(1, 3), batch(0, 0, StateBatch.AVAILABLE, LIMIT - 2));
        fails("passes 0", () -> update(1, 4));
        update(1, 0, batch(0, 0, StateBatch.AVAILABLE, LIMIT - 1));
        update(1, 4);
        assertEquals(4, states.passed());
    }

    @Test
    void shouldSeeTheStartGoBack() {
        snapshot(0, 1, 0);
        update(1, 4, done(0, 5));
        fails("went back", () -> update(1, 3));
    }

    @Test
    void shouldSeeASnapshotThatForgets() {
        snapshot(0, 1, 0);
        update(1, 0, done(3, 5));
        fails("what is known", () -> snapshot(1, 1, 0, done(3, 4)));
    }

    @Test
    void shouldSeeEpochsFall() {
        snapshot(3, 4, 0);
        update(7, 0);
        fails("leader epoch", () -> update(6, 0));
        fails("state epoch fell", () -> snapshot(4, 3, 0));
        fails("snapshot 3 after 3", () -> snapshot(3, 4, 0));
    }

    @Test
    void shouldSeeMoreDeliveriesThanAreAllowed() {
        snapshot(0, 1, 0);
        fails("are allowed", () -> update(1, 0, batch(0, 0, StateBatch.AVAILABLE, LIMIT + 1)));
    }

    @Test
    void shouldSeeWhatIsDoneOfWhichNobodySaidSo() {
        snapshot(0, 1, 0);
        unsaid = Set.of(2L, 12L);
        update(1, 0, done(0, 1), done(12, 12)); // the second one was aborted
        fails("nobody said", () -> update(1, 0, done(1, 3)));
        fails("nobody said", () -> update(1, 0, batch(4, 4, StateBatch.ARCHIVED, LIMIT - 1)));
    }

    @Test
    void shouldSeeWhatIsDoneBeforeItIsCommitted() {
        snapshot(0, 1, 0);
        fails("not committed", () -> update(1, 0, done(16, 17)));
    }

    @Test
    void shouldSeeWhatIsNeverWritten() {
        snapshot(0, 1, 0);
        fails("was written", () -> update(1, 0, batch(0, 0, StateBatch.ACQUIRED, 1)));
    }
}
