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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata log in one file of record batches. Owned by the quorum's loop; writes and fsyncs run
 * in order on a lane of their own, and everything appended while one runs shares the next. A full
 * disk makes them wait until it has room; any other failure is final.
 *
 * <p>All batches are kept in memory as well, and a start replays them: bounded by the number of
 * changes to the cluster. Snapshots, which bound both, are not there yet.
 */
public final class DiskMetadataLog implements MetadataLog {

    private static final Logger log = LoggerFactory.getLogger(DiskMetadataLog.class);
    private static final long ROOM_PAUSE_MS = 1_000;
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

    /** What is to be done on the lane, one after the other; the first may be under way. */
    private final ArrayDeque<Step> steps = new ArrayDeque<>();

    private final String path;
    private boolean working;
    private boolean full;
    private boolean waitedForRoom;
    private boolean broken;
    private @Nullable Runnable closing;

    private record Step(Runnable work, Runnable done) {}

    private DiskMetadataLog(
            EventLoop loop,
            Offload.Lane lane,
            DiskFile file,
            String path,
            Consumer<RuntimeException> onFailure) {
        this.loop = loop;
        this.lane = lane;
        this.file = file;
        this.path = path;
        this.onFailure = onFailure;
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
        String path = directory + "/" + FILE;
        DiskFile file = disk.open(path);
        disk.forceDirectory(directory); // also if it was there: who made it may have been killed
        DiskMetadataLog opened =
                new DiskMetadataLog(
                        loop,
                        offload.lane("metadata-log"),
                        file,
                        disk.root() + "/" + path,
                        onFailure);
        try {
            opened.recover(clean);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
        return opened;
    }

    private void recover(boolean clean) {
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
            if (clean || !MetadataTail.leftByCrash(bytes, bytes.position())) {
                throw damaged();
            }
            log.warn("Cut {} bytes off {}: a crash left them incomplete", bytes.remaining(), path);
            file.truncate(end());
            file.force(true);
        }
    }

    private DiskException damaged() {
        return new DiskException(
                DiskException.Kind.IO,
                path
                        + " is damaged at byte "
                        + end()
                        + " (metadata offset "
                        + batches.endOffset()
                        + "). Nothing was changed. Restore the file from a copy; or, to go on without"
                        + " what changed from there on, cut it with 'truncate -s "
                        + end()
                        + " "
                        + path
                        + "': topics made later are gone then, and so is their data");
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
            int before = (int) (end() - position);
            buffers[i] = MetadataBatchCodec.encode(unwritten.remove(), before);
            grow(end() + buffers[i].remaining());
        }
        run(() -> write(buffers, position), () -> done.accept(endOffset));
    }

    /** On the lane. Leaves nothing half written when the disk is full. */
    private void write(ByteBuffer[] buffers, long position) {
        ByteBuffer[] bytes = new ByteBuffer[buffers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = buffers[i].duplicate();
        }
        try {
            file.write(bytes, position);
            file.force(false);
        } catch (DiskException e) {
            if (e.kind() == DiskException.Kind.FULL) {
                file.truncate(position);
            }
            throw e;
        }
    }

    private void run(Runnable work, Runnable done) {
        steps.add(new Step(work, done));
        next();
    }

    private void next() {
        if (working || full) {
            return;
        }
        Step step = steps.peek();
        if (step == null) {
            if (closing != null) {
                closeFile(closing);
            }
            return;
        }
        working = true;
        lane.run(
                () -> {
                    step.work().run();
                    return Boolean.TRUE;
                },
                loop,
                (ok, failure) -> {
                    working = false;
                    ended(step, failure);
                });
    }

    private void ended(Step step, @Nullable Throwable failure) {
        if (failure instanceof DiskException disk && disk.kind() == DiskException.Kind.FULL) {
            if (closing == null) {
                waitForRoom();
            } else {
                steps.clear();
                next();
            }
            return;
        }
        steps.remove();
        if (failure != null) {
            fail(failure);
        } else if (!broken) {
            waitedForRoom = false;
            step.done().run();
        }
        next();
    }

    /** Nothing was written, and nothing waits behind what could not be: it is tried again. */
    private void waitForRoom() {
        if (!waitedForRoom) {
            waitedForRoom = true;
            log.error(
                    "The disk is full: changes to topics and the cluster wait until {} can be"
                            + " written. Make room, or move the data to a larger disk",
                    path);
        }
        full = true;
        loop.schedule(
                ROOM_PAUSE_MS,
                () -> {
                    full = false;
                    next();
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

    /** Closes the file, behind what is being written; then runs {@code done}. */
    public void close(Runnable done) {
        closing = done;
        if (full) {
            full = false;
            steps.clear(); // nobody was told that it is durable
        }
        next();
    }

    private void closeFile(Runnable done) {
        closing = null;
        lane.run(
                () -> {
                    file.close();
                    return Boolean.TRUE;
                },
                loop,
                (ok, failure) -> done.run());
    }
}
