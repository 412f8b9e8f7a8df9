package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import io.leat.log.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What one fetch brought for one partition. The loop makes it and hands it over; from then on the
 * polling thread owns it and calls {@link #release} once.
 *
 * @param token of the position the fetch was made for: after a seek it is no longer current
 * @param offset that was asked for
 * @param records batches, perhaps with a torn one at the end; bytes of the frame they came in
 * @param aborted transactions to leave out, for read_committed
 * @param release gives the frame back
 */
record Fetched(
        TopicPartition partition,
        long token,
        long offset,
        ErrorCode error,
        ByteBuffer records,
        List<Aborted> aborted,
        Bounds bounds,
        Runnable release) {

    /** An aborted transaction: its producer and first offset. */
    record Aborted(long producerId, long firstOffset) {}

    /** Ends of the log as the broker knew them; -1 for unknown. */
    record Bounds(long highWatermark, long lastStable, long logStart) {}

    /** The end offset of an epoch. */
    record EpochEnd(int epoch, long endOffset) {}
}
