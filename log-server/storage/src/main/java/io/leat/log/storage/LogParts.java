package io.leat.log.storage;

import io.leat.log.runtime.Disk;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeMap;

/**
 * What one log consists of in memory, for the classes that work on it together. Owned by the
 * partition's loop.
 */
final class LogParts {

    final Disk disk;
    final String directory;

    /** By base offset; the last one is appended to. */
    final TreeMap<Long, Segment> segments;

    final Producers producers;
    final EpochCache epochs;
    final ArrayDeque<TailCache.Kept> tail = new ArrayDeque<>();

    /** The last of the segments. */
    private Segment active;

    /** Whether what is above the directory does not durably name it yet. */
    private boolean directoryIsNew;

    /** Whether its own first file may be gone after a crash. */
    private boolean firstFileIsNew;

    LogParts(Disk disk, String directory, LogOpener opened) {
        this.directoryIsNew = opened.unnamed;
        this.firstFileIsNew = opened.unnamed;
        this.disk = disk;
        this.directory = directory;
        this.segments = opened.segments;
        this.active = segments.lastEntry().getValue();
        this.producers = opened.producers;
        this.epochs = opened.epochs;
    }

    Segment active() {
        return active;
    }

    /** A segment behind all others: from now on it is the active one. */
    void add(Segment segment) {
        segments.put(segment.baseOffset(), segment);
        active = segments.lastEntry().getValue();
    }

    /** Segments at the end are no part of the log any more. */
    void removeLast(List<Segment> gone) {
        gone.forEach(segment -> segments.remove(segment.baseOffset()));
        if (!segments.isEmpty()) {
            active = segments.lastEntry().getValue();
        }
    }

    long endOffset() {
        return active().nextOffset();
    }

    String path(long baseOffset, String suffix) {
        return Segment.path(directory, baseOffset, suffix);
    }

    /** Whether the directory is new: whoever asks first has to {@link #forceAbove}. */
    boolean takeNew() {
        boolean is = directoryIsNew;
        directoryIsNew = false;
        return is;
    }

    /** All files there are now are durably named. */
    void named() {
        firstFileIsNew = false;
    }

    /** Before a second file is made: if only that one were left, the log would begin with it. */
    void forceFirstFile() {
        if (firstFileIsNew) {
            disk.forceDirectory(directory);
            firstFileIsNew = false;
        }
    }

    /** Makes the name of the directory durable. On any thread. */
    void forceAbove() {
        String above = directory;
        while (!above.isEmpty()) {
            above = above.substring(0, Math.max(0, above.lastIndexOf('/')));
            disk.forceDirectory(above);
        }
    }
}
