package io.leat.log.quorum;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Offload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots as files named by their ends, {@code <offset>-<epoch>.checkpoint}. Owned by the
 * quorum's loop; reading and writing runs in order on a lane.
 *
 * <p>A file gets its name only when it is whole and durable; until then it is a {@code .part},
 * which a start deletes.
 */
final class SnapshotFiles implements SnapshotStore {

    private static final Logger log = LoggerFactory.getLogger(SnapshotFiles.class);
    private static final String SUFFIX = ".checkpoint";
    private static final String PART = ".part";
    private static final int OFFSET_DIGITS = 20;
    private static final int EPOCH_DIGITS = 10;
    private static final int NAME_LENGTH = OFFSET_DIGITS + 1 + EPOCH_DIGITS + SUFFIX.length();

    private final Disk disk;
    private final String directory;
    private final EventLoop loop;
    private final Offload.Lane lane;
    private final TreeMap<SnapshotId, Boolean> ids = new TreeMap<>();

    private SnapshotFiles(Disk disk, String directory, EventLoop loop, Offload.Lane lane) {
        this.disk = disk;
        this.directory = directory;
        this.loop = loop;
        this.lane = lane;
    }

    static SnapshotFiles open(Disk disk, String directory, EventLoop loop, Offload.Lane lane) {
        SnapshotFiles files = new SnapshotFiles(disk, directory, loop, lane);
        for (String name : disk.list(directory)) {
            if (name.endsWith(PART)) {
                disk.delete(directory + "/" + name);
            } else if (name.endsWith(SUFFIX) && name.length() == NAME_LENGTH) {
                files.ids.put(parse(name), Boolean.TRUE);
            }
        }
        return files;
    }

    private static SnapshotId parse(String name) {
        return new SnapshotId(
                Long.parseLong(name.substring(0, OFFSET_DIGITS)),
                Integer.parseInt(
                        name.substring(OFFSET_DIGITS + 1, OFFSET_DIGITS + 1 + EPOCH_DIGITS)));
    }

    private String path(SnapshotId id) {
        return directory
                + "/"
                + String.format(Locale.ROOT, "%020d-%010d", id.endOffset(), id.epoch())
                + SUFFIX;
    }

    @Override
    public @Nullable SnapshotId latest() {
        return ids.isEmpty() ? null : ids.lastKey();
    }

    /** The oldest one that does not end before {@code offset}. */
    @Nullable SnapshotId firstFrom(long offset) {
        return ids.ceilingKey(new SnapshotId(offset, 0));
    }

    @Override
    public List<MetadataBatch> read(SnapshotId id) {
        return decode(path(id));
    }

    private List<MetadataBatch> decode(String path) {
        try (DiskFile file = disk.openRead(path)) {
            if (file.size() > Integer.MAX_VALUE) {
                throw damaged(path);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            bytes.flip();
            List<MetadataBatch> batches = new ArrayList<>();
            while (bytes.hasRemaining()) {
                MetadataBatch batch = MetadataBatchCodec.decode(bytes);
                if (batch == null) {
                    throw damaged(path);
                }
                batches.add(batch);
            }
            if (!MetadataSnapshot.isWhole(batches)) {
                throw damaged(path);
            }
            return batches;
        }
    }

    private DiskException damaged(String path) {
        return new DiskException(
                DiskException.Kind.IO,
                disk.root()
                        + "/"
                        + path
                        + " is damaged: this node cannot know the metadata before it. With other"
                        + " controllers alive, clear its data directory and let it catch up");
    }

    @Override
    public void write(
            SnapshotId id, Supplier<Iterator<MetadataBatch>> batches, Consumer<Boolean> done) {
        run(
                () -> {
                    String part = path(id) + PART;
                    try (DiskFile file = disk.open(part)) {
                        file.truncate(0);
                        long position = 0;
                        for (Iterator<MetadataBatch> each = batches.get(); each.hasNext(); ) {
                            ByteBuffer bytes = MetadataBatchCodec.encode(each.next());
                            int size = bytes.remaining();
                            file.write(bytes, position);
                            position += size;
                        }
                        file.force(true);
                    }
                    publish(part, id);
                    return Boolean.TRUE;
                },
                written -> {
                    if (written != null) {
                        ids.put(id, Boolean.TRUE);
                    }
                    done.accept(written != null);
                });
    }

    private void publish(String part, SnapshotId id) {
        disk.rename(part, path(id));
        disk.forceDirectory(directory);
    }

    @Override
    public void chunk(SnapshotId id, long position, int bytesMax, Consumer<@Nullable Chunk> done) {
        if (!ids.containsKey(id)) {
            done.accept(null);
            return;
        }
        run(
                () -> {
                    try (DiskFile file = disk.openRead(path(id))) {
                        long size = file.size();
                        long left = Math.max(0, size - position);
                        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(bytesMax, left));
                        file.read(bytes, position);
                        return new Chunk(size, bytes.flip());
                    }
                },
                done);
    }

    @Override
    public void receive(
            SnapshotId id,
            long position,
            long size,
            ByteBuffer bytes,
            Consumer<@Nullable Boolean> done) {
        run(
                () -> {
                    String part = path(id) + PART;
                    boolean last = position + bytes.remaining() >= size;
                    try (DiskFile file = disk.open(part)) {
                        file.truncate(position);
                        file.write(bytes.duplicate(), position);
                        if (last) {
                            file.force(true);
                        }
                    }
                    if (last) {
                        decode(part);
                        publish(part, id);
                    }
                    return last;
                },
                complete -> {
                    if (Boolean.TRUE.equals(complete)) {
                        ids.put(id, Boolean.TRUE);
                    }
                    done.accept(complete);
                });
    }

    @Override
    public void deleteBefore(SnapshotId id) {
        List<SnapshotId> old = List.copyOf(ids.headMap(id, false).keySet());
        ids.headMap(id, false).clear();
        run(
                () -> {
                    old.forEach(each -> disk.delete(path(each)));
                    return Boolean.TRUE;
                },
                deleted -> {});
    }

    /** Answers null if the disk failed: a snapshot less, and the log tells the rest. */
    private <T> void run(Callable<T> work, Consumer<@Nullable T> done) {
        lane.run(
                work,
                loop,
                (result, failure) -> {
                    if (failure != null) {
                        log.warn("A snapshot in {}/{} failed", disk.root(), directory, failure);
                    }
                    done.accept(failure == null ? result : null);
                });
    }

    /** Runs {@code done} behind everything that is being written. */
    void close(Runnable done) {
        run(() -> Boolean.TRUE, closed -> done.run());
    }
}
