package io.leat.log.quorum;

import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The log under the quorum, as Raft sees it. Owned by the quorum's loop.
 *
 * <p>It may begin with a snapshot's end instead of offset 0: what was before is let go.
 */
public interface MetadataLog {

    /** An epoch, and the offset after its last record. */
    record EpochEnd(int epoch, long endOffset) {}

    /** Where the log begins, {@link SnapshotId#NONE} if nothing of it was let go. */
    SnapshotId start();

    /** The offset the next batch gets. */
    long endOffset();

    /** The epoch of the last batch, or of what was before it; 0 if there is neither. */
    int lastEpoch();

    /** Adds {@code batch}, whose base offset is {@link #endOffset}. Not yet durable. */
    void append(MetadataBatch batch);

    /** Removes everything at and after {@code offset}. */
    void truncate(long offset);

    /** Lets go what is before {@code start}, which a durable snapshot stands for. */
    void startAt(SnapshotId start);

    /** Replaces everything by nothing, after {@code start}, which a durable snapshot stands for. */
    void restartAt(SnapshotId start);

    /** The batches from {@code offset}, which begins one, up to {@code endOffset} at most. */
    List<MetadataBatch> read(long offset, long endOffset, int batchesMax);

    /**
     * The largest epoch in the log that is not above {@code epoch}, and where it ends; null if what
     * is left of the log begins later.
     */
    @Nullable EpochEnd endOf(int epoch);

    /** The epoch of what is before {@code offset}, where a batch ends or the log begins. */
    int epochBefore(long offset);

    /**
     * Makes what is appended durable, then runs {@code done} on the quorum's loop with the offset
     * up to which that holds. A failure is not reported: the log's owner stops.
     */
    void flush(LongConsumer done);

    /** The snapshots beside this log. */
    SnapshotStore snapshots();
}
