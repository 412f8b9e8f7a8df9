package io.leat.log.storage;

import io.leat.log.protocol.record.RecordBatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one walk of compaction knows of transactions: whose records were aborted, and which markers
 * no record needs any more. The walk shows it batches in order. Owned by that walk.
 */
final class CleaningTransactions {

    /** By first offset. */
    private final List<AbortedTransaction> aborted;

    /** Aborted transactions that began before here and whose marker is ahead, by producer. */
    private final Map<Long, AbortedTransaction> passing = new HashMap<>();

    /** Producers with records since their last marker that stay. */
    private final Set<Long> withRecords = new HashSet<>();

    private int next;

    /**
     * @param aborted all that are not below what is walked over, by first offset
     */
    CleaningTransactions(List<AbortedTransaction> aborted) {
        this.aborted = aborted;
    }

    /** Whether the records of {@code batch} belong to an aborted transaction. */
    boolean isAborted(RecordBatch batch) {
        while (next < aborted.size() && aborted.get(next).firstOffset() <= batch.lastOffset()) {
            AbortedTransaction each = aborted.get(next++);
            passing.put(each.producerId(), each);
        }
        if (!batch.isTransactional()) {
            return false;
        }
        AbortedTransaction last = passing.get(batch.producerId());
        return last != null && batch.lastOffset() < last.lastOffset();
    }

    /** Records of {@code batch}, of a transaction, stay in the log. */
    void onKept(RecordBatch batch) {
        withRecords.add(batch.producerId());
    }

    /** Passes a marker; returns whether no record of its transaction is in the log any more. */
    boolean onMarker(RecordBatch marker) {
        return !withRecords.remove(marker.producerId());
    }
}
