package io.leat.log.quorum;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Records of the metadata log that were appended together: they commit together. Immutable; the
 * buffers are read through {@code duplicate()}.
 *
 * @param baseOffset the offset of the first record
 * @param epoch the epoch of the leader that appended them
 * @param timestampMs when it did
 * @param control whether the records are about the quorum itself: {@link ControlRecord}s
 */
public record MetadataBatch(
        long baseOffset, int epoch, long timestampMs, boolean control, List<ByteBuffer> records) {

    public MetadataBatch {
        records = List.copyOf(records);
        if (records.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one record");
        }
    }

    /** The offset after the last record. */
    public long endOffset() {
        return baseOffset + records.size();
    }
}
