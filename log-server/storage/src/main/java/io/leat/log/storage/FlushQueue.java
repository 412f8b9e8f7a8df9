package io.leat.log.storage;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Group commit of one log: while its files are being forced, requests gather and share the next
 * force. Owned by the partition's loop; the work runs on the lane of the shard.
 */
final class FlushQueue {

    private final PartitionLog log;
    private final LogContext context;
    private final LogParts parts;
    private final RecoveryPoint recovery;
    private List<Consumer<@Nullable StorageException>> waiting = new ArrayList<>();
    private long flushed;
    private boolean running;
    private boolean held;
    private @Nullable Runnable whenHeld;
    private boolean newFiles = true;
    private boolean checkpointDue;

    /**
     * @param flushed what is durable already
     */
    FlushQueue(
            PartitionLog log,
            LogContext context,
            LogParts parts,
            RecoveryPoint recovery,
            long flushed) {
        this.parts = parts;
        this.log = log;
        this.recovery = recovery;
        this.context = context;
        this.flushed = flushed;
    }

    long flushed() {
        return flushed;
    }

    /** The next flush forces names as well and moves the recovery point. */
    void onRoll() {
        newFiles = true;
        checkpointDue = true;
    }

    void request(Consumer<@Nullable StorageException> done) {
        waiting.add(done);
        startIfDue();
    }

    private void startIfDue() {
        if (!running && !held && !waiting.isEmpty()) {
            start();
        }
    }

    /** Lets no force begin from now on, and runs {@code action} once none is under way. */
    void hold(Runnable action) {
        held = true;
        if (running) {
            whenHeld = action;
        } else {
            action.run();
        }
    }

    /** After {@link #hold}: everything below {@code durable} is, and nothing above. */
    void release(long durable) {
        flushed = durable;
        held = false;
        onRoll();
        startIfDue();
    }

    /** After {@link #hold}: the log is offline. */
    void fail(StorageException cause) {
        held = false;
        List<Consumer<@Nullable StorageException>> failed = waiting;
        waiting = new ArrayList<>();
        failed.forEach(done -> done.accept(cause));
    }

    private void start() {
        running = true;
        List<Consumer<@Nullable StorageException>> served = waiting;
        waiting = new ArrayList<>();
        long end = log.endOffset();
        List<Segment> dirty = log.segmentsFrom(flushed);
        boolean names = newFiles;
        newFiles = false;
        boolean upwards = parts.takeNew();
        boolean due = checkpointDue || recovery.isFar();
        Callable<@Nullable Void> checkpoint = due ? recovery.task() : null;
        checkpointDue = false;
        Disk disk = context.disk();
        String directory = log.directory();
        context.force()
                .run(
                        () -> {
                            for (Segment segment : dirty) {
                                segment.file().force(false);
                            }
                            if (names) {
                                disk.forceDirectory(directory);
                            }
                            if (upwards) {
                                parts.forceAbove();
                            }
                            return checkpoint == null || written(checkpoint);
                        },
                        context.loop(),
                        (checkpointed, failure) -> {
                            if (Boolean.FALSE.equals(checkpointed)) {
                                checkpointDue = true;
                                log.checkpointFailed();
                            }
                            if (names && failure == null) {
                                parts.named();
                            }
                            ended(end, served, failure);
                        });
    }

    /** Whether there was room for the checkpoint. Without it only recovery takes longer. */
    private static boolean written(Callable<@Nullable Void> checkpoint) throws Exception {
        try {
            checkpoint.call();
            return true;
        } catch (DiskException e) {
            if (e.kind() == DiskException.Kind.FULL) {
                return false;
            }
            throw e;
        }
    }

    private void ended(
            long end,
            List<Consumer<@Nullable StorageException>> served,
            @Nullable Throwable failure) {
        running = false;
        if (failure != null) {
            // What a failed force left behind is unknown: never try again, never acknowledge.
            log.goOffline(failure);
            served = new ArrayList<>(served);
            served.addAll(waiting);
            waiting = new ArrayList<>();
        } else {
            flushed = Math.max(flushed, end);
        }
        StorageException cause = log.offlineCause();
        for (Consumer<@Nullable StorageException> done : served) {
            done.accept(failure == null ? null : cause);
        }
        Runnable action = whenHeld;
        if (action != null && !running) {
            whenHeld = null;
            action.run();
        }
        startIfDue();
    }
}
