package io.leat.log.broker.data;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.storage.LogContext;
import io.leat.log.storage.LogDirectory;
import io.leat.log.storage.StorageException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The moves of one partition between the folders of its broker, one after the other: what is asked
 * for while one cannot be stopped any more comes behind it. Owned by the partition's loop.
 */
final class ReplicaMoves {

    private final LogPartition partition;
    private final MoveSteps steps;
    private @Nullable ReplicaMove current;
    private @Nullable LogDirectory next;
    private @Nullable Runnable afterCommit;
    private boolean closed;

    ReplicaMoves(LogPartition partition, MoveSteps steps) {
        this.partition = partition;
        this.steps = steps;
    }

    /** The one that is under way, or is not cleaned up after; null if there is none. */
    @Nullable ReplicaMove current() {
        return current;
    }

    LogContext context(LogDirectory directory) {
        return steps.context(directory);
    }

    /** From now on the partition is to be in {@code to}: what was wanted before does not count. */
    ErrorCode to(LogDirectory to) {
        ReplicaMove under = current;
        if (closed || partition.log().isOffline() || !to.isOnline()) {
            return ErrorCode.KAFKA_STORAGE_ERROR;
        }
        next = null;
        if (under == null) {
            start(to);
        } else if (under.isEnding()) {
            next = to;
        } else if (!to.equals(under.to())) {
            next = to;
            under.stop(false, () -> ended(under));
        }
        return ErrorCode.NONE;
    }

    /** Goes on with the move that was under way when the last process ended. */
    void resume() {
        LogDirectory to = steps.unfinished(partition.id());
        if (to != null) {
            to(to);
        }
    }

    private void start(LogDirectory to) {
        if (!to.equals(partition.directory())) {
            ReplicaMove begun = new ReplicaMove(partition, to, steps);
            current = begun;
            begun.begin();
        }
    }

    /** Of what the replica has up to {@code end}, how much counts. */
    long counts(long end) {
        return current == null ? end : current.counts(end);
    }

    /** Whether what is appended does not count yet, because the folder is about to change. */
    boolean isCommitting() {
        return current != null && current.isCommitting();
    }

    void appended() {
        if (current != null) {
            current.appended();
        }
    }

    void truncated() {
        if (current != null) {
            current.truncated();
        }
    }

    /** Runs {@code done} once what the log has on disk counts. */
    void afterFlush(Consumer<@Nullable StorageException> done) {
        if (current == null) {
            done.accept(null);
        } else {
            current.afterFlush(done);
        }
    }

    /** A folder cannot be used any more. */
    void failed(LogDirectory folder) {
        ReplicaMove under = current;
        if (under == null) {
            return;
        }
        if (folder.equals(partition.directory())) {
            if (!under.isEnding()) {
                under.stop(true, () -> ended(under));
            }
        } else if (folder.equals(under.to())) {
            under.targetFailed();
        }
    }

    /** What was appended to the copy counts. */
    void committed() {
        partition.committed();
        runAfterCommit();
    }

    /** Nothing is left to do for a move. */
    void ended(ReplicaMove ended) {
        if (current != ended) {
            return;
        }
        LogDirectory to = next;
        current = null;
        next = null;
        partition.committed(); // the copy had been waited for
        runAfterCommit();
        if (to != null && !closed && !partition.log().isOffline()) {
            start(to);
        }
    }

    private void runAfterCommit() {
        Runnable action = afterCommit;
        afterCommit = null;
        if (action != null) {
            action.run();
        }
    }

    /**
     * Runs {@code close} when no copy is open: the partition closes.
     *
     * @param keep whether the next start goes on with what is under way; else the copy is deleted
     */
    void stop(boolean keep, Runnable close) {
        ReplicaMove under = current;
        closed = true;
        if (under == null) {
            close.run();
        } else if (under.isCommitting()) {
            afterCommit = close;
        } else {
            under.stop(keep, close);
        }
    }
}
