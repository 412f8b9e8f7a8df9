package io.leat.log.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of format v2 into an array, behind room for the header of their batch: the one
 * place that knows how a record is written. Used by one thread at a time; it allocates nothing.
 */
public final class RecordEncoder {

    /** Most bytes that a record adds to its key, value and headers: two numbers for each header. */
    private static final int MAX_OVERHEAD = 1 + Varints.MAX_LONG_BYTES + 5 * Varints.MAX_INT_BYTES;

    private byte[] bytes;
    private int end = RecordBatch.RECORDS_AT;

    /** Writes into {@code memory}, which must have room for the header of a batch. */
    public RecordEncoder(byte[] memory) {
        this.bytes = memory;
    }

    /** A header whose key is encoded, as it is sized and written more than once. */
    public record EncodedHeader(byte[] key, byte @Nullable [] value) {

        public static EncodedHeader of(String key, byte @Nullable [] value) {
            return new EncodedHeader(key.getBytes(UTF_8), value);
        }

        int size() {
            return fieldSize(key) + fieldSize(value);
        }
    }

    /** Never less than the bytes that a record takes, without the header of its batch. */
    public static int upperBound(
            byte @Nullable [] key, byte @Nullable [] value, List<EncodedHeader> headers) {
        long size = MAX_OVERHEAD + fieldSize(key) + (long) fieldSize(value);
        for (int i = 0; i < headers.size(); i++) {
            size += headers.get(i).size();
        }
        return (int) Math.min(Integer.MAX_VALUE, size);
    }

    /** Appends a record; false, with nothing written, when it does not fit. */
    public boolean append(
            long timestampDelta,
            int offsetDelta,
            byte @Nullable [] key,
            byte @Nullable [] value,
            List<EncodedHeader> headers) {
        int body =
                1
                        + Varints.size(timestampDelta)
                        + Varints.size(offsetDelta)
                        + fieldSize(key)
                        + fieldSize(value)
                        + Varints.size(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            body = Math.addExact(body, headers.get(i).size());
        }
        if (bytes.length - end < body + Varints.size(body)) {
            return false;
        }
        int at = begin(body, (byte) 0, timestampDelta, offsetDelta);
        at = put(key, at);
        at = put(value, at);
        at = Varints.put(bytes, at, headers.size());
        for (int i = 0; i < headers.size(); i++) {
            at = put(headers.get(i).key, at);
            at = put(headers.get(i).value, at);
        }
        end = at;
        return true;
    }

    private int begin(int body, byte attributes, long timestampDelta, int offsetDelta) {
        int at = Varints.put(bytes, end, body);
        bytes[at++] = attributes;
        at = Varints.put(bytes, at, timestampDelta);
        return Varints.put(bytes, at, offsetDelta);
    }

    private int put(byte @Nullable [] field, int at) {
        if (field == null) {
            return Varints.put(bytes, at, -1);
        }
        int from = Varints.put(bytes, at, field.length);
        System.arraycopy(field, 0, bytes, from, field.length);
        return from + field.length;
    }

    private static int fieldSize(byte @Nullable [] field) {
        return field == null ? 1 : Varints.size(field.length) + field.length;
    }

    /**
     * Appends the record at the position of {@code source} under another offset, and moves the
     * position behind it. It must fit.
     */
    public void appendCopy(ByteBuffer source, int offsetDelta) {
        int recordEnd = Varints.readInt(source);
        recordEnd += source.position();
        byte attributes = source.get();
        long timestampDelta = Varints.readLong(source);
        Varints.readInt(source);
        int rest = recordEnd - source.position();
        int body = 1 + Varints.size(timestampDelta) + Varints.size(offsetDelta) + rest;
        int at = begin(body, attributes, timestampDelta, offsetDelta);
        source.get(bytes, at, rest);
        end = at + rest;
    }

    /** Where the next record begins: the bytes so far, with the header of the batch. */
    public int end() {
        return end;
    }

    /** The array, for its owner to take back. */
    public byte[] memory() {
        return bytes;
    }

    /** Goes on in a larger array. */
    void grow(int more) {
        int wanted = (int) Math.max(Math.addExact(end, more), Math.min(bytes.length * 2L, 1 << 30));
        byte[] larger = new byte[wanted];
        System.arraycopy(bytes, 0, larger, 0, end);
        bytes = larger;
    }

    /** The records as they were appended, sharing memory. */
    public ByteBuffer records() {
        return ByteBuffer.wrap(bytes, RecordBatch.RECORDS_AT, end - RecordBatch.RECORDS_AT);
    }

    /**
     * The batch, its header still to be written: in the same memory without compression, in memory
     * of its own with.
     */
    public ByteBuffer batch(Compression compression, int level) {
        if (compression == Compression.NONE) {
            return ByteBuffer.wrap(bytes, 0, end);
        }
        GrowableOutput out = new GrowableOutput(ByteBuffer.allocate(end / 2));
        out.write(bytes, 0, RecordBatch.RECORDS_AT);
        try (OutputStream compressing = compression.compress(out, level)) {
            compressing.write(bytes, RecordBatch.RECORDS_AT, end - RecordBatch.RECORDS_AT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.buffer().flip();
    }
}
