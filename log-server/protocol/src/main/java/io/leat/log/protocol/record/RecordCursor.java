package io.leat.log.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the records of one batch, decompressing as it goes; it makes no object per record. Used by
 * one thread at a time. What it shows of a record is valid until the next {@link #next}.
 *
 * <pre>{@code
 * try (RecordCursor cursor = RecordCursor.open(batch)) {
 *     while (cursor.next()) {
 *         use(cursor.offset(), cursor.key(), cursor.value());
 *     }
 * }
 * }</pre>
 *
 * <p>Damage is an {@link InvalidBatchException}; the checksum is the caller's business.
 */
public final class RecordCursor implements AutoCloseable {

    /** Decompressed bytes that {@link #open(RecordBatch)} lets one batch hold. */
    public static final long DEFAULT_OUTPUT_LIMIT = 1L << 30;

    private final RecordBatch batch;
    private final RecordSource source;
    private final int count;
    private final boolean logAppendTime;
    private int index = -1;
    private ByteBuffer body = ByteBuffer.allocate(0);
    private long offset;
    private long timestamp;
    private int bodyAt;
    private int bodyEnd;
    private int fieldsAt;
    private int keyAt;
    private int keySize;
    private int valueAt;
    private int valueSize;
    private int headerCount;
    private int headersAt;

    private RecordCursor(RecordBatch batch, long outputLimit) {
        this.batch = batch;
        this.count = batch.count();
        this.logAppendTime = batch.isLogAppendTime();
        if (count < 0) {
            throw InvalidBatchException.corrupt("a batch declares " + count + " records");
        }
        this.source = RecordSource.of(batch, outputLimit);
    }

    /** A cursor before the first record. */
    public static RecordCursor open(RecordBatch batch) {
        return new RecordCursor(batch, DEFAULT_OUTPUT_LIMIT);
    }

    /** As {@link #open(RecordBatch)}, refusing more than {@code outputLimit} decompressed bytes. */
    public static RecordCursor open(RecordBatch batch, long outputLimit) {
        return new RecordCursor(batch, outputLimit);
    }

    /** All records of {@code batch}, copied. */
    public static List<DecodedRecord> decode(RecordBatch batch) {
        List<DecodedRecord> records = new ArrayList<>();
        try (RecordCursor cursor = open(batch)) {
            while (cursor.next()) {
                records.add(cursor.copy());
            }
        }
        return records;
    }

    /** Moves to the next record; false behind the last, after checking that nothing follows it. */
    public boolean next() {
        if (index + 1 >= count) {
            if (index + 1 == count) {
                index++;
                source.checkEnd();
            }
            return false;
        }
        index++;
        body = source.next();
        parse(body);
        return true;
    }

    private void parse(ByteBuffer in) {
        int end = in.limit();
        if (!in.hasRemaining()) {
            throw InvalidBatchException.corrupt("a record is empty");
        }
        bodyAt = in.position();
        bodyEnd = end;
        in.get();
        long timestampDelta = Varints.readLong(in);
        timestamp = logAppendTime ? batch.maxTimestamp() : batch.baseTimestamp() + timestampDelta;
        offset = batch.baseOffset() + Varints.readInt(in);
        fieldsAt = in.position();
        keySize = fieldSize(in, end);
        keyAt = in.position();
        in.position(keyAt + Math.max(0, keySize));
        valueSize = fieldSize(in, end);
        valueAt = in.position();
        in.position(valueAt + Math.max(0, valueSize));
        headerCount = Varints.readInt(in);
        headersAt = in.position();
        if (headerCount < 0 || headerCount > end - headersAt) {
            throw InvalidBatchException.corrupt("a record declares " + headerCount + " headers");
        }
        for (int i = 0; i < headerCount; i++) {
            int nameSize = fieldSize(in, end);
            if (nameSize < 0) {
                throw InvalidBatchException.corrupt("a record has a header without key");
            }
            in.position(in.position() + nameSize);
            int size = fieldSize(in, end);
            in.position(in.position() + Math.max(0, size));
        }
        if (in.position() != end) {
            throw InvalidBatchException.corrupt("a record is longer than what it holds");
        }
    }

    private static int fieldSize(ByteBuffer in, int end) {
        int size = Varints.readInt(in);
        if (size < -1 || size > end - in.position()) {
            throw InvalidBatchException.corrupt("a record declares a field of " + size + " bytes");
        }
        return size;
    }

    public long offset() {
        return offset;
    }

    public long timestamp() {
        return timestamp;
    }

    public boolean hasKey() {
        return keySize >= 0;
    }

    public boolean hasValue() {
        return valueSize >= 0;
    }

    /** Size of the key, -1 when it is null. */
    public int keySize() {
        return keySize;
    }

    /** Size of the value, -1 when it is null. */
    public int valueSize() {
        return valueSize;
    }

    /** The key, sharing memory until {@link #next}; null when it is null. */
    public @Nullable ByteBuffer key() {
        return keySize < 0 ? null : body.duplicate().limit(keyAt + keySize).position(keyAt);
    }

    /** The value, sharing memory until {@link #next}; null when it is null. */
    public @Nullable ByteBuffer value() {
        return valueSize < 0 ? null : body.duplicate().limit(valueAt + valueSize).position(valueAt);
    }

    /** Feeds the key to {@code digest} without copying it; nothing when it is null. */
    public void digestKey(MessageDigest digest) {
        if (keySize > 0) {
            body.limit(keyAt + keySize).position(keyAt);
            digest.update(body);
            body.limit(bodyEnd);
        }
    }

    /** The record as it is stored, behind its length; valid until {@link #next}. */
    ByteBuffer stored() {
        return body.limit(bodyEnd).position(bodyAt);
    }

    /** The part of the record that depends neither on its offset nor on its time. */
    ByteBuffer storedFields() {
        return body.limit(bodyEnd).position(fieldsAt);
    }

    /** A copy of the key. */
    public byte @Nullable [] keyBytes() {
        return keySize < 0 ? null : bytes(keyAt, keySize);
    }

    /** A copy of the value. */
    public byte @Nullable [] valueBytes() {
        return valueSize < 0 ? null : bytes(valueAt, valueSize);
    }

    private byte[] bytes(int at, int size) {
        byte[] copy = new byte[size];
        body.get(at, copy);
        return copy;
    }

    public int headerCount() {
        return headerCount;
    }

    /** The headers, copied. */
    public List<RecordHeader> headers() {
        if (headerCount == 0) {
            return List.of();
        }
        List<RecordHeader> headers = new ArrayList<>();
        ByteBuffer in = body.duplicate();
        in.position(headersAt);
        for (int i = 0; i < headerCount; i++) {
            byte[] name = new byte[Varints.readInt(in)];
            in.get(name);
            int size = Varints.readInt(in);
            ByteBuffer value = null;
            if (size >= 0) {
                byte[] bytes = new byte[size];
                in.get(bytes);
                value = ByteBuffer.wrap(bytes);
            }
            headers.add(new RecordHeader(new String(name, UTF_8), value));
        }
        return headers;
    }

    /** The record, copied out. */
    public DecodedRecord copy() {
        byte[] key = keyBytes();
        byte[] value = valueBytes();
        return new DecodedRecord(
                offset,
                timestamp,
                key == null ? null : ByteBuffer.wrap(key),
                value == null ? null : ByteBuffer.wrap(value),
                headers());
    }

    @Override
    public void close() {
        source.close();
    }
}
