package io.leat.log.storage;

import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One file of batches with its sparse index. Appended to by the partition's loop; {@link #read} is
 * safe from the offload threads, within the size it was planned for.
 */
final class Segment {

    /** As many as a name of a segment has digits. */
    private static final String ZEROS = "0".repeat(20);

    static final String LOG = ".log";
    static final String INDEX = ".index";
    static final String DELETED = ".deleted";
    static final String CLEANED = ".cleaned";
    static final String SWAP = ".swap";

    private static final long MAX_RELATIVE = Integer.MAX_VALUE;
    private static final int HEADER_CHUNK_BYTES = 8 * 1024;

    /** So much is read at a start without opening the file for longer. */
    private static final int TAIL_BYTES_MAX = 64 * 1024;

    private final Disk disk;
    private final String directory;
    private final long baseOffset;
    private final int indexIntervalBytes;
    private final DiskFile file;
    private SegmentIndex index = new SegmentIndex();
    private int size;
    private int bytesSinceEntry;
    private long nextOffset;
    private long firstTimestamp = RecordBatch.NO_TIMESTAMP;
    private long maxTimestamp = RecordBatch.NO_TIMESTAMP;

    Segment(Disk disk, String directory, long baseOffset, int indexIntervalBytes) {
        this(disk, directory, baseOffset, indexIntervalBytes, "");
    }

    /**
     * @param state what its file has behind its name, until it takes the place of another
     */
    Segment(Disk disk, String directory, long baseOffset, int indexIntervalBytes, String state) {
        this(
                disk,
                directory,
                baseOffset,
                indexIntervalBytes,
                disk.open(path(directory, baseOffset, LOG) + state));
    }

    private Segment(
            Disk disk, String directory, long baseOffset, int indexIntervalBytes, DiskFile file) {
        this.disk = disk;
        this.directory = directory;
        this.baseOffset = baseOffset;
        this.indexIntervalBytes = indexIntervalBytes;
        this.nextOffset = baseOffset;
        this.file = file;
    }

    /** As it was closed; null if its index is not. Its file is opened when it is first used. */
    static @Nullable Segment of(
            ClosedLog.Part part, Disk disk, String directory, int indexIntervalBytes) {
        long base = part.baseOffset();
        DiskFile file = new LazyFile(disk, path(directory, base, LOG), part.size(), true);
        Segment segment = new Segment(disk, directory, base, indexIntervalBytes, file);
        SegmentIndex.Sealed sealed =
                part.index().hasRemaining()
                        ? SegmentIndex.Sealed.decode(part.index().duplicate())
                        : segment.sealed();
        if (sealed == null || sealed.segmentSize() != part.size()) {
            return null;
        }
        segment.restore(sealed, part.firstTimestamp());
        return segment;
    }

    /**
     * As it was at the recovery point of its log. What was appended since is for {@link #check}; if
     * that is not much, its file is opened when it is first used.
     *
     * @return null if its file is shorter than it was, or the index is not one
     */
    static @Nullable Segment of(
            Checkpoint.Known known, Disk disk, String directory, int indexIntervalBytes) {
        String path = path(directory, known.baseOffset(), LOG);
        SegmentIndex.Sealed sealed = SegmentIndex.Sealed.decode(known.index().duplicate());
        long bytes = disk.size(path);
        if (sealed == null || bytes < sealed.segmentSize()) {
            return null;
        }
        long since = bytes - sealed.segmentSize();
        DiskFile file =
                since <= TAIL_BYTES_MAX
                        ? new LazyFile(disk, path, bytes, since == 0)
                        : disk.open(path);
        Segment segment =
                new Segment(disk, directory, known.baseOffset(), indexIntervalBytes, file);
        segment.restore(sealed, known.firstTimestamp());
        return segment;
    }

    /** Whether its index is so short that it is best written down together with others. */
    boolean isShort() {
        return index.isShort();
    }

    ClosedLog.Part closed() {
        ByteBuffer whole = index.isShort() ? encodeIndex() : ByteBuffer.allocate(0);
        return new ClosedLog.Part(baseOffset, size, firstTimestamp, whole);
    }

    static String path(String directory, long baseOffset, String suffix) {
        String digits = Long.toString(baseOffset);
        return directory + "/" + ZEROS.substring(digits.length()) + digits + suffix;
    }

    long baseOffset() {
        return baseOffset;
    }

    long nextOffset() {
        return nextOffset;
    }

    int size() {
        return size;
    }

    long maxTimestamp() {
        return maxTimestamp;
    }

    /** Timestamp of the first batch, -1 while empty or unknown. */
    long firstTimestamp() {
        return firstTimestamp;
    }

    DiskFile file() {
        return file;
    }

    /** Whether a batch fits behind what is there and {@code pending} bytes more. */
    boolean hasRoom(int pending, int bytes, long lastOffset, int limit) {
        long before = (long) size + pending;
        return before == 0
                || before + bytes <= limit && lastOffset - baseOffset <= Integer.MAX_VALUE;
    }

    /** Whether its index can take no other entry within {@code limit} bytes. */
    boolean indexIsFull(int limit) {
        return size > 0 && index.bytesWithOneMore() > limit;
    }

    /** Writes one batch at the end. When that fails, the file is cut back to what it was. */
    void append(RecordBatch batch, ByteBuffer bytes) {
        int length = bytes.remaining();
        try {
            file.write(bytes.duplicate(), size);
        } catch (RuntimeException e) {
            file.truncate(size);
            throw e;
        }
        note(batch, length);
    }

    /** Writes the batches in {@code bytes} at the end, in one go. When that fails, as above. */
    void appendAll(ByteBuffer bytes) {
        try {
            file.write(bytes.duplicate(), size);
        } catch (RuntimeException e) {
            file.truncate(size);
            throw e;
        }
        for (RecordBatch batch : RecordBatch.in(bytes)) {
            note(batch, batch.sizeInBytes());
        }
    }

    private void note(RecordBatch batch, int length) {
        if (size == 0 || bytesSinceEntry >= indexIntervalBytes) {
            // Beyond an int only behind a gap, in a segment's first batch: its entry is at 0.
            long relative = Math.min(Integer.MAX_VALUE, batch.baseOffset() - baseOffset);
            index.add((int) relative, size, maxTimestamp);
            bytesSinceEntry = 0;
        }
        if (size == 0) {
            firstTimestamp = batch.maxTimestamp();
        }
        size += length;
        bytesSinceEntry += length;
        nextOffset = batch.nextOffset();
        if (batch.count() > 0) {
            maxTimestamp = Math.max(maxTimestamp, batch.maxTimestamp());
        }
    }

    /**
     * Takes the state from the sealed index, if that fits the file.
     *
     * @return whether it did
     */
    boolean load() {
        SegmentIndex.Sealed sealed = sealed();
        if (sealed == null || sealed.segmentSize() != file.size()) {
            return false;
        }
        restore(sealed, readFirstTimestamp());
        return true;
    }

    private SegmentIndex.@Nullable Sealed sealed() {
        return SegmentIndex.Sealed.decode(
                SealedFile.read(disk, path(directory, baseOffset, INDEX)));
    }

    private void restore(SegmentIndex.Sealed sealed, long first) {
        index = sealed.index();
        size = sealed.segmentSize();
        nextOffset = sealed.nextOffset();
        maxTimestamp = sealed.maxTimestamp();
        bytesSinceEntry = indexIntervalBytes;
        firstTimestamp = first;
    }

    private long readFirstTimestamp() {
        ByteBuffer head = ByteBuffer.allocate(RecordBatch.RECORDS_AT);
        boolean whole = file.read(head, 0) == RecordBatch.RECORDS_AT;
        return whole ? new RecordBatch(head, 0).maxTimestamp() : RecordBatch.NO_TIMESTAMP;
    }

    /**
     * Reads the file, checks every batch and rebuilds the index, up to the last batch that is whole
     * and in order. It begins where an index on disk ends, if all before is trusted. Returns
     * whether that is the end of the file; if not, and if {@code cut}, the rest is cut off.
     *
     * @param seen is shown what is read and valid
     */
    boolean recover(boolean cut, long trustedBelow, Consumer<RecordBatch> seen) {
        long end = file.size();
        SegmentIndex.Sealed sealed = sealed();
        if (sealed != null && sealed.nextOffset() <= trustedBelow && sealed.segmentSize() <= end) {
            restore(sealed, readFirstTimestamp());
        } else {
            if (sealed != null) {
                deleteSideFile(INDEX); // of what was there before a cut: it may fit once more
            }
            index = new SegmentIndex();
            size = 0;
            bytesSinceEntry = 0;
            nextOffset = baseOffset;
            maxTimestamp = RecordBatch.NO_TIMESTAMP;
        }
        return check(cut, seen);
    }

    /** As {@link #recover}, from where the segment ends so far. */
    boolean check(boolean cut, Consumer<RecordBatch> seen) {
        long end = file.size();
        BatchScan scan = scanTo(end);
        RecordBatch batch;
        while ((batch = scan.next()) != null) {
            boolean inOrder = batch.baseOffset() >= nextOffset && batch.lastOffsetDelta() >= 0;
            if (!inOrder || !batch.isValid()) {
                break;
            }
            note(batch, batch.sizeInBytes());
            seen.accept(batch);
        }
        if (size < end && cut) {
            file.truncate(size);
            deleteSideFile(INDEX);
        }
        return size == end;
    }

    private BatchScan scanTo(long end) {
        int left = (int) Math.min(TAIL_BYTES_MAX + 1L, end - size);
        return file instanceof LazyFile && left > 0 && left <= TAIL_BYTES_MAX
                ? new BatchScan(
                        file, size, end, disk.read(path(directory, baseOffset, LOG), size, left))
                : new BatchScan(file, size, end);
    }

    String indexName() {
        return path("", baseOffset, INDEX).substring(1);
    }

    /**
     * Its index on disk may be of what was there before a crash: it is written again at the end.
     */
    void deleteIndex() {
        deleteSideFile(INDEX);
    }

    private void deleteSideFile(String suffix) {
        disk.delete(path(directory, baseOffset, suffix));
    }

    /** Writes the index beside the segment. */
    void seal(boolean durable) {
        SealedFile.write(disk, path(directory, baseOffset, INDEX), encodeIndex(), durable);
    }

    ByteBuffer encodeIndex() {
        return index.encode(size, nextOffset, maxTimestamp);
    }

    /** Where to begin looking for {@code offset}. On the loop. */
    int floor(long offset) {
        long relative = Math.max(0, Math.min(Integer.MAX_VALUE, offset - baseOffset));
        return index.floor((int) relative);
    }

    /** Where to begin looking for {@code timestamp}. On the loop. */
    int floorTime(long timestamp) {
        return index.floorTime(timestamp);
    }

    /** Position of the batch that holds {@code offset}, or of the next. On any thread. */
    int positionOf(long offset, int floor, int end) {
        return scanFrom(floor, end, header -> header.lastOffset() >= offset);
    }

    /**
     * The first batch from {@code floor} on that has a record at {@code timestamp} or later and
     * ends at {@code fromOffset} or later; null if none has. On any thread.
     */
    @Nullable ByteBuffer batchAtTime(long timestamp, long fromOffset, int floor, int end) {
        int position =
                scanFrom(
                        floor,
                        end,
                        header ->
                                header.maxTimestamp() >= timestamp
                                        && header.lastOffset() >= fromOffset
                                        && header.count() > 0);
        return position == end ? null : new BatchScan(file, position, end).nextBytes();
    }

    /** Reads the batches from {@code floor} on, in order. */
    BatchScan scan(int floor) {
        return new BatchScan(file, floor, size);
    }

    private int scanFrom(int from, int end, java.util.function.Predicate<RecordBatch> wanted) {
        ByteBuffer chunk = ByteBuffer.allocate(HEADER_CHUNK_BYTES);
        int chunkAt = -1;
        int position = from;
        while (position < end) {
            int within = position - chunkAt;
            if (chunkAt < 0 || within + RecordBatch.RECORDS_AT > chunk.limit()) {
                chunk.clear();
                file.read(chunk, position);
                chunk.flip();
                chunkAt = position;
                within = 0;
                if (chunk.limit() < RecordBatch.RECORDS_AT) {
                    return end;
                }
            }
            RecordBatch header = new RecordBatch(chunk, within);
            if (wanted.test(header)) {
                return position;
            }
            position += header.sizeInBytes();
        }
        return end;
    }

    /** Whole batches from {@code position} that begin below {@code bound}. */
    ReadBuffers.Lease read(
            int position,
            int limit,
            int maxBytes,
            boolean atLeastOne,
            long bound,
            ReadBuffers buffers) {
        int length = Math.max(Math.min(maxBytes, limit - position), 0);
        ReadBuffers.Lease lease = readAt(position, length, buffers);
        ByteBuffer bytes = lease.bytes();
        if (atLeastOne && RecordBatch.sizeAt(bytes, 0) < 0 && limit - position > 0) {
            lease.release().run();
            ByteBuffer head = readAt(position, RecordBatch.RECORDS_AT, buffers).bytes();
            lease = readAt(position, new RecordBatch(head, 0).sizeInBytes(), buffers);
            bytes = lease.bytes();
        }
        int end = 0;
        for (RecordBatch batch : RecordBatch.in(bytes)) {
            if (batch.baseOffset() >= bound) {
                break;
            }
            end = batch.start() + batch.sizeInBytes();
        }
        bytes.limit(end);
        return lease;
    }

    private ReadBuffers.Lease readAt(int position, int length, ReadBuffers buffers) {
        ReadBuffers.Lease lease = buffers.take(length);
        try {
            file.read(lease.bytes(), position);
        } catch (RuntimeException e) {
            lease.release().run();
            throw e;
        }
        lease.bytes().flip();
        return lease;
    }

    /** Where a segment ends when it is cut. */
    record Cut(int position, long nextOffset, long maxTimestamp) {}

    /** Finds where to cut, so that all records are below {@code offset}. To be called anywhere. */
    Callable<Cut> planCut(long offset) {
        SegmentIndex.Entry from = index.before((int) Math.min(offset - baseOffset, MAX_RELATIVE));
        int end = size;
        return () -> {
            long next = from.position() == 0 ? baseOffset : -1;
            long max = from.maxBefore();
            int position = from.position();
            BatchScan scan = new BatchScan(file, position, end);
            RecordBatch batch;
            while ((batch = scan.next()) != null && batch.nextOffset() <= offset) {
                next = batch.nextOffset();
                max = batch.count() > 0 ? Math.max(max, batch.maxTimestamp()) : max;
                position = Math.toIntExact(scan.position());
            }
            return new Cut(position, next < 0 && batch != null ? batch.baseOffset() : next, max);
        };
    }

    /** Forgets what is behind the cut; the file is left to {@link #truncateFile}. */
    void cut(Cut cut) {
        index.truncate(cut.position);
        size = cut.position;
        nextOffset = cut.nextOffset;
        maxTimestamp = cut.maxTimestamp;
        firstTimestamp = size == 0 ? RecordBatch.NO_TIMESTAMP : firstTimestamp;
        bytesSinceEntry = indexIntervalBytes;
    }

    /** Makes the file as long as the segment, durably, and deletes its index. */
    void truncateFile() {
        file.truncate(size);
        file.force(true);
        deleteSideFile(INDEX);
    }

    /** Renames it out of the way; {@link #delete} does the rest, off the loop. */
    void discard() {
        String log = path(directory, baseOffset, LOG);
        if (file instanceof LazyFile lazy) {
            lazy.open(); // readers may come to it yet, and it has this name for the last time
        }
        disk.rename(log, log + DELETED);
        deleteSideFile(INDEX);
    }

    /** After {@link #discard}: closes the file and frees its space. */
    void delete() {
        file.close();
        disk.delete(path(directory, baseOffset, LOG) + DELETED);
    }
}
