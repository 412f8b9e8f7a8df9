package io.leat.log.protocol.record;

import java.nio.ByteBuffer;

/**
 * What the writer of a batch says in its header; length and checksum follow from the bytes.
 * Immutable.
 *
 * @param attributes the codec's id and the flags of {@link RecordBatch}
 * @param count how many records there are, at offsets without gaps
 */
public record BatchHeader(
        long baseOffset,
        int leaderEpoch,
        int attributes,
        int count,
        long baseTimestamp,
        long maxTimestamp,
        long producerId,
        short producerEpoch,
        int baseSequence) {

    /** Writes the header of {@code batch}, which lies from 0 to its limit, over what is there. */
    public void writeTo(ByteBuffer batch) {
        batch.putLong(RecordBatch.BASE_OFFSET_AT, baseOffset)
                .putInt(RecordBatch.LENGTH_AT, batch.limit() - RecordBatch.LOG_OVERHEAD)
                .putInt(RecordBatch.LEADER_EPOCH_AT, leaderEpoch)
                .put(RecordBatch.MAGIC_AT, RecordBatch.MAGIC)
                .putShort(RecordBatch.ATTRIBUTES_AT, (short) attributes)
                .putInt(RecordBatch.LAST_OFFSET_DELTA_AT, Math.max(0, count - 1))
                .putLong(RecordBatch.BASE_TIMESTAMP_AT, baseTimestamp)
                .putLong(RecordBatch.MAX_TIMESTAMP_AT, maxTimestamp)
                .putLong(RecordBatch.PRODUCER_ID_AT, producerId)
                .putShort(RecordBatch.PRODUCER_EPOCH_AT, producerEpoch)
                .putInt(RecordBatch.BASE_SEQUENCE_AT, baseSequence)
                .putInt(RecordBatch.COUNT_AT, count);
        RecordBatch.at(batch).writeCrc();
    }
}
