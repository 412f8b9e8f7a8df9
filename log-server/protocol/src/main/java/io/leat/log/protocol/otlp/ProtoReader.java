package io.leat.log.protocol.otlp;

import io.leat.log.protocol.MalformedMessageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the fields of one message in the encoding of Protocol Buffers. Owned by whoever reads;
 * nothing is allocated from a length that was only declared.
 */
final class ProtoReader {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int VARINT_BITS = 64;

    private final ByteBuffer in;
    private int tag;

    ProtoReader(ByteBuffer in) {
        this.in = in.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The same message from what is next on; this one stays where it is. */
    ProtoReader again() {
        return new ProtoReader(in);
    }

    /** Goes to the next field; false at the end. What the last one holds has to be taken before. */
    boolean next() {
        if (!in.hasRemaining()) {
            return false;
        }
        tag = (int) varint();
        return true;
    }

    int field() {
        return tag >>> 3;
    }

    /** The message in this field. */
    ProtoReader message() {
        return new ProtoReader(bytes());
    }

    String text() {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    double float64() {
        expect(FIXED64);
        return in.getDouble();
    }

    /** A whole number of 64 bits, in eight bytes. */
    long fixed64() {
        expect(FIXED64);
        return in.getLong();
    }

    /** A whole number in as many bytes as it needs. */
    long number() {
        if (type() != VARINT) {
            throw malformed("a field has type " + type());
        }
        return varint();
    }

    void skip() {
        switch (type()) {
            case VARINT -> varint();
            case FIXED64 -> advance(Long.BYTES);
            case BYTES -> bytes();
            case FIXED32 -> advance(Integer.BYTES);
            default -> throw malformed("a field has type " + type());
        }
    }

    private int type() {
        return tag & 7;
    }

    private ByteBuffer bytes() {
        if (type() != BYTES) {
            throw malformed("a field has type " + type());
        }
        long length = varint();
        if (length < 0 || length > in.remaining()) {
            throw malformed("a field has " + length + " bytes of " + in.remaining());
        }
        ByteBuffer field = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return field;
    }

    private void expect(int type) {
        if (type() != type || in.remaining() < Long.BYTES) {
            throw malformed("a field of eight bytes is cut off");
        }
    }

    private void advance(int bytes) {
        if (in.remaining() < bytes) {
            throw malformed("a field is cut off");
        }
        in.position(in.position() + bytes);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < VARINT_BITS; shift += 7) {
            if (!in.hasRemaining()) {
                throw malformed("a number is cut off");
            }
            byte part = in.get();
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw malformed("a number has more than 64 bits");
    }

    private static MalformedMessageException malformed(String what) {
        return new MalformedMessageException(what);
    }
}
