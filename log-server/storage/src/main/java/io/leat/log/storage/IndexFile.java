package io.leat.log.storage;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index file of a segment says, for tools that look into a log that no server has open.
 * Immutable.
 *
 * @param segmentSize how long the segment's file was when its index was written, in bytes
 * @param nextOffset the offset behind its last record
 * @param maxTimestamp the largest timestamp of its records; -1 without any
 */
public record IndexFile(int segmentSize, long nextOffset, long maxTimestamp, List<Entry> entries) {

    /**
     * A batch in the index.
     *
     * @param offset of its first record
     * @param position where it begins in the segment's file
     * @param maxTimestampBefore the largest timestamp of all batches before it; -1 without any
     */
    public record Entry(long offset, int position, long maxTimestampBefore) {}

    /** The index in the bytes of a file; null if they are damaged, or none of an index. */
    public static @Nullable IndexFile of(ByteBuffer bytes, long baseOffset) {
        SegmentIndex.Sealed sealed = SegmentIndex.Sealed.decode(SealedFile.open(bytes.duplicate()));
        return sealed == null
                ? null
                : new IndexFile(
                        sealed.segmentSize(),
                        sealed.nextOffset(),
                        sealed.maxTimestamp(),
                        sealed.index().entries(baseOffset));
    }
}
