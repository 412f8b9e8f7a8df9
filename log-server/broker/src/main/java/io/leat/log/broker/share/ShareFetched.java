package io.leat.log.broker.share;

import io.leat.log.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a share fetch got from one partition. Immutable; {@link #release} gives back the frames it
 * holds.
 *
 * @param acquired which of the records of {@code batches} the consumer has
 */
record ShareFetched(
        ErrorCode error,
        List<Acquired> acquired,
        List<ByteBuffer> batches,
        int bytes,
        Runnable release) {

    static final ShareFetched NOTHING = failed(ErrorCode.NONE);

    static ShareFetched failed(ErrorCode error) {
        return new ShareFetched(error, List.of(), List.of(), 0, () -> {});
    }

    long count() {
        long count = 0;
        for (Acquired each : acquired) {
            count += each.size();
        }
        return count;
    }
}
