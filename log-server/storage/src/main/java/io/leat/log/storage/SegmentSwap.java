package io.leat.log.storage;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Puts compacted segments in the place of those they were made from, so that a crash leaves the
 * ones or the others. Its parts block and run off the loops.
 *
 * <pre>
 *   .log.cleaned --prepare--> .log.swap (from here on it counts) --finish--> .log
 * </pre>
 *
 * <p>Each arrow is made durable before the next begins: what is replaced goes only when what
 * replaces it is sure to be found. A segment that replaces others ends at the same offset as they
 * did, so that recovery knows by it alone which ones they were.
 */
final class SegmentSwap {

    private final Disk disk;
    private final String directory;
    private final List<Segment> old;
    private final List<Segment> cleaned;

    SegmentSwap(Disk disk, Cleaning cleaning) {
        this.disk = disk;
        this.directory = cleaning.plan().directory();
        this.old = cleaning.read();
        this.cleaned = cleaning.written();
    }

    /** Makes the new segments count: from here on recovery takes them. */
    void prepare() {
        for (Segment segment : cleaned) {
            segment.file().force(true);
        }
        long end = old.get(old.size() - 1).nextOffset();
        // A snapshot amid the old segments may know transactions whose markers are gone.
        for (long offset : PartitionLog.snapshots(disk, directory).headSet(end)) {
            disk.delete(Segment.path(directory, offset, PartitionLog.SNAPSHOT));
        }
        for (Segment segment : old) {
            disk.delete(Segment.path(directory, segment.baseOffset(), Segment.INDEX));
        }
        disk.forceDirectory(directory);
        for (Segment segment : cleaned) {
            String path = log(segment.baseOffset());
            disk.rename(path + Segment.CLEANED, path + Segment.SWAP);
        }
        disk.forceDirectory(directory);
    }

    /** Takes the names of the old segments away; readers may still have them open. */
    void finish() {
        TreeSet<Long> replaced = new TreeSet<>();
        cleaned.forEach(segment -> replaced.add(segment.baseOffset()));
        boolean removed = false;
        for (Segment segment : old) {
            if (!replaced.contains(segment.baseOffset())) {
                String path = log(segment.baseOffset());
                disk.rename(path, path + Segment.DELETED);
                removed = true;
            }
        }
        if (removed) {
            disk.forceDirectory(directory);
        }
        for (Segment segment : cleaned) {
            String path = log(segment.baseOffset());
            disk.rename(path + Segment.SWAP, path);
            segment.seal(false);
        }
        disk.forceDirectory(directory);
    }

    private String log(long baseOffset) {
        return Segment.path(directory, baseOffset, Segment.LOG);
    }

    /**
     * Ends at the start of a log what a crash interrupted: swaps that count, not the others.
     * Returns whether there are other files now than {@code names}.
     */
    static boolean recover(
            Disk disk, String directory, List<String> names, int indexIntervalBytes) {
        List<Long> swaps = new ArrayList<>();
        TreeSet<Long> logs = new TreeSet<>();
        boolean changed = false;
        for (String name : names) {
            if (name.endsWith(Segment.LOG + Segment.CLEANED)) {
                disk.delete(directory + "/" + name);
                changed = true;
            } else if (name.endsWith(Segment.LOG + Segment.SWAP)) {
                swaps.add(base(name));
            } else if (name.endsWith(Segment.LOG)) {
                logs.add(base(name));
            }
        }
        for (long base : swaps) {
            complete(disk, directory, base, logs, indexIntervalBytes);
        }
        return changed || !swaps.isEmpty();
    }

    private static long base(String name) {
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    private static void complete(
            Disk disk, String directory, long base, TreeSet<Long> logs, int indexIntervalBytes) {
        Segment segment = new Segment(disk, directory, base, indexIntervalBytes, Segment.SWAP);
        boolean whole = segment.recover(false, -1, batch -> {});
        segment.file().close();
        String path = Segment.path(directory, base, Segment.LOG);
        if (!whole) {
            throw new StorageException(
                    ErrorCode.KAFKA_STORAGE_ERROR,
                    disk.root()
                            + "/"
                            + path
                            + Segment.SWAP
                            + " is damaged at byte "
                            + segment.size()
                            + ". It was to replace the segments it was compacted from; if they are"
                            + " all there, delete it, else restore it from a copy");
        }
        for (long covered : List.copyOf(logs.subSet(base, false, segment.nextOffset(), false))) {
            disk.delete(Segment.path(directory, covered, Segment.LOG));
            disk.delete(Segment.path(directory, covered, Segment.INDEX));
        }
        disk.delete(Segment.path(directory, base, Segment.INDEX));
        disk.forceDirectory(directory);
        disk.rename(path + Segment.SWAP, path);
        disk.forceDirectory(directory);
    }
}
