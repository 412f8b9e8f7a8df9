package io.leat.log.quorum;

import java.util.List;
import java.util.function.LongConsumer;

/** The log under the quorum, as Raft sees it. Owned by the quorum's loop. */
public interface MetadataLog {

    /** An epoch, and the offset after its last record. */
    record EpochEnd(int epoch, long endOffset) {}

    /** The offset the next batch gets. */
    long endOffset();

    /** The epoch of the last batch, 0 if there is none. */
    int lastEpoch();

    /** Adds {@code batch}, whose base offset is {@link #endOffset}. Not yet durable. */
    void append(MetadataBatch batch);

    /** Removes everything at and after {@code offset}. */
    void truncate(long offset);

    /** The batches from {@code offset}, which begins one, up to {@code endOffset} at most. */
    List<MetadataBatch> read(long offset, long endOffset, int batchesMax);

    /** The largest epoch in the log that is not above {@code epoch}, and where it ends. */
    EpochEnd endOf(int epoch);

    /**
     * Makes what is appended durable, then runs {@code done} on the quorum's loop with the offset
     * up to which that holds. A failure is not reported: the log's owner stops.
     */
    void flush(LongConsumer done);
}
