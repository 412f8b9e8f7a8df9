package io.leat.log.broker.data;

import io.leat.log.broker.partition.Partition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.FetchResponse.EpochEndOffset;
import io.leat.log.protocol.message.FetchResponse.PartitionData;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.storage.AbortedTransaction;
import io.leat.log.storage.EpochEnd;
import io.leat.log.storage.LogRead;
import io.leat.log.storage.PartitionLog;
import io.leat.log.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a fetch got from one partition. Immutable; {@link #release} gives back the frames it holds.
 *
 * @param bound where the reader had to stop, to see later whether that has moved
 */
record FetchedPartition(
        ErrorCode error,
        long bound,
        long highWatermark,
        long lastStable,
        long logStart,
        @Nullable EpochEnd diverging,
        @Nullable List<AbortedTransaction> aborted,
        LogRead read) {

    private static final int FIRST_ZSTD_VERSION = 10;

    static FetchedPartition failed(ErrorCode error) {
        return new FetchedPartition(error, -1, -1, -1, -1, null, null, LogRead.empty(0));
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

    /** What is asked of one partition. */
    record Query(
            FetchRequest.Partition wanted,
            boolean readCommitted,
            int maxBytes,
            boolean atLeastOne,
            int version) {

        /**
         * On the partition's loop; {@code done} runs there.
         *
         * @param absence the error if there is no partition
         */
        void run(
                @Nullable Partition partition, ErrorCode absence, Consumer<FetchedPartition> done) {
            if (!(partition instanceof LogPartition data)) {
                done.accept(failed(absence));
                return;
            }
            ErrorCode refusal = data.checkEpoch(wanted.currentLeaderEpoch());
            if (refusal != ErrorCode.NONE) {
                done.accept(failed(refusal));
                return;
            }
            PartitionLog log = data.log();
            EpochEnd diverging = divergence(log);
            if (diverging != null) {
                done.accept(result(data, diverging, LogRead.empty(wanted.fetchOffset())));
                return;
            }
            data.read(
                    wanted.fetchOffset(),
                    data.bound(readCommitted),
                    maxBytes,
                    atLeastOne,
                    (read, failure) -> done.accept(outcome(data, read, failure)));
        }

        private @Nullable EpochEnd divergence(PartitionLog log) {
            if (wanted.lastFetchedEpoch() < 0) {
                return null;
            }
            EpochEnd end = log.epochEnd(wanted.lastFetchedEpoch());
            boolean differs =
                    end != null
                            && (end.epoch() < wanted.lastFetchedEpoch()
                                    || end.endOffset() < wanted.fetchOffset());
            return differs ? end : null;
        }

        private FetchedPartition outcome(
                LogPartition data, @Nullable LogRead read, @Nullable Throwable failure) {
            if (read == null) {
                return failed(
                        failure instanceof StorageException storage
                                ? storage.code()
                                : ErrorCode.KAFKA_STORAGE_ERROR);
            }
            if (version < FIRST_ZSTD_VERSION && holdsZstd(read)) {
                read.release().run();
                return failed(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
            }
            return result(data, null, read);
        }

        private static boolean holdsZstd(LogRead read) {
            for (ByteBuffer bytes : read.batches()) {
                for (RecordBatch batch : RecordBatch.in(bytes)) {
                    if (batch.compression() == Compression.ZSTD) {
                        return true;
                    }
                }
            }
            return false;
        }

        private FetchedPartition result(
                LogPartition data, @Nullable EpochEnd diverging, LogRead read) {
            PartitionLog log = data.log();
            List<AbortedTransaction> aborted =
                    readCommitted
                            ? log.abortedBetween(wanted.fetchOffset(), read.nextOffset())
                            : null;
            return new FetchedPartition(
                    ErrorCode.NONE,
                    data.bound(readCommitted),
                    log.highWatermark(),
                    log.lastStableOffset(),
                    log.startOffset(),
                    diverging,
                    aborted,
                    read);
        }
    }
}
