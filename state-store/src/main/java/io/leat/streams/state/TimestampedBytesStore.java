package io.leat.streams.state;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Marks stores of bytes whose values begin with a timestamp. */
public interface TimestampedBytesStore {

    /** {@code plainValue} with the timestamp -1, which means that none is known. */
    static byte @Nullable [] convertToTimestampedFormat(byte @Nullable [] plainValue) {
        return plainValue == null
                ? null
                : ByteBuffer.allocate(Long.BYTES + plainValue.length)
                        .putLong(-1)
                        .put(plainValue)
                        .array();
    }
}
