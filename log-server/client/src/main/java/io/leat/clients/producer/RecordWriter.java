package io.leat.clients.producer;

import io.leat.common.header.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Encodes records of format v2 into an array. A cursor: owned by whoever holds its batch's lock.
 */
final class RecordWriter {

    private static final int MAX_OVERHEAD = 5 + 1 + 10 + 5 + 5 + 5 + 5;

    final byte[] bytes;
    int at;

    RecordWriter(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** Headers with their keys encoded once. */
    record EncodedHeader(byte[] key, byte[] value) {

        static List<EncodedHeader> of(Header[] headers) {
            if (headers.length == 0) {
                return List.of();
            }
            EncodedHeader[] encoded = new EncodedHeader[headers.length];
            for (int i = 0; i < headers.length; i++) {
                encoded[i] =
                        new EncodedHeader(
                                headers[i].key().getBytes(StandardCharsets.UTF_8),
                                headers[i].value());
            }
            return List.of(encoded);
        }
    }

    /** Never less than what a record takes. */
    static int upperBound(byte[] key, byte[] value, List<EncodedHeader> headers) {
        long size = MAX_OVERHEAD + length(key) + (long) length(value);
        for (EncodedHeader header : headers) {
            size += 10 + length(header.key) + (long) length(header.value);
        }
        return (int) Math.min(Integer.MAX_VALUE, size);
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** Appends a record; false, with nothing written, when it does not fit. */
    boolean append(
            long timestampDelta,
            int offsetDelta,
            byte[] key,
            byte[] value,
            List<EncodedHeader> headers) {
        int body =
                1
                        + sizeOfVarlong(timestampDelta)
                        + sizeOfVarint(offsetDelta)
                        + sizeOfBytes(key)
                        + sizeOfBytes(value)
                        + sizeOfVarint(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            EncodedHeader header = headers.get(i);
            body += sizeOfBytes(header.key) + sizeOfBytes(header.value);
        }
        if (bytes.length - at < body + sizeOfVarint(body)) {
            return false;
        }
        varint(body);
        bytes[at++] = 0;
        varlong(timestampDelta);
        varint(offsetDelta);
        put(key);
        put(value);
        varint(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            put(headers.get(i).key);
            put(headers.get(i).value);
        }
        return true;
    }

    private void put(byte[] source) {
        if (source == null) {
            varint(-1);
            return;
        }
        varint(source.length);
        System.arraycopy(source, 0, bytes, at, source.length);
        at += source.length;
    }

    void varint(int value) {
        int zigzag = value << 1 ^ value >> 31;
        while ((zigzag & ~0x7f) != 0) {
            bytes[at++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        bytes[at++] = (byte) zigzag;
    }

    void varlong(long value) {
        long zigzag = value << 1 ^ value >> 63;
        while ((zigzag & ~0x7fL) != 0) {
            bytes[at++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        bytes[at++] = (byte) zigzag;
    }

    /** Reads what {@link #varlong} wrote and moves on. */
    long readVarlong() {
        long zigzag = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[at++];
            zigzag |= (next & 0x7fL) << shift;
            shift += 7;
        } while (next < 0);
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    static int sizeOfVarint(int value) {
        int zigzag = value << 1 ^ value >> 31;
        return (38 - Integer.numberOfLeadingZeros(zigzag | 1)) / 7;
    }

    static int sizeOfVarlong(long value) {
        long zigzag = value << 1 ^ value >> 63;
        return (70 - Long.numberOfLeadingZeros(zigzag | 1)) / 7;
    }

    private static int sizeOfBytes(byte[] bytes) {
        return bytes == null ? 1 : sizeOfVarint(bytes.length) + bytes.length;
    }
}
