package io.leat.streams.state;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Marks stores of bytes whose values begin with headers: their length (a zigzag varint) and, when
 * there are any, their number and each key and value with its length.
 */
public interface HeadersBytesStore {

    /** {@code value}, which may begin with a timestamp, with empty headers before it. */
    static byte @Nullable [] convertToHeaderFormat(byte @Nullable [] value) {
        return value == null
                ? null
                : ByteBuffer.allocate(1 + value.length).put((byte) 0).put(value).array();
    }

    /** A plain value with empty headers and the timestamp -1 before it. */
    static byte @Nullable [] convertFromPlainToHeaderFormat(byte @Nullable [] value) {
        return convertToHeaderFormat(TimestampedBytesStore.convertToTimestampedFormat(value));
    }
}
