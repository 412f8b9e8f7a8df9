package io.leat.log.broker.data;

import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants appended to one partition.
 *
 * @param timeoutMs how long to wait for the commit, with acks=all
 * @param version of the request
 * @param frame what holds the bytes
 */
record Produce(
        ByteBuffer bytes,
        short acks,
        int timeoutMs,
        int version,
        @Nullable String transactionalId,
        Frame frame) {

    /** From this version on, writing adds the partition to the transaction (KIP-890). */
    static final int FIRST_IMPLICIT_VERSION = 12;

    /** Below this version clients do not know zstd. */
    static final int FIRST_ZSTD_VERSION = 7;
}
