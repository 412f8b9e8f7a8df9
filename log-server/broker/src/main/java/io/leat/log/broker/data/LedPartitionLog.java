package io.leat.log.broker.data;

import io.leat.log.coordinator.CoordinatorBatch;
import io.leat.log.coordinator.CoordinatorLog;
import io.leat.log.coordinator.CoordinatorLogException;
import io.leat.log.coordinator.LogSlice;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.TransactionGuard;
import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.ControlType;
import io.leat.log.protocol.record.EndTransactionMarker;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.runtime.EventLoop;
import io.leat.log.storage.LogRead;
import io.leat.log.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A partition of an internal topic as a coordinator sees it. Owned by the partition's loop. */
final class LedPartitionLog implements CoordinatorLog {

    private static final int FIRST_BYTES = 512;

    private final LogPartition partition;
    private final int leaderEpoch;

    LedPartitionLog(LogPartition partition) {
        this.partition = partition;
        this.leaderEpoch = partition.leaderEpoch();
    }

    /** That this partition was verified, at the time the guard was made. */
    private record Verified(Object guard) implements TransactionGuard {}

    @Override
    public String name() {
        return partition.id().toString();
    }

    @Override
    public EventLoop loop() {
        return partition.loop();
    }

    @Override
    public int leaderEpoch() {
        return leaderEpoch;
    }

    @Override
    public long startOffset() {
        return partition.log().startOffset();
    }

    @Override
    public long endOffset() {
        return partition.log().endOffset();
    }

    @Override
    public long highWatermark() {
        return partition.log().highWatermark();
    }

    @Override
    public long append(CoordinatorBatch batch) {
        checkLed();
        BatchBuilder builder = new BatchBuilder(FIRST_BYTES, Compression.NONE);
        ProducerIdentity producer = batch.producer();
        if (producer != null) {
            builder.producer(producer.id(), producer.epoch(), RecordBatch.NO_SEQUENCE, true);
            boolean open = partition.log().hasOpenTransaction(producer.id(), producer.epoch());
            if (!open && !isCurrent(producer, batch.guard())) {
                throw new CoordinatorLogException(
                        ErrorCode.INVALID_TXN_STATE, "the transaction was not verified");
            }
        }
        for (RawRecord record : batch.records()) {
            builder.append(batch.timestampMs(), record.key(), record.value());
        }
        try {
            return partition.writes().append(RecordBatch.at(builder.build()));
        } catch (StorageException e) {
            throw new CoordinatorLogException(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private boolean isCurrent(ProducerIdentity producer, @Nullable TransactionGuard guard) {
        return guard instanceof Verified verified
                && partition.writes().isVerified(producer.id(), verified.guard());
    }

    private void checkLed() {
        if (partition.checkEpoch(-1) != ErrorCode.NONE || partition.leaderEpoch() != leaderEpoch) {
            throw new CoordinatorLogException(
                    ErrorCode.NOT_LEADER_OR_FOLLOWER, name() + " is not led here any more");
        }
    }

    @Override
    public long appendMarker(TransactionMarker marker) {
        checkLed();
        try {
            long offset = partition.writes().appendMarker(marker);
            return offset >= 0 ? offset : endOffset() - 1;
        } catch (StorageException e) {
            throw new CoordinatorLogException(e.code(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void read(long offset, int maxBytes, ReadCallback callback) {
        partition.read(
                offset,
                endOffset(),
                maxBytes,
                true,
                (read, failure) -> {
                    if (read == null) {
                        callback.failed(
                                failure instanceof StorageException storage
                                        ? storage.code()
                                        : ErrorCode.KAFKA_STORAGE_ERROR);
                    } else {
                        deliver(offset, read, callback);
                    }
                });
    }

    private static void deliver(long offset, LogRead read, ReadCallback callback) {
        LogSlice slice;
        try {
            slice = slice(offset, read);
        } catch (InvalidBatchException e) {
            read.release().run();
            callback.failed(ErrorCode.CORRUPT_MESSAGE);
            return;
        }
        callback.read(slice);
        read.release().run();
    }

    private static LogSlice slice(long offset, LogRead read) {
        List<LogSlice.Batch> batches = new ArrayList<>();
        for (ByteBuffer bytes : read.batches()) {
            for (RecordBatch batch : RecordBatch.in(bytes)) {
                batch.checkValid();
                batches.add(batch(offset, batch));
            }
        }
        return new LogSlice(batches, read.nextOffset());
    }

    private static LogSlice.Batch batch(long from, RecordBatch batch) {
        ProducerIdentity producer =
                batch.isTransactional()
                        ? new ProducerIdentity(batch.producerId(), batch.producerEpoch())
                        : null;
        List<LogSlice.Entry> entries = new ArrayList<>();
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            while (cursor.next()) {
                byte[] key = cursor.keyBytes();
                byte[] value = cursor.valueBytes();
                if (batch.isControl()) {
                    ControlType type = ControlType.of(key == null ? null : ByteBuffer.wrap(key));
                    return type.endsTransaction() && producer != null
                            ? LogSlice.Batch.marker(
                                    batch.baseOffset(), producer, type == ControlType.COMMIT)
                            : LogSlice.Batch.of(batch.baseOffset(), null, List.of());
                }
                if (key != null && cursor.offset() >= from) {
                    RawRecord record =
                            new RawRecord(
                                    ByteBuffer.wrap(key),
                                    value == null ? null : ByteBuffer.wrap(value));
                    entries.add(new LogSlice.Entry(cursor.offset(), record));
                }
            }
        }
        return LogSlice.Batch.of(batch.baseOffset(), producer, entries);
    }

    @Override
    public void deleteBefore(long offset) {
        if (offset > startOffset()) {
            partition.deleteRecords(offset, 0, (error, start) -> {});
        }
    }

    @Override
    public void onHighWatermark(LongConsumer listener) {
        partition.onHighWatermark(listener);
    }

    @Override
    public void verify(
            String transactionalId,
            ProducerIdentity producer,
            boolean addPartition,
            BiConsumer<ErrorCode, @Nullable TransactionGuard> verified) {
        if (partition.log().hasOpenTransaction(producer.id(), producer.epoch())) {
            verified.accept(ErrorCode.NONE, null);
            return;
        }
        TransactionVerifier.Question question =
                new TransactionVerifier.Question(
                        partition.id(),
                        transactionalId,
                        producer.id(),
                        producer.epoch(),
                        addPartition);
        partition
                .writes()
                .verify(
                        question,
                        RecordBatch.NO_SEQUENCE,
                        (error, guard) ->
                                verified.accept(
                                        error,
                                        error == ErrorCode.NONE ? new Verified(guard) : null));
    }

    /** The marker as batches carry it. */
    static EndTransactionMarker endMarker(TransactionMarker marker) {
        return new EndTransactionMarker(
                marker.commit() ? ControlType.COMMIT : ControlType.ABORT,
                marker.coordinatorEpoch());
    }
}
