package io.leat.log.protocol.record;

import java.nio.ByteBuffer;

/** Zigzag variable-length integers as record batches use them. */
final class Varints {

    static final int MAX_INT_BYTES = 5;
    static final int MAX_LONG_BYTES = 10;

    private Varints() {}

    /** Bytes that {@code value} takes. */
    static int size(int value) {
        int zigzag = (value << 1) ^ (value >> 31);
        return (38 - Integer.numberOfLeadingZeros(zigzag | 1)) / 7;
    }

    /** Bytes that {@code value} takes. */
    static int size(long value) {
        long zigzag = (value << 1) ^ (value >> 63);
        return (70 - Long.numberOfLeadingZeros(zigzag | 1)) / 7;
    }

    /** Writes {@code value} at {@code at}; returns the index behind it. */
    static int put(byte[] target, int at, int value) {
        int rest = (value << 1) ^ (value >> 31);
        int index = at;
        while ((rest & ~0x7f) != 0) {
            target[index++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        target[index++] = (byte) rest;
        return index;
    }

    /** Writes {@code value} at {@code at}; returns the index behind it. */
    static int put(byte[] target, int at, long value) {
        long rest = (value << 1) ^ (value >> 63);
        int index = at;
        while ((rest & ~0x7fL) != 0) {
            target[index++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        target[index++] = (byte) rest;
        return index;
    }

    /** Reads an int at the buffer's position and moves it on. */
    static int readInt(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (!in.hasRemaining()) {
                throw InvalidBatchException.corrupt("a record is cut short within a number");
            }
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw InvalidBatchException.corrupt("a number in a record is longer than five bytes");
    }

    /** Reads a long at the buffer's position and moves it on. */
    static long readLong(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (!in.hasRemaining()) {
                throw InvalidBatchException.corrupt("a record is cut short within a number");
            }
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw InvalidBatchException.corrupt("a number in a record is longer than ten bytes");
    }
}
