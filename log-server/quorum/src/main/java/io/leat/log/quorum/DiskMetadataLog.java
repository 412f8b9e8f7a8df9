package io.leat.log.quorum;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Offload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The metadata log in files of record batches, with its snapshots beside it. Owned by the quorum's
 * loop; writes and fsyncs run in order on a lane of their own, and everything appended while one
 * runs shares the next. A full disk makes them wait until it has room; any other failure is final.
 *
 * <p>The batches since the last snapshot but one are kept in memory as well; a start replays those.
 */
public final class DiskMetadataLog implements MetadataLog {

    private static final long SEGMENT_BYTES = 16 << 20;

    private final DurableSteps steps;
    private final MetadataSegments segments;
    private final SnapshotFiles snapshots;
    private final MemoryMetadataLog batches;

    /** Batches that are not in the files yet. */
    private List<MetadataBatch> unwritten = new ArrayList<>();

    private DiskMetadataLog(
            EventLoop loop,
            DurableSteps steps,
            MetadataSegments segments,
            SnapshotFiles snapshots) {
        this.steps = steps;
        this.segments = segments;
        this.snapshots = snapshots;
        this.batches = new MemoryMetadataLog(loop);
    }

    /**
     * Opens the log in {@code directory} and cuts off what a crash left incomplete at its end.
     *
     * @param clean whether the last process closed it in order: then nothing can be incomplete
     * @param onFailure learns on the loop that the disk failed: nothing is acknowledged any more
     * @throws DiskException if what was durable is damaged; nothing was changed
     */
    public static DiskMetadataLog open(
            Disk disk,
            String directory,
            Offload offload,
            EventLoop loop,
            boolean clean,
            Consumer<RuntimeException> onFailure) {
        disk.forceDirectory(directory); // also if it was there: who made it may have been killed
        String where = disk.root() + "/" + directory;
        DiskMetadataLog opened =
                new DiskMetadataLog(
                        loop,
                        new DurableSteps(loop, offload.lane("metadata-log"), where, onFailure),
                        new MetadataSegments(disk, directory, SEGMENT_BYTES),
                        SnapshotFiles.open(
                                disk, directory, loop, offload.lane("metadata-snapshots")));
        try {
            opened.recover(clean);
        } catch (RuntimeException e) {
            opened.segments.close();
            throw e;
        }
        return opened;
    }

    /**
     * Puts the log behind its snapshots. The newest one counts whatever the files hold: it is
     * committed, and if the files end before it or say something else there, a crash came between
     * its arrival from the leader and the deletion of the files.
     */
    private void recover(boolean clean) {
        List<MetadataBatch> found = new ArrayList<>();
        segments.recover(clean, found::add);
        long first = segments.firstOffset();
        SnapshotId newest = snapshots.latest();
        if (newest == null) {
            if (first > 0) {
                throw new DiskException(
                        DiskException.Kind.IO,
                        "the metadata log begins at offset "
                                + first
                                + " and the snapshot of what was before is missing");
            }
            found.forEach(batches::append);
            return;
        }
        SnapshotId start = SnapshotId.NONE;
        if (first > 0) {
            SnapshotId oldest = snapshots.firstFrom(first);
            start = oldest == null ? newest : oldest;
        }
        if (!agrees(found, start, first) || !agrees(found, newest, first)) {
            segments.restartAt(newest.endOffset());
            batches.restartAt(newest);
            return;
        }
        batches.restartAt(start);
        for (MetadataBatch batch : found) {
            if (batch.baseOffset() >= start.endOffset()) {
                batches.append(batch);
            }
        }
    }

    /** Whether a batch that is the last of {@code id} is in the files, or was just before them. */
    private static boolean agrees(List<MetadataBatch> found, SnapshotId id, long first) {
        if (id.endOffset() == first) {
            return true;
        }
        for (MetadataBatch batch : found) {
            if (batch.endOffset() == id.endOffset()) {
                return batch.epoch() == id.epoch();
            }
        }
        return false;
    }

    @Override
    public SnapshotId start() {
        return batches.start();
    }

    @Override
    public long endOffset() {
        return batches.endOffset();
    }

    @Override
    public int lastEpoch() {
        return batches.lastEpoch();
    }

    @Override
    public void append(MetadataBatch batch) {
        batches.append(batch);
        unwritten.add(batch);
    }

    /** Waits for nothing: the lane keeps the cut in order with the writes around it. */
    @Override
    public void truncate(long offset) {
        batches.truncate(offset);
        unwritten.removeIf(batch -> batch.baseOffset() >= offset);
        steps.run(() -> segments.truncate(offset), () -> {});
    }

    @Override
    public void startAt(SnapshotId start) {
        batches.startAt(start);
        steps.run(() -> segments.deleteBefore(start.endOffset()), () -> {});
    }

    @Override
    public void restartAt(SnapshotId start) {
        batches.restartAt(start);
        unwritten.clear();
        steps.run(() -> segments.restartAt(start.endOffset()), () -> {});
    }

    @Override
    public List<MetadataBatch> read(long offset, long endOffset, int batchesMax) {
        return batches.read(offset, endOffset, batchesMax);
    }

    @Override
    public @Nullable EpochEnd endOf(int epoch) {
        return batches.endOf(epoch);
    }

    @Override
    public int epochBefore(long offset) {
        return batches.epochBefore(offset);
    }

    @Override
    public void flush(LongConsumer done) {
        long endOffset = batches.endOffset();
        List<MetadataBatch> writing = unwritten;
        if (writing.isEmpty()) {
            steps.afterAll(() -> done.accept(endOffset));
        } else {
            unwritten = new ArrayList<>();
            steps.run(() -> segments.write(writing), () -> done.accept(endOffset));
        }
    }

    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    /** Closes the files, behind what is being written; then runs {@code done}. */
    public void close(Runnable done) {
        steps.close(segments::close, () -> snapshots.close(done));
    }
}
