package io.leat.log.storage;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Whole batches that were read. {@link #release} is run once, when the buffers are no longer used;
 * from any thread.
 *
 * @param nextOffset the offset behind the last batch, or the one asked for when there is none
 */
public record LogRead(List<ByteBuffer> batches, int bytes, long nextOffset, Runnable release) {

    /** Nothing, at {@code offset}. */
    public static LogRead empty(long offset) {
        return new LogRead(List.of(), 0, offset, () -> {});
    }
}
