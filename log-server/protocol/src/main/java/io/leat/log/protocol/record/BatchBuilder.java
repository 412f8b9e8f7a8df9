package io.leat.log.protocol.record;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds one batch of format v2, growing as needed. Used by one thread at a time: the loop of a
 * coordinator, or a test.
 *
 * <pre>{@code
 * BatchBuilder builder = new BatchBuilder(16_384, Compression.LZ4);
 * builder.append(timestamp, key, value);
 * ByteBuffer batch = builder.build();
 * }</pre>
 */
public final class BatchBuilder {

    private final RecordEncoder records;
    private final Compression compression;
    private final int level;
    private int attributes;
    private long baseOffset;
    private int leaderEpoch = RecordBatch.NO_LEADER_EPOCH;
    private long producerId = RecordBatch.NO_PRODUCER_ID;
    private short producerEpoch = RecordBatch.NO_PRODUCER_EPOCH;
    private int baseSequence = RecordBatch.NO_SEQUENCE;
    private long baseTimestamp = RecordBatch.NO_TIMESTAMP;
    private long maxTimestamp = RecordBatch.NO_TIMESTAMP;
    private int count;
    private @Nullable ByteBuffer built;

    /** A batch of about {@code bytes} before compression. */
    public BatchBuilder(int bytes, Compression compression) {
        this(bytes, compression, Compression.DEFAULT_LEVEL);
    }

    /** As {@link #BatchBuilder(int, Compression)}, with the codec's level. */
    public BatchBuilder(int bytes, Compression compression, int level) {
        this.records = new RecordEncoder(new byte[Math.max(bytes, RecordBatch.RECORDS_AT)]);
        this.compression = compression;
        this.level = level;
        this.attributes = compression.id();
    }

    /**
     * A batch of control records: not shown to consumers. Append with a {@link ControlType} key.
     */
    public static BatchBuilder control(int bytes) {
        BatchBuilder builder = new BatchBuilder(bytes, Compression.NONE);
        builder.attributes |= RecordBatch.CONTROL;
        return builder;
    }

    /** Offset of the first record; 0 unless set. */
    public BatchBuilder baseOffset(long offset) {
        this.baseOffset = offset;
        return this;
    }

    /** Leader epoch; -1 unless set. */
    public BatchBuilder leaderEpoch(int epoch) {
        this.leaderEpoch = epoch;
        return this;
    }

    /** Makes the batch idempotent. May be called until {@link #build}. */
    public BatchBuilder producer(long id, short epoch, int firstSequence, boolean transactional) {
        this.producerId = id;
        this.producerEpoch = epoch;
        this.baseSequence = firstSequence;
        this.attributes =
                transactional
                        ? attributes | RecordBatch.TRANSACTIONAL
                        : attributes & ~RecordBatch.TRANSACTIONAL;
        return this;
    }

    /** Marks all timestamps as the time of the append. */
    public BatchBuilder logAppendTime() {
        this.attributes |= RecordBatch.LOG_APPEND_TIME;
        return this;
    }

    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Bytes of the records before compression, and of the header. */
    public int uncompressedBytes() {
        return records.end();
    }

    /** Largest timestamp so far. */
    public long maxTimestamp() {
        return maxTimestamp;
    }

    /** Appends a record without headers at the next offset; returns its offset delta. */
    public int append(long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value) {
        return append(timestamp, key, value, List.of());
    }

    /** Appends a record at the next offset; returns its offset delta. */
    public int append(
            long timestamp,
            @Nullable ByteBuffer key,
            @Nullable ByteBuffer value,
            List<RecordHeader> headers) {
        if (built != null) {
            throw new IllegalStateException("the batch is built already");
        }
        if (count == 0) {
            baseTimestamp = timestamp;
        }
        byte[] keyBytes = bytes(key);
        byte[] valueBytes = bytes(value);
        List<RecordEncoder.EncodedHeader> encoded =
                headers.stream()
                        .map(h -> RecordEncoder.EncodedHeader.of(h.key(), bytes(h.value())))
                        .toList();
        long delta = timestamp - baseTimestamp;
        while (!records.append(delta, count, keyBytes, valueBytes, encoded)) {
            records.grow(RecordEncoder.upperBound(keyBytes, valueBytes, encoded));
        }
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        return count++;
    }

    /** The bytes of a field; its own array where that holds nothing else. */
    private static byte @Nullable [] bytes(@Nullable ByteBuffer field) {
        if (field == null) {
            return null;
        }
        if (field.hasArray() && field.arrayOffset() == 0 && field.position() == 0) {
            byte[] whole = field.array();
            if (whole.length == field.limit()) {
                return whole;
            }
        }
        byte[] copy = new byte[field.remaining()];
        field.duplicate().get(copy);
        return copy;
    }

    /**
     * Ends the batch and writes its header; the same bytes on every call. A batch without records
     * is allowed only from code that means it (compaction keeps empty ones).
     */
    public ByteBuffer build() {
        ByteBuffer batch = built;
        if (batch == null) {
            batch = records.batch(compression, level);
            header().writeTo(batch);
            built = batch;
        }
        return batch.duplicate();
    }

    private BatchHeader header() {
        return new BatchHeader(
                baseOffset,
                leaderEpoch,
                attributes,
                count,
                baseTimestamp,
                maxTimestamp,
                producerId,
                producerEpoch,
                baseSequence);
    }

    /** The codec. */
    public Compression compression() {
        return compression;
    }
}
