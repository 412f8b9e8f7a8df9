package io.leat.log.storage;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a log writes down about itself: where recovery has to begin, and where the log starts.
 *
 * @param recoveryPoint everything below is durable
 * @param logStart first offset that is not deleted
 */
record Checkpoint(long recoveryPoint, long logStart) {

    private static final int BYTES = 16;

    ByteBuffer encode() {
        return ByteBuffer.allocate(BYTES).putLong(recoveryPoint).putLong(logStart).flip();
    }

    static Checkpoint decode(@Nullable ByteBuffer in) {
        return in == null || in.remaining() < BYTES
                ? new Checkpoint(0, 0)
                : new Checkpoint(in.getLong(), in.getLong());
    }
}
