package io.leat.log.storage;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.DiskException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the end off one log, or begins it anew. Owned by the partition's loop; what reads, forces
 * and deletes runs on the lane of the reads, behind those that still use what goes.
 *
 * <pre>
 *   idle -> compaction stops -> forces stop -> place found, recovery point lowered (off the loop)
 *     ^                                                                             |
 *     +-- cut on disk, producers rebuilt (off the loop) <-- [segments cut in memory] +
 * </pre>
 *
 * <p>The recovery point is lowered durably before anything is cut: recovery then checks what is
 * above it and ends at the first gap, so that any part of the cut may be undone by a crash. All of
 * the cut is durable before anything can be appended, so that old and new never mix.
 */
final class LogTruncation {

    private final PartitionLog log;
    private final LogContext context;
    private final LogParts parts;
    private final FlushQueue flushes;
    private final SegmentRemoval removal;
    private final LogCompaction compaction;
    private final List<Runnable> then = new ArrayList<>();
    private boolean running;
    private boolean cutting;

    LogTruncation(
            PartitionLog log,
            LogContext context,
            LogParts parts,
            FlushQueue flushes,
            SegmentRemoval removal,
            LogCompaction compaction) {
        this.log = log;
        this.context = context;
        this.parts = parts;
        this.flushes = flushes;
        this.removal = removal;
        this.compaction = compaction;
    }

    boolean isRunning() {
        return running;
    }

    /** Runs {@code action} when the truncation that is running is through. */
    void then(Runnable action) {
        then.add(action);
    }

    void to(long offset, Consumer<@Nullable StorageException> done) {
        if (offset < log.startOffset()) {
            startAt(offset, done);
        } else if (offset >= log.endOffset()) {
            done.accept(log.offlineCause());
        } else {
            begin(() -> find(offset, done), done);
        }
    }

    void startAt(long offset, Consumer<@Nullable StorageException> done) {
        begin(() -> prepareAnew(offset, done), done);
    }

    private void begin(Runnable first, Consumer<@Nullable StorageException> done) {
        StorageException cause = log.offlineCause();
        if (cause != null) {
            done.accept(cause);
            return;
        }
        Check.that(!running, "%s is truncated twice at a time", parts.directory);
        running = true;
        cutting = false;
        compaction.stop(() -> flushes.hold(first));
    }

    private void find(long offset, Consumer<@Nullable StorageException> done) {
        Segment last = parts.segments.floorEntry(offset).getValue();
        Callable<Segment.Cut> plan = last.planCut(offset);
        long start = log.startOffset();
        long flushed = flushes.flushed();
        ByteBuffer epochs = parts.epochs.encode();
        boolean isNew = parts.takeNew();
        run(
                () -> {
                    Segment.Cut cut = plan.call();
                    if (isNew) {
                        parts.forceAbove();
                    }
                    if (cut.nextOffset() >= start) {
                        // What was durable may be above the recovery point: it knows no epochs yet.
                        writeEpochs(epochs);
                        parts.disk.forceDirectory(parts.directory);
                        lower(new Checkpoint(Math.min(flushed, cut.nextOffset()), start));
                    }
                    return cut;
                },
                done,
                cut -> {
                    if (cut.nextOffset() < start) {
                        prepareAnew(start, done); // what begins below the start goes as a whole
                    } else {
                        cut(last, cut, Math.min(flushed, cut.nextOffset()), done);
                    }
                });
    }

    private void prepareAnew(long offset, Consumer<@Nullable StorageException> done) {
        boolean isNew = parts.takeNew();
        run(
                () -> {
                    if (isNew) {
                        parts.forceAbove();
                    }
                    lower(new Checkpoint(offset, offset));
                    return true;
                },
                done,
                lowered -> beginAnew(offset, done));
    }

    /** Off the loop. */
    private void lower(Checkpoint checkpoint) {
        String path = parts.directory + "/" + PartitionLog.CHECKPOINT;
        SealedFile.write(parts.disk, path, checkpoint.encode(), true);
        parts.disk.forceDirectory(parts.directory);
    }

    private void cut(
            Segment last,
            Segment.Cut cut,
            long durable,
            Consumer<@Nullable StorageException> done) {
        List<Segment> gone = discardAbove(last.baseOffset(), done);
        if (gone == null) {
            return;
        }
        last.cut(cut);
        parts.epochs.truncateFrom(cut.nextOffset());
        context.tail().dropFrom(parts.tail, cut.nextOffset());
        finish(last, gone, log.startOffset(), durable, cut.nextOffset(), done);
    }

    private void beginAnew(long offset, Consumer<@Nullable StorageException> done) {
        List<Segment> gone = discardAbove(Long.MIN_VALUE, done);
        if (gone == null) {
            return;
        }
        Segment first;
        try {
            int interval = log.settings().indexIntervalBytes();
            first = new Segment(parts.disk, parts.directory, offset, interval);
        } catch (DiskException e) {
            failed(e, done);
            return;
        }
        parts.add(first);
        parts.epochs.clear();
        context.tail().drop(parts.tail);
        finish(first, gone, offset, offset, -1, done);
    }

    /** Renames segments behind {@code base}, the last one first; null if that failed. */
    private @Nullable List<Segment> discardAbove(
            long base, Consumer<@Nullable StorageException> done) {
        cutting = true;
        List<Segment> gone =
                new ArrayList<>(parts.segments.tailMap(base, false).descendingMap().values());
        try {
            gone.forEach(Segment::discard);
        } catch (DiskException e) {
            failed(e, done);
            return null;
        }
        parts.removeLast(gone);
        return gone;
    }

    private void finish(
            Segment last,
            List<Segment> gone,
            long start,
            long durable,
            long snapshotsTo,
            Consumer<@Nullable StorageException> done) {
        long end = last.nextOffset();
        log.truncated(start, end);
        compaction.truncated(end);
        long compactedTo = compaction.cleanedTo();
        TreeMap<Long, Segment> left = new TreeMap<>(parts.segments);
        ByteBuffer epochs = parts.epochs.encode();
        parts.epochs.takeDirty();
        run(
                () -> {
                    cutOnDisk(last, snapshotsTo, epochs, compactedTo);
                    Producers rebuilt = new Producers();
                    EpochCache scratch = new EpochCache();
                    LogOpener.loadProducers(
                            parts.disk,
                            parts.directory,
                            PartitionLog.snapshots(parts.disk, parts.directory),
                            left,
                            rebuilt,
                            scratch,
                            start);
                    rebuilt.forgetAborted(compactedTo);
                    return rebuilt;
                },
                done,
                rebuilt -> {
                    parts.producers.become(rebuilt);
                    removal.later(gone);
                    ended(() -> flushes.release(durable));
                    done.accept(null);
                });
    }

    private void writeEpochs(ByteBuffer epochs) {
        String path = parts.directory + "/" + PartitionLog.EPOCHS;
        SealedFile.write(parts.disk, path, epochs, true);
    }

    private void cutOnDisk(Segment last, long snapshotsTo, ByteBuffer epochs, long compactedTo) {
        String directory = parts.directory;
        last.truncateFile();
        for (long offset :
                PartitionLog.snapshots(parts.disk, directory).tailSet(snapshotsTo, false)) {
            parts.disk.delete(parts.path(offset, PartitionLog.SNAPSHOT));
        }
        writeEpochs(epochs);
        if (compactedTo > 0) {
            ByteBuffer compacted = LogCompaction.encode(compactedTo);
            String path = directory + "/" + LogCompaction.CHECKPOINT;
            SealedFile.write(parts.disk, path, compacted, true);
        }
        parts.disk.forceDirectory(directory);
    }

    private <T> void run(
            Callable<T> work, Consumer<@Nullable StorageException> done, Consumer<T> next) {
        BiConsumer<@Nullable T, @Nullable Throwable> answer =
                (result, failure) -> {
                    if (result == null) {
                        Throwable cause = failure == null ? new IllegalStateException() : failure;
                        failed(cause, done);
                    } else {
                        next.accept(result);
                    }
                };
        context.reads().run(work, context.loop(), answer);
    }

    /**
     * Of a cut that failed the files are in one of the states that recovery knows, and only it can
     * tell in which. Before, a full disk leaves the log as it was.
     */
    private void failed(Throwable failure, Consumer<@Nullable StorageException> done) {
        boolean full =
                failure instanceof DiskException disk && disk.kind() == DiskException.Kind.FULL;
        if (full && !cutting) {
            StorageException refusal = log.health().writeFailed((DiskException) failure);
            ended(() -> flushes.release(flushes.flushed()));
            done.accept(refusal);
            return;
        }
        log.goOffline(failure);
        StorageException cause = log.offlineCause();
        ended(
                () -> {
                    if (cause != null) {
                        flushes.fail(cause);
                    }
                });
        done.accept(cause);
    }

    private void ended(Runnable release) {
        running = false;
        release.run();
        List<Runnable> next = List.copyOf(then);
        then.clear();
        if (!log.isOffline()) {
            log.dropBelowStart();
        }
        next.forEach(Runnable::run);
    }
}
