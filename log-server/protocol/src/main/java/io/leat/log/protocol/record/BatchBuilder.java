package io.leat.log.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records into one batch of format v2. Used by one thread at a time: a producer's appending
 * thread, or the loop of a coordinator.
 *
 * <pre>{@code
 * BatchBuilder builder = new BatchBuilder(ByteBuffer.allocate(16_384), Compression.LZ4);
 * builder.append(timestamp, key, value);
 * ByteBuffer batch = builder.build();
 * }</pre>
 *
 * <p>The batch begins at the position of the given buffer. When it does not fit, a larger heap
 * buffer takes the place of the given one; {@link #build} says where the bytes are.
 */
public final class BatchBuilder {

    /** Most bytes that one record adds to its key, value and headers. */
    private static final int MAX_RECORD_OVERHEAD = 21;

    private static final int SCRATCH_BYTES = 32;
    private static final int COPY_BYTES = 4096;

    private final GrowableOutput out;
    private final OutputStream records;
    private final Compression compression;
    private final int start;
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private int attributes;
    private long baseOffset;
    private int leaderEpoch = RecordBatch.NO_LEADER_EPOCH;
    private long producerId = RecordBatch.NO_PRODUCER_ID;
    private short producerEpoch = RecordBatch.NO_PRODUCER_EPOCH;
    private int baseSequence = RecordBatch.NO_SEQUENCE;
    private long baseTimestamp = RecordBatch.NO_TIMESTAMP;
    private long maxTimestamp = RecordBatch.NO_TIMESTAMP;
    private int count;
    private long uncompressedBytes;
    private @Nullable ByteBuffer built;

    /** A batch at the position of {@code buffer}. */
    public BatchBuilder(ByteBuffer buffer, Compression compression) {
        this(buffer, compression, Compression.DEFAULT_LEVEL);
    }

    /** As {@link #BatchBuilder(ByteBuffer, Compression)}, with the codec's level. */
    public BatchBuilder(ByteBuffer buffer, Compression compression, int level) {
        this.out = new GrowableOutput(buffer);
        this.start = buffer.position();
        this.compression = compression;
        this.attributes = compression.id();
        out.write(new byte[RecordBatch.RECORDS_AT], 0, RecordBatch.RECORDS_AT);
        try {
            this.records = compression.compress(out, level);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A batch of control records: not shown to consumers. Append with a {@link ControlType} key.
     */
    public static BatchBuilder control(ByteBuffer buffer) {
        BatchBuilder builder = new BatchBuilder(buffer, Compression.NONE);
        builder.attributes |= RecordBatch.CONTROL;
        return builder;
    }

    /** Most bytes that a batch with this one record takes, uncompressed. */
    public static int sizeUpperBound(int keyBytes, int valueBytes, List<RecordHeader> headers) {
        return RecordBatch.RECORDS_AT
                + MAX_RECORD_OVERHEAD
                + Varints.MAX_INT_BYTES * 2
                + keyBytes
                + valueBytes
                + headersSize(headers);
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
    public long uncompressedBytes() {
        return uncompressedBytes + RecordBatch.RECORDS_AT;
    }

    /** Bytes in the buffer so far; what the codec still holds back is not in it. */
    public int writtenBytes() {
        return built != null ? built.remaining() : out.buffer().position() - start;
    }

    /** Largest timestamp so far. */
    public long maxTimestamp() {
        return maxTimestamp;
    }

    /** Bytes that this record would add before compression. */
    public int sizeOf(
            long timestamp,
            @Nullable ByteBuffer key,
            @Nullable ByteBuffer value,
            List<RecordHeader> headers) {
        int body = bodySize(timestamp, count, key, value, headers);
        return Varints.size(body) + body;
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
        int body = bodySize(timestamp, count, key, value, headers);
        try {
            write(body, timestamp, key, value, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        uncompressedBytes += Varints.size(body) + body;
        return count++;
    }

    private int bodySize(
            long timestamp,
            int offsetDelta,
            @Nullable ByteBuffer key,
            @Nullable ByteBuffer value,
            List<RecordHeader> headers) {
        long delta = offsetDelta == 0 ? 0 : timestamp - baseTimestamp;
        return Math.addExact(
                1 + Varints.size(delta) + Varints.size(offsetDelta) + fieldSize(key),
                Math.addExact(fieldSize(value), headersSize(headers)));
    }

    private static int fieldSize(@Nullable ByteBuffer field) {
        return field == null ? 1 : Varints.size(field.remaining()) + field.remaining();
    }

    private static int headersSize(List<RecordHeader> headers) {
        int size = Varints.size(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            RecordHeader header = headers.get(i);
            int keyBytes = header.key().getBytes(UTF_8).length;
            size += Varints.size(keyBytes) + keyBytes + fieldSize(header.value());
        }
        return size;
    }

    private void write(
            int body,
            long timestamp,
            @Nullable ByteBuffer key,
            @Nullable ByteBuffer value,
            List<RecordHeader> headers)
            throws IOException {
        int end = Varints.put(scratch, 0, body);
        scratch[end++] = 0;
        end = Varints.put(scratch, end, timestamp - baseTimestamp);
        end = Varints.put(scratch, end, count);
        records.write(scratch, 0, end);
        writeField(key);
        writeField(value);
        writeInt(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            RecordHeader header = headers.get(i);
            byte[] name = header.key().getBytes(UTF_8);
            writeInt(name.length);
            records.write(name, 0, name.length);
            writeField(header.value());
        }
    }

    private void writeInt(int value) throws IOException {
        records.write(scratch, 0, Varints.put(scratch, 0, value));
    }

    private void writeField(@Nullable ByteBuffer field) throws IOException {
        if (field == null) {
            writeInt(-1);
            return;
        }
        int length = field.remaining();
        writeInt(length);
        if (field.hasArray()) {
            records.write(field.array(), field.arrayOffset() + field.position(), length);
        } else if (records instanceof GrowableOutput growable) {
            growable.write(field);
        } else {
            ByteBuffer rest = field.duplicate();
            byte[] part = new byte[Math.min(COPY_BYTES, length)];
            while (rest.hasRemaining()) {
                int n = Math.min(part.length, rest.remaining());
                rest.get(part, 0, n);
                records.write(part, 0, n);
            }
        }
    }

    /**
     * Ends the batch and writes its header; the same bytes on every call. A batch without records
     * is allowed only from code that means it (compaction keeps empty ones).
     */
    public ByteBuffer build() {
        if (built == null) {
            built = finish();
        }
        return built.duplicate();
    }

    private ByteBuffer finish() {
        try {
            records.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer buffer = out.buffer();
        int end = buffer.position();
        buffer.putLong(start + RecordBatch.BASE_OFFSET_AT, baseOffset);
        buffer.putInt(start + RecordBatch.LENGTH_AT, end - start - RecordBatch.LOG_OVERHEAD);
        buffer.putInt(start + RecordBatch.LEADER_EPOCH_AT, leaderEpoch);
        buffer.put(start + RecordBatch.MAGIC_AT, RecordBatch.MAGIC);
        buffer.putShort(start + RecordBatch.ATTRIBUTES_AT, (short) attributes);
        buffer.putInt(start + RecordBatch.LAST_OFFSET_DELTA_AT, Math.max(0, count - 1));
        buffer.putLong(start + RecordBatch.BASE_TIMESTAMP_AT, baseTimestamp);
        buffer.putLong(start + RecordBatch.MAX_TIMESTAMP_AT, maxTimestamp);
        buffer.putLong(start + RecordBatch.PRODUCER_ID_AT, producerId);
        buffer.putShort(start + RecordBatch.PRODUCER_EPOCH_AT, producerEpoch);
        buffer.putInt(start + RecordBatch.BASE_SEQUENCE_AT, baseSequence);
        buffer.putInt(start + RecordBatch.COUNT_AT, count);
        ByteBuffer bytes = buffer.duplicate().position(start).limit(end);
        RecordBatch.at(bytes).writeCrc();
        return bytes;
    }

    /** The codec. */
    public Compression compression() {
        return compression;
    }
}
