package io.leat.log.quorum;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the metadata log, each named by its first offset. Blocks; used by one thread at a
 * time, first the opening one, then the log's lane.
 *
 * <p>Whatever a crash leaves is a prefix of the log: files are deleted from the newest on when the
 * end is cut, from the oldest on when the beginning is let go.
 */
final class MetadataSegments {

    private static final Logger log = LoggerFactory.getLogger(MetadataSegments.class);
    private static final String SUFFIX = ".log";
    private static final int DIGITS = 20;

    /** A file, and where in it each batch ends. */
    private static final class Segment {
        final long base;
        final String path;
        final DiskFile file;
        private long[] endOffsets = new long[16];
        private long[] endPositions = new long[16];
        private int count;

        Segment(long base, String path, DiskFile file) {
            this.base = base;
            this.path = path;
            this.file = file;
        }

        void add(long endOffset, long endPosition) {
            if (count == endOffsets.length) {
                endOffsets = Arrays.copyOf(endOffsets, 2 * count);
                endPositions = Arrays.copyOf(endPositions, 2 * count);
            }
            endOffsets[count] = endOffset;
            endPositions[count++] = endPosition;
        }

        long endOffset() {
            return count == 0 ? base : endOffsets[count - 1];
        }

        long size() {
            return count == 0 ? 0 : endPositions[count - 1];
        }

        /**
         * Writes and forces what it has. After a force that failed a kernel may show what never
         * came to the disk, and count it as written; the process that saw the error has ended, and
         * without this a later loss of power would leave a hole before what was appended since.
         */
        void writeAgain(ByteBuffer bytes) {
            ByteBuffer own = bytes.duplicate().position(0).limit((int) size());
            file.write(new ByteBuffer[] {own}, 0);
            file.force(false);
        }

        void cut(long offset) {
            while (endOffset() > offset) {
                count--;
            }
            file.truncate(size());
            file.force(true);
        }
    }

    private final Disk disk;
    private final String directory;
    private final long segmentBytes;
    private final List<Segment> segments = new ArrayList<>();

    MetadataSegments(Disk disk, String directory, long segmentBytes) {
        this.disk = disk;
        this.directory = directory;
        this.segmentBytes = segmentBytes;
    }

    /**
     * Opens the files, cuts off what a crash left incomplete, and hands over each batch.
     *
     * @param clean whether the last process closed them in order: then nothing can be incomplete
     */
    void recover(boolean clean, Consumer<MetadataBatch> each) {
        List<Long> bases = new ArrayList<>();
        for (String name : disk.list(directory)) {
            if (name.endsWith(SUFFIX) && name.length() == DIGITS + SUFFIX.length()) {
                bases.add(Long.parseLong(name.substring(0, DIGITS)));
            }
        }
        for (int i = 0; i < bases.size(); i++) {
            long base = bases.get(i);
            if (!segments.isEmpty() && base != last().endOffset()) {
                throw gap(base);
            }
            recover(open(base), clean || i < bases.size() - 1, each);
        }
    }

    private DiskException gap(long base) {
        return new DiskException(
                DiskException.Kind.IO,
                "the metadata log in "
                        + disk.root()
                        + "/"
                        + directory
                        + " has nothing between offsets "
                        + last().endOffset()
                        + " and "
                        + base
                        + ": "
                        + last().path
                        + " is damaged");
    }

    private void recover(Segment segment, boolean whole, Consumer<MetadataBatch> each) {
        long size = segment.file.size();
        if (size > Integer.MAX_VALUE) {
            throw new DiskException(
                    DiskException.Kind.IO,
                    segment.path + " has " + size + " bytes, more than can be replayed");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        segment.file.read(bytes, 0);
        bytes.flip();
        while (bytes.hasRemaining()) {
            int start = bytes.position();
            MetadataBatch batch = MetadataBatchCodec.decode(bytes);
            if (batch == null || batch.baseOffset() != segment.endOffset()) {
                bytes.position(start);
                break;
            }
            segment.add(batch.endOffset(), bytes.position());
            each.accept(batch);
        }
        if (bytes.hasRemaining()) {
            if (whole || !MetadataTail.leftByCrash(bytes, bytes.position())) {
                throw damaged(segment);
            }
            log.warn(
                    "Cut {} bytes off {}: a crash left them incomplete",
                    bytes.remaining(),
                    segment.path);
            segment.cut(segment.endOffset());
        }
        if (!whole && segment.size() > 0) {
            segment.writeAgain(bytes);
        }
    }

    private DiskException damaged(Segment segment) {
        String path = disk.root() + "/" + segment.path;
        return new DiskException(
                DiskException.Kind.IO,
                path
                        + " is damaged at byte "
                        + segment.size()
                        + " (metadata offset "
                        + segment.endOffset()
                        + "). Nothing was changed. Restore the file from a copy; or, to go on without"
                        + " what changed from there on, cut it with 'truncate -s "
                        + segment.size()
                        + " "
                        + path
                        + "': topics made later are gone then, and so is their data");
    }

    private Segment open(long base) {
        String path = directory + "/" + String.format(Locale.ROOT, "%020d", base) + SUFFIX;
        boolean made = !disk.exists(path);
        Segment segment = new Segment(base, path, disk.open(path));
        segments.add(segment);
        if (made) {
            disk.forceDirectory(directory);
        }
        return segment;
    }

    private Segment last() {
        return segments.get(segments.size() - 1);
    }

    /** The first offset that is in a file. */
    long firstOffset() {
        return segments.isEmpty() ? 0 : segments.get(0).base;
    }

    /** Appends {@code batches}, durably. Leaves nothing half written when the disk is full. */
    void write(List<MetadataBatch> batches) {
        if (segments.isEmpty()) {
            open(batches.get(0).baseOffset());
        } else if (last().size() >= segmentBytes) {
            open(last().endOffset());
        }
        Segment segment = last();
        long position = segment.size();
        ByteBuffer[] buffers = new ByteBuffer[batches.size()];
        long[] ends = new long[buffers.length];
        int written = 0;
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = MetadataBatchCodec.encode(batches.get(i), written);
            written += buffers[i].remaining();
            ends[i] = position + written;
        }
        try {
            segment.file.write(buffers, position);
            segment.file.force(false);
        } catch (DiskException e) {
            if (e.kind() == DiskException.Kind.FULL) {
                segment.file.truncate(position);
            }
            throw e;
        }
        for (int i = 0; i < ends.length; i++) {
            segment.add(batches.get(i).endOffset(), ends[i]);
        }
    }

    /** Removes everything at and after {@code offset}. */
    void truncate(long offset) {
        while (segments.size() > 1 && last().base >= offset) {
            delete(segments.size() - 1);
        }
        if (!segments.isEmpty() && last().endOffset() > offset) {
            last().cut(offset);
        }
    }

    /** Deletes the files that hold only what is before {@code offset}. */
    void deleteBefore(long offset) {
        if (!segments.isEmpty() && last().endOffset() > last().base) {
            open(last().endOffset()); // so that the one before can go the next time
        }
        while (segments.size() > 1 && segments.get(1).base <= offset) {
            delete(0);
        }
    }

    /** Deletes everything and begins anew at {@code offset}. */
    void restartAt(long offset) {
        while (!segments.isEmpty()) {
            delete(segments.size() - 1);
        }
        open(offset);
    }

    private void delete(int index) {
        Segment segment = segments.remove(index);
        segment.file.close();
        disk.delete(segment.path);
        disk.forceDirectory(directory);
    }

    void close() {
        segments.forEach(segment -> segment.file.close());
    }
}
