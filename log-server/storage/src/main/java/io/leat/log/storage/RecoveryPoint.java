package io.leat.log.storage;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a log writes down so that a start after a crash checks little: how far it is durable, and
 * every so many bytes, index and producers as they were there. Owned by the partition's loop; what
 * writes runs on the lane of the shard.
 */
final class RecoveryPoint {

    /** Most bytes, about, that a start after a crash has to check. */
    private static final long BYTES_MAX = 64L << 20;

    private static final int PARTS_OF_SEGMENT = 4;

    private final PartitionLog log;
    private final Disk disk;
    private final String directory;

    /** Files written when a segment was rolled, and not forced yet. */
    private final List<String> unforced = new ArrayList<>();

    private long bytesSince;
    private long snapshotAt = -1;

    RecoveryPoint(PartitionLog log, Disk disk, String directory) {
        this.log = log;
        this.disk = disk;
        this.directory = directory;
    }

    void onAppended(int bytes) {
        bytesSince += bytes;
    }

    /** The log ends at {@code end} now, and snapshots behind that are gone. */
    void onTruncated(long end) {
        snapshotAt = snapshotAt > end ? -1 : snapshotAt;
    }

    void onRolled(String index, String snapshot) {
        unforced.add(index);
        unforced.add(snapshot);
    }

    /** Whether so much was appended that it is time to write it down again. */
    boolean isFar() {
        return bytesSince >= Math.min(BYTES_MAX, log.settings().segmentBytes() / PARTS_OF_SEGMENT);
    }

    /** Writes it down, for a log that is durable up to its end by then. */
    Callable<@Nullable Void> task() {
        boolean far = isFar();
        long end = log.endOffset();
        ByteBuffer epochs = log.takeEpochs();
        Segment active = log.active();
        Checkpoint.Known known = Checkpoint.Known.of(log);
        ByteBuffer body = new Checkpoint(end, log.startOffset(), known).encode();
        boolean apart = far && known == null;
        ByteBuffer index = apart ? active.encodeIndex() : null;
        ByteBuffer snapshot = apart ? log.encodeProducers() : null;
        String indexPath = Segment.path(directory, active.baseOffset(), Segment.INDEX);
        String snapshotPath = Segment.path(directory, end, PartitionLog.SNAPSHOT);
        List<String> rolled = List.copyOf(unforced);
        String old = apart ? superseded(end) : null;
        unforced.clear();
        bytesSince = 0;
        return () -> {
            for (String path : rolled) {
                force(path);
            }
            if (index != null && snapshot != null) {
                SealedFile.write(disk, indexPath, index, true);
                SealedFile.write(disk, snapshotPath, snapshot, true);
            }
            if (epochs != null) {
                SealedFile.write(disk, directory + "/" + PartitionLog.EPOCHS, epochs, true);
                disk.forceDirectory(directory); // or the checkpoint may survive without them
            }
            SealedFile.write(disk, directory + "/" + PartitionLog.CHECKPOINT, body, true);
            disk.forceDirectory(directory);
            if (old != null) {
                disk.delete(old);
            }
            return null;
        };
    }

    /** The snapshot that the one at {@code end} makes needless; those between segments stay. */
    private @Nullable String superseded(long end) {
        long before = snapshotAt;
        snapshotAt = end;
        return before < 0 || before == end || log.isSegment(before)
                ? null
                : Segment.path(directory, before, PartitionLog.SNAPSHOT);
    }

    private void force(String path) {
        if (disk.exists(path)) {
            try (DiskFile file = disk.open(path)) {
                file.force(true);
            }
        }
    }
}
