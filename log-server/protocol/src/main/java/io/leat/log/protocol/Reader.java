package io.leat.log.protocol;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cursor that reads one message of one version. Owned by whoever reads; it moves the position of
 * the buffer it was given.
 *
 * <p>Every length is compared with the bytes that are left before anything is allocated for it, so
 * that a message costs memory in proportion to its bytes. Whatever does not follow the protocol is
 * a {@link MalformedMessageException}. {@code bytes} and {@code records} are slices of the buffer:
 * whoever keeps them longer than the frame copies them.
 */
public final class Reader {

    /** Lists start at this capacity or less and grow with what really arrives. */
    private static final int FIRST_CAPACITY = 256;

    private static final int MAX_STRING_BYTES = Short.MAX_VALUE;

    private final ByteBuffer in;
    private final int version;
    private final boolean flexible;
    private final int elementsMax;
    private int elements;

    public Reader(ByteBuffer in, int version, boolean flexible) {
        this(in, version, flexible, Integer.MAX_VALUE);
    }

    /** A reader that refuses messages whose lists have more than {@code elementsMax} elements. */
    Reader(ByteBuffer in, int version, boolean flexible, int elementsMax) {
        this.in = in;
        this.version = version;
        this.flexible = flexible;
        this.elementsMax = elementsMax;
    }

    /** The version of the message. */
    public int version() {
        return version;
    }

    /** Whether lengths are compact and structures end with tagged fields. */
    public boolean flexible() {
        return flexible;
    }

    public int remaining() {
        return in.remaining();
    }

    public boolean bool() {
        return int8() != 0;
    }

    public byte int8() {
        try {
            return in.get();
        } catch (BufferUnderflowException e) {
            throw ended();
        }
    }

    public short int16() {
        try {
            return in.getShort();
        } catch (BufferUnderflowException e) {
            throw ended();
        }
    }

    public int uint16() {
        return Short.toUnsignedInt(int16());
    }

    public int int32() {
        try {
            return in.getInt();
        } catch (BufferUnderflowException e) {
            throw ended();
        }
    }

    public long uint32() {
        return Integer.toUnsignedLong(int32());
    }

    public long int64() {
        try {
            return in.getLong();
        } catch (BufferUnderflowException e) {
            throw ended();
        }
    }

    public double float64() {
        return Double.longBitsToDouble(int64());
    }

    public Uuid uuid() {
        long high = int64();
        long low = int64();
        return high == 0 && low == 0 ? Uuid.ZERO : new Uuid(high, low);
    }

    public ErrorCode error() {
        return ErrorCode.forCode(int16());
    }

    /** An unsigned number in groups of seven bits, lowest first: at most five bytes. */
    public int unsignedVarint() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = int8();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedMessageException("A varint is longer than five bytes");
    }

    /** A signed number in zigzag encoding: at most five bytes. */
    public int varint() {
        int raw = unsignedVarint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    /** A signed 64-bit number in zigzag encoding: at most ten bytes. */
    public long varlong() {
        long raw = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = int8();
            raw |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new MalformedMessageException("A varlong is longer than ten bytes");
    }

    public String string() {
        return present(nullableString(), "string");
    }

    public @Nullable String nullableString() {
        return string(flexible ? compactLength() : int16());
    }

    /** A string whose length is never compact: the client id of a request header. */
    @Nullable String legacyString() {
        return string(int16());
    }

    private @Nullable String string(int length) {
        if (length <= 0) {
            return length == 0 ? "" : absent(length);
        }
        if (length > MAX_STRING_BYTES) {
            throw new MalformedMessageException("A string of " + length + " bytes is too long");
        }
        require(length);
        if (in.hasArray()) {
            int start = in.arrayOffset() + in.position();
            in.position(in.position() + length);
            return new String(in.array(), start, length, StandardCharsets.UTF_8);
        }
        byte[] copy = new byte[length];
        in.get(copy);
        return new String(copy, StandardCharsets.UTF_8);
    }

    public ByteBuffer bytes() {
        return present(nullableBytes(), "bytes");
    }

    public @Nullable ByteBuffer nullableBytes() {
        int length = length();
        return length < 0 ? absent(length) : slice(length);
    }

    public Records records() {
        return present(nullableRecords(), "records");
    }

    public @Nullable Records nullableRecords() {
        int length = length();
        return length < 0 ? absent(length) : Records.of(slice(length));
    }

    private ByteBuffer slice(int length) {
        require(length);
        ByteBuffer slice = in.slice(in.position(), length);
        in.position(in.position() + length);
        return slice;
    }

    /** As many elements as the message declares. Callers do not change the list. */
    public <T> List<T> list(Function<Reader, T> element) {
        return present(nullableList(element), "array");
    }

    /** As {@link #list}, or null. */
    public <T> @Nullable List<T> nullableList(Function<Reader, T> element) {
        int count = length();
        if (count <= 0) {
            return count == 0 ? List.of() : absent(count);
        }
        require(count); // no element is smaller than a byte
        spend(count);
        List<T> list = new ArrayList<>(Math.min(count, FIRST_CAPACITY));
        for (int i = 0; i < count; i++) {
            list.add(element.apply(this));
        }
        return list;
    }

    /** A structure that may be missing: one byte says whether it follows. */
    public <T> @Nullable T nullable(Function<Reader, T> struct) {
        byte mark = int8();
        return mark < 0 ? null : struct.apply(this);
    }

    /** As {@link #nullable} inside a tagged field, where Kafka marks a null with 0. */
    public <T> @Nullable T nullableInTag(Function<Reader, T> struct) {
        return unsignedVarint() == 0 ? null : struct.apply(this);
    }

    /** How many tagged fields end the structure: none in a version that has no tags. */
    public int tagCount() {
        return flexible ? unsignedVarint() : 0;
    }

    /** The number of the next tagged field. */
    public int tag() {
        return unsignedVarint();
    }

    /** Where the tagged field that begins here ends. */
    public int tagEnd() {
        int size = unsignedVarint();
        require(size);
        return in.position() + size;
    }

    /** Leaves out the rest of a tagged field this version does not know. */
    public void skipTo(int tagEnd) {
        in.position(tagEnd);
    }

    /** Checks that a tagged field was as long as it said. */
    public void endTag(int tagEnd) {
        if (in.position() != tagEnd) {
            throw new MalformedMessageException("A tagged field is not as long as it says");
        }
    }

    /** Leaves out all tagged fields of a structure that knows none. */
    public void skipTags() {
        for (int left = tagCount(); left != 0; left--) {
            tag();
            skipTo(tagEnd());
        }
    }

    /** Checks that nothing follows the message. */
    public void end() {
        if (in.hasRemaining()) {
            throw new MalformedMessageException(in.remaining() + " bytes follow the message");
        }
    }

    private int length() {
        return flexible ? compactLength() : int32();
    }

    private int compactLength() {
        int raw = unsignedVarint();
        if (raw < 0) {
            throw new MalformedMessageException("A length exceeds 2^31");
        }
        return raw - 1;
    }

    private void require(int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new MalformedMessageException(
                    bytes + " bytes or elements are announced, " + in.remaining() + " are left");
        }
    }

    private void spend(int count) {
        if (count > elementsMax - elements) {
            throw new MalformedMessageException(
                    "The message has more than " + elementsMax + " elements");
        }
        elements += count;
    }

    private static <T> @Nullable T absent(int length) {
        if (length != -1) {
            throw new MalformedMessageException("A length is " + length);
        }
        return null;
    }

    private static <T> T present(@Nullable T value, String kind) {
        if (value == null) {
            throw new MalformedMessageException("A required " + kind + " is null");
        }
        return value;
    }

    private MalformedMessageException ended() {
        return new MalformedMessageException(
                "The message ends too early: " + in.remaining() + " bytes are left");
    }
}
