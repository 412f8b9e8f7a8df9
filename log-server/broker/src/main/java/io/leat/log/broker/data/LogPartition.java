package io.leat.log.broker.data;

import io.leat.log.broker.config.TopicKeys;
import io.leat.log.broker.coordinator.Coordinators;
import io.leat.log.broker.coordinator.MarkerTarget;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.storage.AppendResult;
import io.leat.log.storage.CleanerWorker;
import io.leat.log.storage.LogContext;
import io.leat.log.storage.LogRead;
import io.leat.log.storage.PartitionLog;
import io.leat.log.storage.StorageException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A partition on its log: appends, moves the high watermark, and completes in the same turn what
 * waited for it. Owned by its shard's loop.
 *
 * <p>With {@code durability=persisted} (and {@code auto} on one replica) the high watermark follows
 * the group commit, so that nothing is shown or acknowledged with acks=all before it is on disk.
 */
public final class LogPartition extends Partition implements MarkerTarget {

    private final PartitionLog log;
    private final LogContext context;
    private final TransactionVerifier verifier;
    private final Coordinators coordinators;
    private final CommitWaiters waiters;
    private final Compaction compaction;
    private final Verifications verifications = new Verifications();
    private Set<Runnable> watchers = new LinkedHashSet<>();
    private Assignment assignment;
    private BatchRules rules;
    private @Nullable LongConsumer onHighWatermark;
    private long leaderStart;
    private boolean closed;

    LogPartition(
            TopicIdPartition id,
            EventLoop loop,
            PartitionLog log,
            LogContext context,
            Coordinators coordinators,
            TransactionVerifier verifier,
            Assignment assignment) {
        super(id, loop);
        this.log = log;
        this.context = context;
        this.waiters = new CommitWaiters(loop);
        this.leaderStart = log.endOffset();
        this.coordinators = coordinators;
        this.verifier = verifier;
        this.assignment = assignment;
        this.rules = BatchRules.of(assignment.config());
        this.compaction =
                new Compaction(id, log.compaction(), context.clock(), assignment.config());
        // The only replica: what survived is what counts, once it is durable.
        if (persisted()) {
            commit();
        } else {
            advance(log.endOffset());
        }
    }

    /** The log, for reading where it stands. */
    public PartitionLog log() {
        return log;
    }

    public int leaderEpoch() {
        return assignment.leaderEpoch();
    }

    public Assignment assignment() {
        return assignment;
    }

    private boolean persisted() {
        String durability = assignment.config().get(TopicKeys.DURABILITY);
        return durability.equals("persisted")
                || durability.equals("auto") && assignment.replicas() == 1;
    }

    /** The error for a request made under {@code epoch} (-1 if it names none), or NONE. */
    public ErrorCode checkEpoch(int epoch) {
        if (closed || !assignment.leader()) {
            return ErrorCode.NOT_LEADER_OR_FOLLOWER;
        }
        if (epoch >= 0 && epoch < leaderEpoch()) {
            return ErrorCode.FENCED_LEADER_EPOCH;
        }
        return epoch > leaderEpoch() ? ErrorCode.UNKNOWN_LEADER_EPOCH : ErrorCode.NONE;
    }

    // ---- writing ----

    /** Checks and appends what a client sent, after verifying its transaction where needed. */
    void produce(Produce produce, Consumer<Produced> done) {
        RecordBatch batch;
        try {
            batch = rules.check(produce, context.clock().epochMillis());
        } catch (RuntimeException e) {
            done.accept(Produced.refused(e));
            return;
        }
        if (!batch.isTransactional() || isOpen(batch) && !isBehindAnother(batch)) {
            appendChecked(produce, batch, done);
            return;
        }
        TransactionVerifier.Question question =
                new TransactionVerifier.Question(
                        id(),
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
        return log.hasOpenTransaction(batch.producerId(), batch.producerEpoch());
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
        Object guard =
                verifications.begin(
                        question.producerId(),
                        question.producerEpoch(),
                        sequence,
                        context.clock().epochMillis());
        verifier.verify(
                question,
                error ->
                        here(
                                () -> {
                                    verifications.answered(question.producerId());
                                    done.accept(error, guard);
                                }));
    }

    /** Whether an answer that came with {@code guard} still counts. */
    boolean isVerified(long producerId, Object guard) {
        return verifications.isCurrent(producerId, guard);
    }

    private void appendChecked(Produce produce, RecordBatch batch, Consumer<Produced> done) {
        ErrorCode refusal = checkEpoch(-1);
        if (refusal == ErrorCode.NONE && produce.acks() == -1 && !enoughReplicas()) {
            refusal = ErrorCode.NOT_ENOUGH_REPLICAS;
        }
        if (refusal != ErrorCode.NONE) {
            done.accept(Produced.failed(refusal));
            return;
        }
        AppendResult result;
        try {
            Frame frame = batch.buffer() == produce.bytes() ? produce.frame() : null;
            result = log.append(batch, frame, leaderEpoch());
        } catch (StorageException e) {
            done.accept(Produced.refused(e));
            return;
        }
        appended(batch);
        Produced success =
                new Produced(
                        ErrorCode.NONE,
                        null,
                        result.baseOffset(),
                        result.logAppendTime(),
                        log.startOffset());
        if (produce.acks() != -1) {
            done.accept(success);
            return;
        }
        if (result.lastOffset() < log.highWatermark()) {
            done.accept(success);
            return;
        }
        waiters.add(
                result.lastOffset(),
                produce.timeoutMs(),
                error -> done.accept(error == ErrorCode.NONE ? success : Produced.failed(error)));
    }

    private boolean enoughReplicas() {
        int wanted = assignment.config().get(TopicKeys.MIN_INSYNC_REPLICAS);
        return Math.min(wanted, assignment.replicas()) <= 1;
    }

    /** Appends a batch that the server itself wrote; as acks=all, returns its last offset. */
    public long append(RecordBatch batch) {
        AppendResult result = log.append(batch, null, leaderEpoch());
        appended(batch);
        return result.lastOffset();
    }

    /** Appends the marker that ends a transaction here; returns its offset, -1 if it was there. */
    long appendMarker(TransactionMarker marker) {
        long offset =
                log.appendMarker(
                        marker.producer().id(),
                        marker.producer().epoch(),
                        LedPartitionLog.endMarker(marker),
                        marker.transactionVersion(),
                        leaderEpoch());
        verifications.marked(
                marker.producer().id(), marker.producer().epoch(), marker.transactionVersion());
        if (offset >= 0) {
            appended();
        }
        return offset;
    }

    @Override
    public void appendMarker(TransactionMarker marker, Consumer<ErrorCode> done) {
        ErrorCode refusal = checkEpoch(-1);
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
        awaitCommitted(offset >= 0 ? offset : log.endOffset() - 1, done);
    }

    /** Calls {@code done} once {@code offset} is committed, or with why it will not be known. */
    public void awaitCommitted(long offset, Consumer<ErrorCode> done) {
        if (offset < log.highWatermark()) {
            done.accept(ErrorCode.NONE);
        } else {
            waiters.add(offset, done);
        }
    }

    private void appended(RecordBatch batch) {
        if (batch.isTransactional()) {
            verifications.end(batch.producerId());
        }
        appended();
    }

    private void appended() {
        if (persisted()) {
            commit();
        } else {
            advance(log.endOffset());
        }
    }

    private void commit() {
        log.flush(
                failure -> {
                    if (failure == null) {
                        advance(log.flushedOffset());
                    } else {
                        failWaiters(ErrorCode.KAFKA_STORAGE_ERROR);
                    }
                });
    }

    private void advance(long offset) {
        long before = log.highWatermark();
        log.advanceHighWatermark(offset);
        long now = log.highWatermark();
        if (now == before) {
            return;
        }
        waiters.committed(now);
        LongConsumer listener = onHighWatermark;
        if (listener != null) {
            listener.accept(now);
        }
        wakeWatchers();
    }

    private void failWaiters(ErrorCode error) {
        waiters.fail(error);
        wakeWatchers();
    }

    /** The data directory is offline: nothing that is waited for will come. */
    void directoryFailed() {
        failWaiters(ErrorCode.KAFKA_STORAGE_ERROR);
        coordinators.failed(id());
    }

    /** Calls {@code listener} with the high watermark each time it moves. One listener. */
    public void onHighWatermark(LongConsumer listener) {
        onHighWatermark = listener;
    }

    // ---- reading ----

    /** Where a reader has to stop: the high watermark, or the last stable offset. */
    public long bound(boolean readCommitted) {
        return readCommitted ? log.lastStableOffset() : log.highWatermark();
    }

    /**
     * Whether all that earlier leaders wrote is known to be committed. Before, the high watermark
     * may lie below what was acknowledged.
     */
    public boolean caughtUp() {
        return log.highWatermark() >= leaderStart;
    }

    /** Reads from memory at once, or from files off the loop; {@code done} runs on this loop. */
    public void read(
            long offset,
            long bound,
            int maxBytes,
            boolean atLeastOne,
            BiConsumer<@Nullable LogRead, @Nullable Throwable> done) {
        Callable<LogRead> plan;
        try {
            LogRead tail = log.readTail(offset, bound, maxBytes, atLeastOne);
            if (tail != null) {
                done.accept(tail, null);
                return;
            }
            plan = log.planRead(offset, bound, maxBytes, atLeastOne);
        } catch (StorageException e) {
            done.accept(null, e);
            return;
        }
        offload(plan, done);
    }

    /** Runs a plan of the log beside the loop. */
    public <T extends @Nullable Object> void offload(
            Callable<T> plan, BiConsumer<@Nullable T, @Nullable Throwable> done) {
        context.reads()
                .run(
                        plan,
                        loop(),
                        (result, failure) -> {
                            if (failure != null) {
                                log.readFailed(failure);
                            }
                            done.accept(result, failure);
                        });
    }

    /** Runs {@code wake} once, when something a reader may wait for has changed. */
    void watch(Runnable wake) {
        watchers.add(wake);
    }

    void unwatch(Runnable wake) {
        watchers.remove(wake);
    }

    private void wakeWatchers() {
        if (!watchers.isEmpty()) {
            Set<Runnable> woken = watchers;
            watchers = new LinkedHashSet<>();
            woken.forEach(Runnable::run);
        }
    }

    // ---- cutting ----

    /** Deletes records below {@code offset} (-1: all that are committed), durably. */
    void deleteRecords(long offset, BiConsumer<ErrorCode, Long> done) {
        if (offset < -1) {
            done.accept(ErrorCode.OFFSET_OUT_OF_RANGE, -1L);
            return;
        }
        if (!deletes()) {
            done.accept(ErrorCode.POLICY_VIOLATION, -1L);
            return;
        }
        try {
            log.advanceStart(offset == -1 ? log.highWatermark() : offset);
        } catch (StorageException e) {
            done.accept(e.code(), -1L);
            return;
        }
        wakeWatchers();
        log.flush(
                failure ->
                        done.accept(
                                failure == null ? ErrorCode.NONE : ErrorCode.KAFKA_STORAGE_ERROR,
                                log.startOffset()));
    }

    /** Lets go of what is too old or too much, and of idle producers. */
    void tidy(long producersIdleSince) {
        if (closed || log.isOffline()) {
            return;
        }
        try {
            if (deletes() && log.applyRetention()) {
                wakeWatchers();
            }
        } catch (StorageException e) {
            return; // a full disk: tried again next time; else all of the directory is offline
        }
        log.expireProducers(producersIdleSince);
        verifications.expire(producersIdleSince);
    }

    /** How much it is due to be compacted: from 0, not at all, to 1. */
    double dirtiness() {
        return closed ? 0 : compaction.dirtiness();
    }

    /** Compacts the log, then runs {@code done} on this loop. */
    void compact(CleanerWorker worker, Runnable done) {
        if (closed) {
            done.run();
        } else {
            compaction.run(worker, done);
        }
    }

    private boolean deletes() {
        return assignment.config().get(TopicKeys.CLEANUP_POLICY).contains("delete");
    }

    // ---- its life ----

    /** Tells its coordinator, if it has one, that this broker leads it. Once, when it is open. */
    void begin() {
        if (assignment.leader()) {
            coordinators.led(id(), new LedPartitionLog(this));
        }
    }

    @Override
    protected void update(Assignment newAssignment) {
        boolean same =
                newAssignment.leader() == assignment.leader()
                        && newAssignment.leaderEpoch() == assignment.leaderEpoch();
        assignment = newAssignment;
        rules = BatchRules.of(newAssignment.config());
        compaction.configure(newAssignment.config());
        log.configure(LogSettingsOf.config(newAssignment.config()));
        if (!newAssignment.leader()) {
            coordinators.resigned(id());
            failWaiters(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        } else if (!same) {
            leaderStart = log.endOffset();
            begin();
        }
        wakeWatchers();
    }

    @Override
    protected void close(boolean clean, Runnable done) {
        coordinators.resigned(id());
        closed = true;
        failWaiters(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        if (clean) {
            log.close(done);
        } else {
            log.abandon(done);
        }
    }

    private void here(Runnable action) {
        if (loop().inLoop()) {
            action.run();
        } else {
            loop().execute(action);
        }
    }
}
