package io.leat.log.broker.data;

import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants appended to one partition.
 *
 * @param timeoutMs how long to wait for the commit, with acks=all
 * @param version of the request
 * @param frame what holds the bytes; null if that is nothing but the buffer
 */
record Produce(
        ByteBuffer bytes,
        short acks,
        int timeoutMs,
        int version,
        @Nullable String transactionalId,
        @Nullable Frame frame) {

    /** From this version on, writing adds the partition to the transaction (KIP-890). */
    static final int FIRST_IMPLICIT_VERSION = 12;

    /** Below this version requests carry message sets: batches are what they became. */
    static final int FIRST_BATCH_VERSION = 3;

    /** From this version on, an answer says which records were wrong (KIP-467). */
    static final int FIRST_FAULTS_VERSION = 8;

    /** Below this version clients do not know zstd. */
    static final int FIRST_ZSTD_VERSION = 7;
}
