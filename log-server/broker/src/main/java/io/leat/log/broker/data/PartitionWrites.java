package io.leat.log.broker.data;

import io.leat.log.broker.config.TopicConfig;
import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Frame;
import io.leat.log.storage.AppendResult;
import io.leat.log.storage.PartitionLog;
import io.leat.log.storage.StorageException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What writes to a partition that this broker leads: checks batches, has transactions verified,
 * appends, and answers when it is committed. Owned by the partition's loop.
 */
final class PartitionWrites {

    private static final int NEVER_LED = Integer.MIN_VALUE;

    private final LogPartition partition;
    private final Clock clock;
    private final TransactionVerifier verifier;
    private Verifications verifications = new Verifications();
    private int ledEpoch = NEVER_LED;
    private BatchRules rules;

    PartitionWrites(
            LogPartition partition, Clock clock, TransactionVerifier verifier, TopicConfig config) {
        this.partition = partition;
        this.clock = clock;
        this.verifier = verifier;
        this.rules = BatchRules.of(config);
    }

    private PartitionLog log() {
        return partition.log(); // it may move to another folder, and be another one then
    }

    /** Whether the topic wants all batches compressed with {@code codec}. */
    boolean storesAs(Compression codec) {
        return rules.codec() == codec;
    }

    void configure(TopicConfig config) {
        rules = BatchRules.of(config);
    }

    /**
     * Another leader may have written markers: what was asked before does not count. Only what came
     * first is remembered, if nobody else led in between: what came later must not overtake it.
     */
    void onNewEpoch(int epoch, boolean leads) {
        boolean leadsOn = leads && ledEpoch == epoch - 1;
        verifications = leadsOn ? verifications.unanswered() : new Verifications();
        ledEpoch = leads ? epoch : NEVER_LED;
    }

    /** Forgets verifications from before {@code timestamp}. */
    void expire(long timestamp) {
        verifications.expire(timestamp);
    }

    /** Checks and appends what a client sent, after verifying its transaction where needed. */
    void produce(Produce produce, Consumer<Produced> done) {
        RecordBatch batch;
        long now = clock.epochMillis();
        try {
            batch = rules.check(produce, now);
        } catch (InvalidBatchException e) {
            done.accept(Produced.refused(e, rules.faults(produce, e.code(), now)));
            return;
        }
        if (!batch.isTransactional() || isOpen(batch) && !isBehindAnother(batch)) {
            appendChecked(produce, batch, done);
            return;
        }
        TransactionVerifier.Question question =
                new TransactionVerifier.Question(
                        partition.id(),
                        produce.transactionalId() == null ? "" : produce.transactionalId(),
                        batch.producerId(),
                        batch.producerEpoch(),
                        produce.version() >= Produce.FIRST_IMPLICIT_VERSION);
        verify(
                question,
                batch.baseSequence(),
                (error, guard) -> {
                    ErrorCode refusal = error == ErrorCode.NONE ? verified(batch, guard) : error;
                    if (refusal == ErrorCode.NONE) {
                        appendChecked(produce, batch, done);
                    } else {
                        done.accept(Produced.failed(refusal));
                    }
                });
    }

    private boolean isOpen(RecordBatch batch) {
        return log().hasOpenTransaction(batch.producerId(), batch.producerEpoch());
    }

    /**
     * Whether one of this producer still waits for its answer: then this one lines up behind it.
     */
    private boolean isBehindAnother(RecordBatch batch) {
        return verifications.isUnderWay(batch.producerId());
    }

    private ErrorCode verified(RecordBatch batch, Object guard) {
        long producer = batch.producerId();
        if (isOpen(batch)) {
            return ErrorCode.NONE;
        }
        if (!verifications.isCurrent(producer, guard)) {
            return ErrorCode.INVALID_TXN_STATE; // a marker came in between: the answer is stale
        }
        return verifications.overtakes(producer, batch.producerEpoch(), batch.baseSequence())
                ? ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER
                : ErrorCode.NONE;
    }

    /**
     * Asks the coordinator; {@code done} gets the answer and its guard, on this loop. Answers come
     * in the order of the questions.
     *
     * @param sequence of the batch to be written, {@link RecordBatch#NO_SEQUENCE} if it has none
     */
    void verify(
            TransactionVerifier.Question question,
            int sequence,
            BiConsumer<ErrorCode, Object> done) {
        Verifications asked = verifications;
        Object guard =
                asked.begin(
                        question.producerId(),
                        question.producerEpoch(),
                        sequence,
                        clock.epochMillis());
        verifier.verify(
                question,
                error ->
                        partition.here(
                                () -> {
                                    asked.answered(question.producerId());
                                    // In another epoch the answer is of no use, but nothing went
                                    // wrong: whoever leads now has to ask.
                                    boolean over = asked != verifications;
                                    done.accept(
                                            over ? ErrorCode.NOT_LEADER_OR_FOLLOWER : error, guard);
                                }));
    }

    /** Whether an answer that came with {@code guard} still counts. */
    boolean isVerified(long producerId, Object guard) {
        return verifications.isCurrent(producerId, guard);
    }

    private void appendChecked(Produce produce, RecordBatch batch, Consumer<Produced> done) {
        ErrorCode refusal = partition.checkEpoch(-1);
        if (refusal == ErrorCode.NONE && produce.acks() == -1 && isUnderMinIsr()) {
            refusal = ErrorCode.NOT_ENOUGH_REPLICAS;
        }
        if (refusal == ErrorCode.NONE && produce.acks() != -1 && partition.maybeDeposed()) {
            refusal = ErrorCode.NOT_LEADER_OR_FOLLOWER; // nobody else would notice
        }
        if (refusal != ErrorCode.NONE) {
            done.accept(Produced.failed(refusal));
            return;
        }
        AppendResult result;
        try {
            Frame frame = batch.buffer() == produce.bytes() ? produce.frame() : null;
            result = log().append(batch, frame, partition.leaderEpoch());
        } catch (StorageException e) {
            done.accept(Produced.refused(e));
            return;
        }
        boolean flushFirst =
                produce.acks() != 0 && (log().isFlushDue() || partition.moves().isCommitting());
        appended(batch);
        if (!flushFirst) {
            acknowledge(produce, result, done);
            return;
        }
        partition.flush( // flush.messages: who fills the measure waits for the disk, as in Kafka
                failure -> {
                    if (failure == null) {
                        acknowledge(produce, result, done);
                    } else {
                        done.accept(Produced.refused(failure));
                    }
                });
    }

    private void acknowledge(Produce produce, AppendResult result, Consumer<Produced> done) {
        Produced success =
                Produced.stored(result.baseOffset(), result.logAppendTime(), log().startOffset());
        if (produce.acks() != -1) {
            done.accept(success);
            return;
        }
        if (result.lastOffset() < log().highWatermark()) {
            done.accept(success);
            return;
        }
        partition.awaitCommitted(
                result.lastOffset(),
                produce.timeoutMs(),
                error -> {
                    if (error == ErrorCode.NONE && isUnderMinIsr()) {
                        done.accept(Produced.failed(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND));
                    } else {
                        done.accept(error == ErrorCode.NONE ? success : Produced.failed(error));
                    }
                });
    }

    private boolean isUnderMinIsr() {
        LeaderRole leader = partition.leader();
        return leader != null && leader.isUnderMinIsr();
    }

    /** Appends a batch that the server itself wrote; as acks=all, returns its last offset. */
    long append(RecordBatch batch) {
        AppendResult result = log().append(batch, null, partition.leaderEpoch());
        appended(batch);
        return result.lastOffset();
    }

    /** Appends the marker that ends a transaction here; returns its offset, -1 if it was there. */
    long appendMarker(TransactionMarker marker) {
        long offset =
                log().appendMarker(
                                marker.producer().id(),
                                marker.producer().epoch(),
                                LedPartitionLog.endMarker(marker),
                                marker.transactionVersion(),
                                partition.leaderEpoch());
        verifications.marked(
                marker.producer().id(), marker.producer().epoch(), marker.transactionVersion());
        if (offset >= 0) {
            partition.appended();
        }
        return offset;
    }

    /** As above; {@code done} gets to know once the marker is committed, or why it is not. */
    void appendMarker(TransactionMarker marker, Consumer<ErrorCode> done) {
        ErrorCode refusal = partition.checkEpoch(-1);
        if (refusal != ErrorCode.NONE) {
            done.accept(refusal);
            return;
        }
        long offset;
        try {
            offset = appendMarker(marker);
        } catch (StorageException e) {
            done.accept(e.code());
            return;
        }
        // One that was there already may still be on its way to the disk.
        partition.awaitCommitted(offset >= 0 ? offset : log().endOffset() - 1, done);
    }

    private void appended(RecordBatch batch) {
        if (batch.isTransactional()) {
            verifications.end(batch.producerId());
        }
        partition.appended();
    }
}
