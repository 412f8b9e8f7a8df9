package io.leat.clients.consumer;

import java.nio.ByteBuffer;

/** Reads the zigzag numbers of records. Stateless. */
final class Varints {

    private Varints() {}

    static int readInt(ByteBuffer in) {
        byte first = in.get();
        if (first >= 0) {
            return (first >>> 1) ^ -(first & 1);
        }
        int raw = first & 0x7f;
        int shift = 7;
        byte next;
        do {
            if (shift > 28) {
                throw new IllegalArgumentException("a varint is longer than five bytes");
            }
            next = in.get();
            raw |= (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return (raw >>> 1) ^ -(raw & 1);
    }

    static long readLong(ByteBuffer in) {
        byte first = in.get();
        if (first >= 0) {
            return (first >>> 1) ^ -(first & 1);
        }
        long raw = first & 0x7f;
        int shift = 7;
        byte next;
        do {
            if (shift > 63) {
                throw new IllegalArgumentException("a varlong is longer than ten bytes");
            }
            next = in.get();
            raw |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return (raw >>> 1) ^ -(raw & 1);
    }
}
