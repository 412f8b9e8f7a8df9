package io.leat.log.storage;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches to the end of one log, rolls its segments, and notes what follows from a batch.
 * Owned by the partition's loop.
 */
final class LogWriter {

    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final PartitionLog log;
    private final LogContext context;
    private final LogParts parts;
    private final RecoveryPoint recovery;
    private final FlushQueue flushes;
    private final FlushRules rules;

    LogWriter(
            PartitionLog log,
            LogContext context,
            LogParts parts,
            RecoveryPoint recovery,
            FlushQueue flushes,
            FlushRules rules) {
        this.log = log;
        this.context = context;
        this.parts = parts;
        this.recovery = recovery;
        this.flushes = flushes;
        this.rules = rules;
    }

    /** Gives the batch the next offset and the epoch, and writes it. */
    void write(RecordBatch batch, @Nullable Frame frame, int leaderEpoch, long now) {
        batch.setBaseOffset(parts.endOffset());
        batch.setLeaderEpoch(leaderEpoch);
        ByteBuffer bytes = batch.slice();
        try {
            if (isRollDue(batch, 0, now)) {
                roll();
            }
            parts.active().append(batch, bytes);
        } catch (DiskException e) {
            throw log.health().writeFailed(e);
        }
        note(batch, bytes, frame);
        rules.appended();
    }

    /** Writes batches as they are, each segment's share of them in one go. */
    void writeAll(ByteBuffer batches, @Nullable Frame frame, long now) {
        int from = batches.position();
        int to = from;
        for (RecordBatch batch : RecordBatch.in(batches)) {
            if (isRollDue(batch, to - from, now)) {
                writeRun(batches.slice(from, to - from), frame);
                from = to;
                try {
                    roll();
                } catch (DiskException e) {
                    throw log.health().writeFailed(e);
                }
            }
            to += batch.sizeInBytes();
        }
        writeRun(batches.slice(from, to - from), frame);
    }

    private void writeRun(ByteBuffer run, @Nullable Frame frame) {
        if (!run.hasRemaining()) {
            return;
        }
        try {
            parts.active().appendAll(run);
        } catch (DiskException e) {
            throw log.health().writeFailed(e);
        }
        for (RecordBatch batch : RecordBatch.in(run)) {
            note(batch, batch.slice(), frame);
        }
        rules.appended();
    }

    /** The next batches must lie behind the end, in order of offsets and epochs. */
    void checkInOrder(ByteBuffer batches) {
        long next = parts.endOffset();
        int epoch = parts.epochs.latest();
        for (RecordBatch batch : RecordBatch.in(batches)) {
            if (batch.baseOffset() < next || batch.leaderEpoch() < epoch) {
                throw new StorageException(
                        ErrorCode.CORRUPT_MESSAGE,
                        batch + " cannot follow offset " + (next - 1) + " of epoch " + epoch);
            }
            next = batch.nextOffset();
            epoch = batch.leaderEpoch();
        }
    }

    private void note(RecordBatch batch, ByteBuffer bytes, @Nullable Frame frame) {
        context.directoryState().appended();
        recovery.onAppended(batch.sizeInBytes());
        parts.epochs.assign(batch.leaderEpoch(), batch.baseOffset());
        LogOpener.apply(parts.producers, batch);
        context.tail().keep(parts.tail, batch.baseOffset(), batch.nextOffset(), bytes, frame);
    }

    /**
     * @param pending bytes that are about to be written before the batch
     */
    private boolean isRollDue(RecordBatch batch, int pending, long now) {
        Segment segment = parts.active();
        LogSettings settings = log.settings();
        boolean old =
                segment.size() > 0
                        && segment.firstTimestamp() >= 0
                        && batch.maxTimestamp() - segment.firstTimestamp() > ageMax(segment);
        return old
                || segment.indexIsFull(settings.rolling().indexBytes())
                || !segment.hasRoom(
                        pending, batch.sizeInBytes(), batch.lastOffset(), settings.segmentBytes());
    }

    /** At which age a segment is rolled: no two logs at the same one, if they are to spread. */
    private long ageMax(Segment segment) {
        LogSettings settings = log.settings();
        long spread = Math.min(settings.rolling().jitterMs(), settings.segmentMs());
        long mixed = (parts.directory.hashCode() ^ segment.baseOffset()) * MIX;
        return spread == 0
                ? settings.segmentMs()
                : settings.segmentMs() - Math.floorMod(mixed >>> Integer.SIZE, spread);
    }

    void roll() {
        Segment full = parts.active();
        full.seal(false);
        long base = full.nextOffset();
        String snapshot = parts.path(base, PartitionLog.SNAPSHOT);
        SealedFile.write(parts.disk, snapshot, log.encodeProducers(), false);
        parts.forceFirstFile();
        int interval = log.settings().indexIntervalBytes();
        parts.add(new Segment(parts.disk, parts.directory, base, interval));
        recovery.onRolled(parts.path(full.baseOffset(), Segment.INDEX), snapshot);
        boolean nobodyFlushes = flushes.flushed() < full.baseOffset();
        flushes.onRoll();
        if (nobodyFlushes) {
            flushes.request(failure -> {}); // or recovery would have ever more to check
        }
    }
}
