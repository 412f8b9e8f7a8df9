package io.leat.log.broker.data;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** What became of a batch. Offsets and time are -1 where there is nothing to say. */
record Produced(
        ErrorCode error,
        @Nullable String message,
        long baseOffset,
        long logAppendTime,
        long logStart) {

    /**
     * A refusal. Errors of asking a transaction coordinator mean nothing to producers: they get the
     * one with which all of them send again, as Kafka's brokers answer.
     */
    static Produced failed(ErrorCode error) {
        ErrorCode told =
                switch (error) {
                    case NOT_COORDINATOR,
                            COORDINATOR_NOT_AVAILABLE,
                            COORDINATOR_LOAD_IN_PROGRESS,
                            NETWORK_EXCEPTION ->
                            ErrorCode.NOT_ENOUGH_REPLICAS;
                    default -> error;
                };
        return new Produced(told, null, -1, -1, -1);
    }

    /** The answer for an expected exception; anything else is a bug and goes on. */
    static Produced refused(RuntimeException cause) {
        if (cause instanceof InvalidBatchException invalid) {
            return new Produced(invalid.code(), invalid.getMessage(), -1, -1, -1);
        }
        if (cause instanceof StorageException storage) {
            return new Produced(storage.code(), storage.getMessage(), -1, -1, -1);
        }
        throw cause;
    }
}
