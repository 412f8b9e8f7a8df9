package io.leat.log.broker.data;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.FetchResponse.EpochEndOffset;
import io.leat.log.protocol.message.FetchResponse.PartitionData;
import io.leat.log.storage.AbortedTransaction;
import io.leat.log.storage.EpochEnd;
import io.leat.log.storage.LogRead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fetch got from one partition. Immutable; {@link #release} gives back the frames it holds.
 *
 * @param bound where the reader had to stop, to see later whether that has moved
 * @param joining whether the reader is a replica that is not in sync: it may be when it fetches
 *     next
 * @param preferredReplica where the reader had better go, {@link #NO_PREFERRED} for nowhere
 */
record FetchedPartition(
        ErrorCode error,
        long bound,
        long highWatermark,
        long lastStable,
        long logStart,
        @Nullable EpochEnd diverging,
        @Nullable List<AbortedTransaction> aborted,
        int preferredReplica,
        boolean joining,
        LogRead read) {

    /** No other replica is better to read from. */
    static final int NO_PREFERRED = -1;

    static FetchedPartition failed(ErrorCode error) {
        return failed(error, -1);
    }

    static FetchedPartition failed(ErrorCode error, long logStart) {
        LogRead nothing = LogRead.empty(0);
        return new FetchedPartition(
                error, -1, -1, -1, logStart, null, null, NO_PREFERRED, false, nothing);
    }

    int bytes() {
        return read.bytes();
    }

    void release() {
        read.release().run();
    }

    PartitionData toMessage(int partition) {
        PartitionData.Builder message =
                PartitionData.builder()
                        .partitionIndex(partition)
                        .errorCode(error)
                        .highWatermark(highWatermark)
                        .lastStableOffset(lastStable)
                        .logStartOffset(logStart)
                        .preferredReadReplica(preferredReplica)
                        .records(Records.of(read.batches()));
        if (diverging != null) {
            message.divergingEpoch(new EpochEndOffset(diverging.epoch(), diverging.endOffset()));
        }
        message.abortedTransactions(
                aborted == null
                        ? null
                        : aborted.stream()
                                .map(
                                        each ->
                                                new FetchResponse.AbortedTransaction(
                                                        each.producerId(), each.firstOffset()))
                                .toList());
        return message.build();
    }
}
