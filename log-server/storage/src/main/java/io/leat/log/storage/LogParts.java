package io.leat.log.storage;

import io.leat.log.runtime.Disk;
import java.util.ArrayDeque;
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

    LogParts(Disk disk, String directory, LogOpener opened) {
        this.disk = disk;
        this.directory = directory;
        this.segments = opened.segments;
        this.producers = opened.producers;
        this.epochs = opened.epochs;
    }

    Segment active() {
        return segments.lastEntry().getValue();
    }

    long endOffset() {
        return active().nextOffset();
    }

    String path(long baseOffset, String suffix) {
        return Segment.path(directory, baseOffset, suffix);
    }
}
