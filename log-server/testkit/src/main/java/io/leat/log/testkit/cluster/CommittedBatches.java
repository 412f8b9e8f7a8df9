package io.leat.log.testkit.cluster;

import io.leat.log.protocol.record.RecordBatch;
import java.util.HashMap;
import java.util.Map;

/**
 * The committed batches of one partition, as the first replica that had them showed them: no other
 * replica may ever have something else there (log matching). In their order, epochs of leaders and
 * of each producer do not fall.
 */
public final class CommittedBatches {

    private final String partition;
    private final Map<Long, Integer> checksums = new HashMap<>();
    private final Map<Long, Short> producers = new HashMap<>();
    private long end;
    private int leaderEpoch = -1;

    CommittedBatches(String partition) {
        this.partition = partition;
    }

    /** A replica on {@code node} has this below its high watermark. */
    public void has(int node, RecordBatch batch) {
        if (batch.baseOffset() >= end) {
            inOrder(node, batch);
            checksums.put(batch.baseOffset(), batch.crc());
            end = batch.nextOffset();
            return;
        }
        if (differs(batch)) {
            Integer known = checksums.get(batch.baseOffset());
            throw new Violation(
                    partition
                            + " has other records at "
                            + batch.baseOffset()
                            + " on node "
                            + node
                            + (known == null ? ", where no batch begins elsewhere" : ""));
        }
    }

    /** Whether something else is committed where {@code batch} is. */
    boolean differs(RecordBatch batch) {
        Integer known = checksums.get(batch.baseOffset());
        return batch.baseOffset() < end && (known == null || known != batch.crc());
    }

    private void inOrder(int node, RecordBatch batch) {
        if (batch.leaderEpoch() < leaderEpoch) {
            throw new Violation(
                    partition
                            + " has epoch "
                            + batch.leaderEpoch()
                            + " after "
                            + leaderEpoch
                            + " at "
                            + batch.baseOffset()
                            + " on node "
                            + node);
        }
        leaderEpoch = batch.leaderEpoch();
        if (batch.producerId() == RecordBatch.NO_PRODUCER_ID) {
            return;
        }
        Short before = producers.put(batch.producerId(), batch.producerEpoch());
        if (before != null && before > batch.producerEpoch()) {
            throw new Violation(
                    partition
                            + " has a record of producer "
                            + batch.producerId()
                            + " at "
                            + batch.baseOffset()
                            + " in epoch "
                            + batch.producerEpoch()
                            + ", after its epoch "
                            + before);
        }
    }

    /** Behind the last batch that is known. */
    public long end() {
        return end;
    }
}
