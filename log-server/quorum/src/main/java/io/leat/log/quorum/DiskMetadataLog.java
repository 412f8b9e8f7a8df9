package io.leat.log.quorum;

import io.leat.log.runtime.BugException;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Offload;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata log in one file of record batches. Owned by the quorum's loop; writes and fsyncs run
 * in order on a lane of their own, and everything appended while one runs shares the next.
 *
 * <p>All batches are kept in memory as well, and a start replays them: bounded by the number of
 * changes to the cluster. Snapshots, which bound both, are not there yet.
 */
public final class DiskMetadataLog implements MetadataLog {

    private static final Logger log = LoggerFactory.getLogger(DiskMetadataLog.class);
    private static final String FILE = "00000000000000000000.log";

    private final EventLoop loop;
    private final Offload.Lane lane;
    private final DiskFile file;
    private final Consumer<RuntimeException> onFailure;
    private final MemoryMetadataLog batches;

    /** Where in the file each batch begins; one more for the end. */
    private long[] positions = new long[64];

    private int count;

    /** Batches that are not in the file yet. */
    private final ArrayDeque<MetadataBatch> unwritten = new ArrayDeque<>();

    private boolean broken;

    private DiskMetadataLog(
            EventLoop loop,
            Offload.Lane lane,
            DiskFile file,
            Consumer<RuntimeException> onFailure) {
        this.loop = loop;
        this.lane = lane;
        this.file = file;
        this.onFailure = onFailure;
        this.batches = new MemoryMetadataLog(loop);
    }

    /**
     * Opens the log in {@code directory} and cuts off what a crash left incomplete at its end.
     *
     * @param onFailure learns on the loop that the disk failed: nothing is acknowledged any more
     */
    public static DiskMetadataLog open(
            Disk disk,
            String directory,
            Offload offload,
            EventLoop loop,
            Consumer<RuntimeException> onFailure) {
        String path = directory + "/" + FILE;
        DiskFile file = disk.open(path);
        disk.forceDirectory(directory); // also if it was there: who made it may have been killed
        DiskMetadataLog opened =
                new DiskMetadataLog(loop, offload.lane("metadata-log"), file, onFailure);
        opened.recover(path);
        return opened;
    }

    private void recover(String path) {
        long size = file.size();
        if (size > Integer.MAX_VALUE) {
            throw new DiskException(
                    DiskException.Kind.IO,
                    path + " has " + size + " bytes, more than can be replayed");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        file.read(bytes, 0);
        bytes.flip();
        while (bytes.hasRemaining()) {
            MetadataBatch batch = MetadataBatchCodec.decode(bytes);
            if (batch == null || batch.baseOffset() != batches.endOffset()) {
                break;
            }
            batches.append(batch);
            grow(bytes.position());
        }
        if (bytes.hasRemaining()) {
            log.warn("Cut {} bytes off {}: a crash left them incomplete", bytes.remaining(), path);
            file.truncate(end());
            file.force(true);
        }
    }

    private long end() {
        return positions[count];
    }

    private void grow(long end) {
        if (++count == positions.length) {
            positions = java.util.Arrays.copyOf(positions, 2 * count);
        }
        positions[count] = end;
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
        int left = batches.read(0, offset, Integer.MAX_VALUE).size();
        if (left < count) {
            count = left;
            long size = end();
            run(
                    () -> {
                        file.truncate(size);
                        file.force(true);
                    },
                    () -> {});
        }
    }

    @Override
    public List<MetadataBatch> read(long offset, long endOffset, int batchesMax) {
        return batches.read(offset, endOffset, batchesMax);
    }

    @Override
    public EpochEnd endOf(int epoch) {
        return batches.endOf(epoch);
    }

    @Override
    public void flush(LongConsumer done) {
        long endOffset = batches.endOffset();
        if (unwritten.isEmpty()) {
            run(() -> {}, () -> done.accept(endOffset)); // behind what is being written
            return;
        }
        long position = end();
        ByteBuffer[] buffers = new ByteBuffer[unwritten.size()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = MetadataBatchCodec.encode(unwritten.remove());
            grow(end() + buffers[i].remaining());
        }
        run(
                () -> {
                    file.write(buffers, position);
                    file.force(false);
                },
                () -> done.accept(endOffset));
    }

    private void run(Runnable work, Runnable done) {
        lane.run(
                () -> {
                    work.run();
                    return Boolean.TRUE;
                },
                loop,
                (ok, failure) -> {
                    if (failure != null) {
                        fail(failure);
                    } else if (!broken) {
                        done.run();
                    }
                });
    }

    /** A write or fsync failed: what is on disk is unknown, so nothing counts as durable again. */
    private void fail(Throwable failure) {
        if (!broken) {
            broken = true;
            onFailure.accept(
                    failure instanceof RuntimeException e
                            ? e
                            : new BugException("the metadata log cannot be written", failure));
        }
    }

    /** Closes the file, behind everything that is being written; then runs {@code done}. */
    public void close(Runnable done) {
        lane.run(
                () -> {
                    file.close();
                    return Boolean.TRUE;
                },
                loop,
                (ok, failure) -> done.run());
    }
}
