package io.leat.log.storage;

import io.leat.log.protocol.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The sparse index of one segment, in memory: offset and largest timestamp so far, to the position
 * of a batch in the file. Written by the partition's loop; a sealed one never changes.
 */
final class SegmentIndex {

    private static final int HEADER_BYTES = 20;
    private static final int ENTRY_BYTES = 16;
    private static final int FIRST_ENTRIES = 16;
    private static final int SHORT_ENTRIES = 64;

    private int[] offsets = new int[FIRST_ENTRIES];
    private int[] positions = new int[FIRST_ENTRIES];
    private long[] timestampsBefore = new long[FIRST_ENTRIES];
    private int entries;

    /** Adds a batch that begins at {@code position}; {@code maxBefore} is over all before it. */
    void add(int relativeOffset, int position, long maxBefore) {
        if (entries == offsets.length) {
            offsets = Arrays.copyOf(offsets, entries * 2);
            positions = Arrays.copyOf(positions, entries * 2);
            timestampsBefore = Arrays.copyOf(timestampsBefore, entries * 2);
        }
        offsets[entries] = relativeOffset;
        positions[entries] = position;
        timestampsBefore[entries++] = maxBefore;
    }

    /** How long its file is once there is another entry. */
    long bytesWithOneMore() {
        return HEADER_BYTES + (entries + 1L) * ENTRY_BYTES;
    }

    /** Whether it is so short that a file of its own is more to read than what is in it. */
    boolean isShort() {
        return entries <= SHORT_ENTRIES;
    }

    /** Position of a batch at or before the one that holds the offset. */
    int floor(int relativeOffset) {
        int at = Arrays.binarySearch(offsets, 0, entries, relativeOffset);
        int index = at >= 0 ? at : -at - 2;
        return index < 0 ? 0 : positions[index];
    }

    /**
     * A batch in the index.
     *
     * @param maxBefore largest timestamp of all batches before it
     */
    record Entry(int position, long maxBefore) {}

    /** The last batch that begins below the offset; the first one if none does. */
    Entry before(int relativeOffset) {
        int at = Arrays.binarySearch(offsets, 0, entries, relativeOffset);
        int index = at >= 0 ? at - 1 : -at - 2;
        return index < 0
                ? new Entry(0, RecordBatch.NO_TIMESTAMP)
                : new Entry(positions[index], timestampsBefore[index]);
    }

    /** Forgets batches that begin at {@code position} or behind it. */
    void truncate(int position) {
        while (entries > 0 && positions[entries - 1] >= position) {
            entries--;
        }
    }

    /** Position of a batch before which no record has {@code timestamp} or a later one. */
    int floorTime(long timestamp) {
        int low = 0;
        int high = entries - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (timestampsBefore[middle] < timestamp) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? 0 : positions[high];
    }

    List<IndexFile.Entry> entries(long baseOffset) {
        return IntStream.range(0, entries)
                .mapToObj(
                        i ->
                                new IndexFile.Entry(
                                        baseOffset + offsets[i], positions[i], timestampsBefore[i]))
                .toList();
    }

    ByteBuffer encode(int segmentSize, long nextOffset, long maxTimestamp) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + entries * ENTRY_BYTES);
        out.putInt(segmentSize).putLong(nextOffset).putLong(maxTimestamp);
        for (int i = 0; i < entries; i++) {
            out.putInt(offsets[i]).putInt(positions[i]).putLong(timestampsBefore[i]);
        }
        return out.flip();
    }

    /** An index as it was sealed, with what the segment was then. */
    record Sealed(SegmentIndex index, int segmentSize, long nextOffset, long maxTimestamp) {

        static @Nullable Sealed decode(@Nullable ByteBuffer in) {
            if (in == null || in.remaining() < HEADER_BYTES) {
                return null;
            }
            int size = in.getInt();
            long nextOffset = in.getLong();
            long maxTimestamp = in.getLong();
            SegmentIndex index = new SegmentIndex();
            while (in.remaining() >= ENTRY_BYTES) {
                index.add(in.getInt(), in.getInt(), in.getLong());
            }
            return new Sealed(index, size, nextOffset, maxTimestamp);
        }
    }
}
