package io.leat.log.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A cursor that appends one message of one version. Owned by whoever writes, used once.
 *
 * <p>Its own bytes go to one heap buffer that grows; {@code records} are passed through as the
 * slices they are, so that a fetch response never copies what the log holds.
 */
public final class Writer {

    private static final int FIRST_CAPACITY = 256;
    private static final int MAX_STRING_BYTES = Short.MAX_VALUE;

    /** A slice of somebody else's bytes, and how many of our own bytes come before it. */
    private record Passed(int at, ByteBuffer slice) {}

    private final int version;
    private final boolean flexible;
    private final List<Passed> passed = new ArrayList<>(0);
    private ByteBuffer own = ByteBuffer.allocate(FIRST_CAPACITY);

    public Writer(int version, boolean flexible) {
        this.version = version;
        this.flexible = flexible;
    }

    /** The version of the message. */
    public int version() {
        return version;
    }

    /** Whether lengths are compact and structures end with tagged fields. */
    public boolean flexible() {
        return flexible;
    }

    public void bool(boolean value) {
        int8(value ? (byte) 1 : 0);
    }

    public void int8(byte value) {
        room(Byte.BYTES).put(value);
    }

    public void int16(short value) {
        room(Short.BYTES).putShort(value);
    }

    public void uint16(int value) {
        if (value != (value & 0xffff)) {
            throw new UnencodableMessageException(value + " does not fit into 16 bits");
        }
        int16((short) value);
    }

    public void int32(int value) {
        room(Integer.BYTES).putInt(value);
    }

    public void uint32(long value) {
        if (value != (value & 0xffff_ffffL)) {
            throw new UnencodableMessageException(value + " does not fit into 32 bits");
        }
        int32((int) value);
    }

    public void int64(long value) {
        room(Long.BYTES).putLong(value);
    }

    public void float64(double value) {
        room(Double.BYTES).putDouble(value);
    }

    public void uuid(Uuid value) {
        room(2 * Long.BYTES).putLong(value.high()).putLong(value.low());
    }

    public void error(ErrorCode value) {
        int16(value.code());
    }

    /** See {@link Reader#unsignedVarint}. */
    public void unsignedVarint(int value) {
        ByteBuffer out = room(5);
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /** See {@link Reader#varint}. */
    public void varint(int value) {
        unsignedVarint((value << 1) ^ (value >> 31));
    }

    /** See {@link Reader#varlong}. */
    public void varlong(long value) {
        ByteBuffer out = room(10);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    public void string(String value) {
        int length = utf8Length(value);
        if (length > MAX_STRING_BYTES) {
            throw new UnencodableMessageException("A string of " + length + " bytes is too long");
        }
        if (flexible) {
            unsignedVarint(length + 1);
        } else {
            int16((short) length);
        }
        utf8(value, length);
    }

    public void nullableString(@Nullable String value) {
        if (value != null) {
            string(value);
        } else if (flexible) {
            unsignedVarint(0);
        } else {
            int16((short) -1);
        }
    }

    /** See {@link Reader#legacyString}. */
    void legacyString(@Nullable String value) {
        if (value == null) {
            int16((short) -1);
            return;
        }
        int length = utf8Length(value);
        if (length > MAX_STRING_BYTES) {
            throw new UnencodableMessageException("A string of " + length + " bytes is too long");
        }
        int16((short) length);
        utf8(value, length);
    }

    private void utf8(String value, int length) {
        ByteBuffer out = room(length);
        if (length != value.length()) {
            out.put(value.getBytes(StandardCharsets.UTF_8));
            return;
        }
        byte[] array = out.array();
        int at = out.position();
        for (int i = 0; i < length; i++) {
            array[at + i] = (byte) value.charAt(i);
        }
        out.position(at + length);
    }

    private static int utf8Length(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                return value.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return value.length();
    }

    public void bytes(ByteBuffer value) {
        length(value.remaining());
        room(value.remaining()).put(value.duplicate());
    }

    public void nullableBytes(@Nullable ByteBuffer value) {
        if (value == null) {
            length(-1);
        } else {
            bytes(value);
        }
    }

    public void records(Records value) {
        length(value.sizeInBytes());
        for (ByteBuffer slice : value.buffers()) {
            passed.add(new Passed(own.position(), slice.duplicate()));
        }
    }

    public void nullableRecords(@Nullable Records value) {
        if (value == null) {
            length(-1);
        } else {
            records(value);
        }
    }

    /** An array of structures. */
    public <T> void list(List<T> structs, BiConsumer<T, Writer> element) {
        length(structs.size());
        for (int i = 0; i < structs.size(); i++) {
            element.accept(structs.get(i), this);
        }
    }

    public <T> void nullableList(@Nullable List<T> structs, BiConsumer<T, Writer> element) {
        if (structs == null) {
            length(-1);
        } else {
            list(structs, element);
        }
    }

    /** An array of primitive values. */
    public <T> void values(List<T> values, BiConsumer<Writer, T> element) {
        length(values.size());
        for (int i = 0; i < values.size(); i++) {
            element.accept(this, values.get(i));
        }
    }

    public <T> void nullableValues(@Nullable List<T> values, BiConsumer<Writer, T> element) {
        if (values == null) {
            length(-1);
        } else {
            values(values, element);
        }
    }

    /** See {@link Reader#nullable}. */
    public <T> void nullable(@Nullable T value, BiConsumer<T, Writer> struct) {
        if (value == null) {
            int8((byte) -1);
        } else {
            int8((byte) 1);
            struct.accept(value, this);
        }
    }

    /** See {@link Reader#nullableInTag}. */
    public <T> void nullableInTag(@Nullable T value, BiConsumer<T, Writer> struct) {
        if (value == null) {
            unsignedVarint(0);
        } else {
            unsignedVarint(1);
            struct.accept(value, this);
        }
    }

    /** {@code value}, which must not be null in this version. */
    public <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new UnencodableMessageException(
                    field + " must not be null in version " + version);
        }
        return value;
    }

    /** Refuses a value that matters, of a field that this version does not have. */
    public void absent(boolean isDefault, String field) {
        if (!isDefault) {
            throw new UnencodableMessageException(field + " does not exist in version " + version);
        }
    }

    /**
     * Begins the tagged fields that end a structure. Nothing in a version that has no tags.
     *
     * @return where they are counted, for {@link #tag}
     */
    public int tags() {
        int at = own.position();
        if (flexible) {
            int8((byte) 0);
        }
        return at;
    }

    /**
     * Begins one tagged field; fields come in ascending order of {@code tag}.
     *
     * @return where its size goes, for {@link #endTag}
     */
    public int tag(int tags, int tag) {
        own.put(tags, (byte) (own.get(tags) + 1));
        unsignedVarint(tag);
        int at = own.position();
        int8((byte) 0);
        return at;
    }

    /** Ends the tagged field whose size goes to {@code at}. */
    public void endTag(int at) {
        int start = at + 1;
        int size = own.position() - start;
        if (size < 0x80) {
            own.put(at, (byte) size);
            return;
        }
        // The size needs more than the byte set aside for it: move the content behind it.
        byte[] content = Arrays.copyOfRange(own.array(), start, start + size);
        own.position(at);
        unsignedVarint(size);
        room(size).put(content);
    }

    /** All bytes written, in order; buffers of this writer and slices that were passed through. */
    public ByteBuffer[] finish() {
        List<ByteBuffer> parts = new ArrayList<>(2 * passed.size() + 1);
        int from = 0;
        for (Passed next : passed) {
            addOwn(parts, from, next.at);
            parts.add(next.slice);
            from = next.at;
        }
        addOwn(parts, from, own.position());
        return parts.toArray(new ByteBuffer[0]);
    }

    private void addOwn(List<ByteBuffer> parts, int from, int to) {
        if (to > from) {
            parts.add(own.slice(from, to - from));
        }
    }

    /** All bytes written, in one buffer: without a copy if nothing was passed through. */
    public ByteBuffer toBuffer() {
        if (passed.isEmpty()) {
            return own.slice(0, own.position());
        }
        ByteBuffer[] parts = finish();
        int size = 0;
        for (ByteBuffer part : parts) {
            size += part.remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (ByteBuffer part : parts) {
            all.put(part.duplicate());
        }
        return all.flip();
    }

    private void length(int length) {
        if (flexible) {
            unsignedVarint(length + 1);
        } else {
            int32(length);
        }
    }

    private ByteBuffer room(int bytes) {
        if (own.remaining() < bytes) {
            int needed = Math.addExact(own.position(), bytes);
            int doubled = (int) Math.min(2L * own.capacity(), Integer.MAX_VALUE - 8);
            own = ByteBuffer.allocate(Math.max(needed, doubled)).put(own.flip());
        }
        return own;
    }
}
