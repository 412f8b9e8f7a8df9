package io.leat.log.broker.data;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.storage.StorageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch. Offsets and time are -1 where there is nothing to say.
 *
 * @param faults the records that are the reason of a refusal, as far as it is about records
 */
record Produced(
        ErrorCode error,
        @Nullable String message,
        long baseOffset,
        long logAppendTime,
        long logStart,
        List<RecordFault> faults) {

    /** As it should be. */
    static Produced stored(long baseOffset, long logAppendTime, long logStart) {
        return new Produced(ErrorCode.NONE, null, baseOffset, logAppendTime, logStart, List.of());
    }

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
        return new Produced(told, null, -1, -1, -1, List.of());
    }

    /** The answer for an expected exception; anything else is a bug and goes on. */
    static Produced refused(RuntimeException cause) {
        if (cause instanceof InvalidBatchException invalid) {
            return refused(invalid, List.of());
        }
        if (cause instanceof StorageException storage) {
            return refused(storage.code(), storage.getMessage(), List.of());
        }
        throw cause;
    }

    static Produced refused(InvalidBatchException cause, List<RecordFault> faults) {
        return refused(cause.code(), cause.getMessage(), faults);
    }

    private static Produced refused(
            ErrorCode error, @Nullable String message, List<RecordFault> faults) {
        return new Produced(error, message, -1, -1, -1, faults);
    }
}
