package io.leat.log.storage;

import io.leat.log.runtime.DiskException;
import java.util.List;

/**
 * The end of one log: closed in order, with word left for a quick start, or abandoned. Owned by the
 * partition's loop.
 */
final class LogClosing {

    private final PartitionLog log;
    private final LogContext context;
    private final LogParts parts;
    private final FlushQueue flushes;
    private final FlushRules rules;
    private final SegmentRemoval removal;
    private final LogCompaction compaction;
    private final LogTruncation truncation;

    LogClosing(
            PartitionLog log,
            LogContext context,
            LogParts parts,
            FlushQueue flushes,
            FlushRules rules,
            SegmentRemoval removal,
            LogCompaction compaction,
            LogTruncation truncation) {
        this.log = log;
        this.context = context;
        this.parts = parts;
        this.flushes = flushes;
        this.rules = rules;
        this.removal = removal;
        this.compaction = compaction;
        this.truncation = truncation;
    }

    void close(Runnable done) {
        if (truncation.isRunning()) {
            truncation.then(() -> close(done));
            return;
        }
        context.tail().drop(parts.tail);
        if (!log.isOffline()) {
            try {
                if (Checkpoint.Known.of(log) == null) { // else the checkpoint says it all
                    writeIndexAndProducers();
                }
            } catch (DiskException e) {
                log.goOffline(e);
            }
        }
        flushes.onRoll();
        log.flush(
                failure -> {
                    if (failure == null && !compaction.isRunning()) { // or files are half swapped
                        context.closed().put(asClosed());
                    }
                    closeFiles(done);
                });
    }

    private void writeIndexAndProducers() {
        parts.active().seal(false);
        SealedFile.write(
                parts.disk,
                parts.path(log.endOffset(), PartitionLog.SNAPSHOT),
                log.encodeProducers(),
                false);
    }

    private ClosedLog asClosed() {
        return new ClosedLog(
                parts.directory,
                log.startOffset(),
                log.endOffset(),
                compaction.cleanedTo(),
                parts.epochs.encode(),
                log.encodeProducers(),
                parts.segments.values().stream().map(Segment::closed).toList());
    }

    void abandon(Runnable done) {
        if (truncation.isRunning()) {
            truncation.then(() -> abandon(done));
            return;
        }
        context.tail().drop(parts.tail);
        log.health().closed();
        closeFiles(done);
    }

    private void closeFiles(Runnable done) {
        rules.end();
        compaction.stop(
                () -> {
                    List<Segment> open = List.copyOf(parts.segments.values());
                    List<Segment> gone = removal.takeWaiting();
                    removal.afterForcesAndReads(
                            () -> {
                                open.forEach(segment -> segment.file().close());
                                gone.forEach(Segment::delete);
                            },
                            done);
                });
    }
}
