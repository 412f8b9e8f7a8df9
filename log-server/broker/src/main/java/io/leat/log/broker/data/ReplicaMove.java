package io.leat.log.broker.data;

import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.Clock;
import io.leat.log.storage.EpochEnd;
import io.leat.log.storage.LogDirectory;
import io.leat.log.storage.LogRead;
import io.leat.log.storage.PartitionLog;
import io.leat.log.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A replica on its way to another folder of its broker (KIP-113). Owned by the partition's loop.
 *
 * <pre>
 *   OPENING --> COPYING --all is there--> JOINED --it is durable--> COMMITTING --noted--> ENDED
 *      |           ^  |                    |  |
 *      |           +--|----log was cut-----+  |
 *      +--------------+-----cancelled, or a folder failed --> ENDED
 * </pre>
 *
 * <p>COPYING: only the log counts. JOINED: what is appended goes to both, and with
 * durability=persisted only what both have on disk counts, so that either may be the one that a
 * crash leaves. COMMITTING: the copy is the partition's log, but nothing more counts until it is
 * durably noted which of the two a start has to take.
 */
final class ReplicaMove {

    private static final Logger logger = LoggerFactory.getLogger(ReplicaMove.class);
    private static final int STEP_BYTES = 1 << 20;
    private static final long RETRY_MS = 100;

    private enum Phase {
        OPENING,
        COPYING,
        JOINED,
        COMMITTING,
        ENDED
    }

    private final LogPartition partition;
    private final LogDirectory from;
    private final LogDirectory to;
    private final MoveSteps steps;
    private final Clock clock;
    private final List<Consumer<@Nullable StorageException>> uncommitted = new ArrayList<>();
    private Phase phase = Phase.OPENING;
    private @Nullable PartitionLog copy;
    private final List<Runnable> whenStopped = new ArrayList<>();
    private boolean stopping;
    private boolean kept = true;

    /** Whether a step is under way. */
    private boolean busy;

    /** Whether it has to be found out how far the copy is what the log is. */
    private boolean parted = true;

    /** Whether what had to be durable before the copy may count is. */
    private boolean durable;

    /** Behind it nothing counts while the move is being committed. */
    private long limit;

    ReplicaMove(LogPartition partition, LogDirectory to, MoveSteps steps) {
        this.partition = partition;
        this.from = partition.directory();
        this.to = to;
        this.steps = steps;
        this.clock = partition.loop().clock();
    }

    /** The folder it moves to. */
    LogDirectory to() {
        return to;
    }

    /** The log in that folder; null if it is not open yet, or is the partition's own by now. */
    @Nullable PartitionLog copy() {
        return phase == Phase.COPYING || phase == Phase.JOINED ? copy : null;
    }

    /** Whether it cannot be given up any more. */
    boolean isCommitting() {
        return phase == Phase.COMMITTING;
    }

    /** Whether it ends whatever is wanted: another one can only begin behind it. */
    boolean isEnding() {
        return phase == Phase.COMMITTING || phase == Phase.ENDED || stopping;
    }

    /** Of what the replica has up to {@code end}, how much counts. */
    long counts(long end) {
        PartitionLog other = copy;
        if (phase == Phase.JOINED && other != null && partition.persisted()) {
            return Math.min(end, other.flushedOffset());
        }
        return phase == Phase.COMMITTING ? Math.min(end, limit) : end;
    }

    // ---- copying ----

    /** Begins as soon as no compaction is under way: none begins until the move has ended. */
    void begin() {
        if (phase != Phase.OPENING) {
            return;
        }
        if (partition.log().compaction().isRunning()) {
            partition.loop().schedule(RETRY_MS, this::begin);
            return;
        }
        busy = true;
        steps.open(partition, to, this::opened);
    }

    private void opened(@Nullable PartitionLog opened, @Nullable Throwable failure) {
        busy = false;
        copy = opened;
        if (stopping) {
            close();
        } else if (opened == null) {
            to.failed(Objects.requireNonNull(failure));
            failed(failure);
        } else {
            phase = Phase.COPYING;
            // What was compacted since may have lost what the copy still has.
            if (partition.log().compaction().cleanedTo() > 0) {
                beginAnew(opened, partition.log().startOffset());
            } else {
                step();
            }
        }
    }

    /** The log was cut: so has the copy to be. */
    void truncated() {
        parted = true;
        durable = false;
        if (phase == Phase.JOINED) {
            phase = Phase.COPYING;
        }
        step();
    }

    private void step() {
        PartitionLog other = copy();
        PartitionLog log = partition.log();
        if (other == null || busy || log.isTruncating()) {
            return;
        }
        if (log.isOffline() || other.isOffline()) {
            failed(other.isOffline() ? to.state().failure() : from.state().failure());
            return;
        }
        if (parted) {
            parted = false;
            if (align(log, other)) {
                return;
            }
        }
        if (other.endOffset() < log.startOffset() || other.startOffset() > log.startOffset()) {
            beginAnew(other, log.startOffset());
            return;
        }
        follow(log, other);
        if (other.endOffset() == log.endOffset()) {
            caughtUp(log, other);
            return;
        }
        long waitMs = phase == Phase.JOINED ? 0 : steps.waitMs(clock.nanos());
        busy = true;
        if (waitMs > 0) {
            partition.loop().schedule(waitMs, this::stepAgain);
        } else {
            partition.read(
                    other.endOffset(),
                    log.endOffset(),
                    STEP_BYTES,
                    true,
                    (read, failure) -> took(other, read, failure));
        }
    }

    private void stepAgain() {
        busy = false;
        step();
    }

    /** Cuts the copy to what the log has as well; returns whether that is under way. */
    private boolean align(PartitionLog log, PartitionLog other) {
        if (other.startOffset() == other.endOffset()) {
            return false;
        }
        EpochEnd mine = log.epochEnd(other.latestEpoch());
        EpochEnd theirs = mine == null ? null : other.epochEnd(mine.epoch());
        if (mine == null || theirs == null) {
            beginAnew(other, log.startOffset());
            return true;
        }
        long common = Math.min(mine.endOffset(), theirs.endOffset());
        if (common >= other.endOffset()) {
            return false;
        }
        parted = true; // there may be epochs in what is left that the log does not have
        busy = true;
        other.truncateTo(common, this::cut);
        return true;
    }

    private void beginAnew(PartitionLog other, long offset) {
        busy = true;
        other.truncateFullyAndStartAt(offset, this::cut);
    }

    private void cut(@Nullable StorageException failure) {
        busy = false;
        if (failure != null && copy() != null) {
            failed(failure);
        } else {
            step();
        }
    }

    /** What the log knows of itself beside its records. */
    private static void follow(PartitionLog log, PartitionLog other) {
        other.advanceHighWatermark(log.highWatermark());
        long start = Math.min(log.startOffset(), other.highWatermark());
        if (start > other.startOffset()) {
            other.advanceStart(start);
        }
    }

    private void took(PartitionLog other, @Nullable LogRead read, @Nullable Throwable failure) {
        if (read == null) {
            busy = false;
            if (copy() != null) {
                // Deleted, or cut, while it was read; else the folder is offline by now.
                partition.loop().schedule(RETRY_MS, this::step);
            }
            return;
        }
        if (copy() == null || parted || read.batches().isEmpty()) {
            read.release().run();
            stepAgain();
            return;
        }
        long base = RecordBatch.at(read.batches().get(0)).baseOffset();
        if (base < other.endOffset()) { // the log begins amid a batch
            other.truncateFullyAndStartAt(base, cut -> append(other, read));
        } else {
            append(other, read);
        }
    }

    private void append(PartitionLog other, LogRead read) {
        StorageException failure = null;
        try {
            if (copy() != null && !parted) {
                for (ByteBuffer batches : read.batches()) {
                    other.appendAsFollower(batches, null);
                }
                steps.copied(read.bytes(), clock.nanos());
            }
        } catch (StorageException e) {
            failure = e;
        } finally {
            read.release().run();
        }
        if (failure != null && copy() != null) {
            busy = false;
            refused(failure);
        } else {
            partition.loop().execute(this::stepAgain);
        }
    }

    /** A full disk may get room; whatever else it is, the folder is offline. */
    private void refused(StorageException failure) {
        if (to.isOnline()) {
            busy = true;
            partition.loop().schedule(RETRY_MS * 10, this::stepAgain);
        } else {
            failed(failure);
        }
    }

    /** Something was appended to the log: from some time on it goes to both. */
    void appended() {
        PartitionLog other = copy();
        if (phase != Phase.JOINED || other == null || busy) {
            return;
        }
        step();
    }

    // ---- from the one to the other ----

    private void caughtUp(PartitionLog log, PartitionLog other) {
        if (phase == Phase.COPYING) {
            phase = Phase.JOINED;
            other.flush(
                    failure -> {
                        durable = failure == null;
                        step();
                    });
        } else if (durable && !log.isTruncating()) {
            commit(log, other);
        }
    }

    private void commit(PartitionLog log, PartitionLog other) {
        limit = partition.localEnd();
        phase = Phase.COMMITTING;
        logger.info(
                "{} is all in {} now: what {} has of it goes",
                partition.id(),
                to.path(),
                from.path());
        partition.become(other, to);
        note(log);
    }

    private void note(PartitionLog old) {
        steps.commit(
                partition,
                to,
                failure -> {
                    if (failure == null) {
                        committed(old);
                        return;
                    }
                    to.failed(failure);
                    if (to.isOnline()) { // there may be room for it later
                        logger.warn(
                                "It cannot be noted that {} is in {}, and is tried again: {}",
                                partition.id(),
                                to.path(),
                                failure.getMessage());
                        partition.loop().schedule(RETRY_MS * 10, () -> note(old));
                    } else {
                        // Only a start can tell whether it was noted.
                        old.abandon(() -> ended(to.state().failure()));
                    }
                });
    }

    private void committed(PartitionLog old) {
        phase = Phase.ENDED;
        answer(null);
        partition.moves().committed();
        old.abandon(
                () ->
                        steps.end(
                                partition,
                                from,
                                to,
                                failure -> {
                                    if (failure != null) {
                                        logger.warn(
                                                "What {} has of {} could not be deleted: {}. The"
                                                        + " next start tries again",
                                                from.path(),
                                                partition.id(),
                                                failure.getMessage());
                                    }
                                    partition.moves().ended(this);
                                }));
    }

    /** Runs {@code done} once what the log has on disk counts. */
    void afterFlush(Consumer<@Nullable StorageException> done) {
        PartitionLog other = copy;
        if (phase == Phase.COMMITTING) {
            uncommitted.add(done);
        } else if (phase == Phase.JOINED && other != null) {
            // If the copy cannot keep up, the move has ended, and the log alone counts.
            other.flush(
                    failure -> {
                        if (phase == Phase.COMMITTING) {
                            uncommitted.add(done);
                        } else {
                            done.accept(null);
                        }
                    });
        } else {
            done.accept(null);
        }
    }

    private void answer(@Nullable StorageException failure) {
        List<Consumer<@Nullable StorageException>> waiting = List.copyOf(uncommitted);
        uncommitted.clear();
        waiting.forEach(each -> each.accept(failure));
    }

    // ---- its end ----

    /** The folder it moves to cannot be used: the replica stays, until a start finds the folder. */
    void targetFailed() {
        if (phase == Phase.COPYING || phase == Phase.JOINED) {
            failed(to.state().failure());
        }
    }

    private void failed(@Nullable Throwable cause) {
        logger.error(
                "{} stays in {}, for its copy in {} failed: {}",
                partition.id(),
                from.path(),
                to.path(),
                cause == null ? "it cannot be used" : cause.getMessage());
        PartitionLog other = copy;
        phase = Phase.ENDED;
        copy = null;
        if (other == null) {
            ended(null);
        } else {
            other.abandon(() -> ended(null));
        }
    }

    private void ended(@Nullable StorageException cause) {
        phase = Phase.ENDED;
        answer(cause);
        partition.moves().ended(this);
    }

    /**
     * Gives up, and runs {@code done} once nothing is open. Not while it {@link #isCommitting}.
     *
     * @param keep whether the next start goes on with it; else the copy is deleted
     */
    void stop(boolean keep, Runnable done) {
        if (phase == Phase.ENDED && !stopping) {
            done.run();
            return;
        }
        kept &= keep;
        whenStopped.add(done);
        boolean begun = stopping;
        stopping = true;
        if (!begun && !(phase == Phase.OPENING && busy)) {
            close();
        }
    }

    private void close() {
        PartitionLog other = copy;
        phase = Phase.ENDED;
        Runnable closed = kept ? this::stopped : () -> steps.drop(partition, this::dropped);
        if (other == null) {
            closed.run();
        } else if (kept) {
            other.close(closed);
        } else {
            other.abandon(closed);
        }
    }

    private void stopped() {
        stopping = false;
        List<Runnable> waiting = List.copyOf(whenStopped);
        whenStopped.clear();
        waiting.forEach(Runnable::run);
    }

    private void dropped(@Nullable Throwable failure) {
        if (failure != null) {
            logger.warn(
                    "The copy of {} in {} could not be deleted: {}",
                    partition.id(),
                    to.path(),
                    failure.getMessage());
        }
        stopped();
    }
}
