package io.leat.log.coordinator;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.EventLoop;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One partition of an internal topic, as its leader lends it to a coordinator. Every method is
 * called on {@link #loop}, and calls back on it; the broker implements it on its partitions.
 */
public interface CoordinatorLog {

    /** The partition as people write it: {@code __consumer_offsets-12}. */
    String name();

    /** The loop that owns the partition, and so the coordinator. */
    EventLoop loop();

    /** The leader epoch under which this broker leads the partition. Markers carry it. */
    int leaderEpoch();

    /** The first offset that is not deleted. */
    long startOffset();

    /** The offset the next record gets. */
    long endOffset();

    /** The first offset that is not committed. */
    long highWatermark();

    /**
     * Appends one batch as {@code acks=all}, transactional if it names a producer, and returns the
     * offset of its last record. The high watermark may move before this returns.
     *
     * @throws CoordinatorLogException if nothing was appended
     */
    long append(CoordinatorBatch batch);

    /**
     * Appends a control batch that ends a transaction on this partition, and returns its offset.
     *
     * @throws CoordinatorLogException if nothing was appended, for example with {@link
     *     ErrorCode#TRANSACTION_COORDINATOR_FENCED} or {@link ErrorCode#INVALID_PRODUCER_EPOCH}
     */
    long appendMarker(TransactionMarker marker);

    /**
     * Reads whole batches from {@code offset}, about {@code maxBytes} of them but at least one, up
     * to the end of the log. It reads off the loop if it must, so that the loop never waits.
     */
    void read(long offset, int maxBytes, ReadCallback callback);

    /**
     * Lets go of the records before {@code offset}, which must be committed: nothing that counts is
     * among them.
     */
    default void deleteBefore(long offset) {}

    /** Calls {@code listener} with the high watermark each time it moves. One listener. */
    void onHighWatermark(LongConsumer listener);

    /**
     * Asks the transaction coordinator whether the producer may write to this partition in its
     * ongoing transaction (KIP-890). The guard it answers with goes into the {@link
     * CoordinatorBatch}; null if none is needed because the transaction is known here already.
     *
     * @param addPartition whether the coordinator adds the partition to the transaction: version 2
     */
    void verify(
            String transactionalId,
            ProducerIdentity producer,
            boolean addPartition,
            BiConsumer<ErrorCode, @Nullable TransactionGuard> verified);

    /** Gets what was read. */
    interface ReadCallback {

        void read(LogSlice slice);

        /** The log cannot be read, or is no longer led here. */
        void failed(ErrorCode error);
    }
}
