package io.leat.clients.producer;

import io.leat.clients.consumer.CommitFailedException;
import io.leat.clients.network.Errors;
import io.leat.common.KafkaException;
import io.leat.common.errors.ClusterAuthorizationException;
import io.leat.common.errors.ProducerFencedException;
import io.leat.common.errors.TransactionalIdAuthorizationException;
import io.leat.common.errors.UnsupportedVersionException;
import io.leat.log.protocol.ErrorCode;

/** What the failures of transactions mean: which end the producer, and how they are told. */
final class TransactionErrors {

    private TransactionErrors() {}

    /** Whether an abort heals what a call of the open transaction was refused with. */
    static boolean healedByAbort(ErrorCode error) {
        return switch (error) {
            case TOPIC_AUTHORIZATION_FAILED,
                    GROUP_AUTHORIZATION_FAILED,
                    OPERATION_NOT_ATTEMPTED,
                    UNKNOWN_MEMBER_ID,
                    ILLEGAL_GENERATION,
                    STALE_MEMBER_EPOCH,
                    FENCED_INSTANCE_ID,
                    UNKNOWN_PRODUCER_ID,
                    INVALID_PRODUCER_ID_MAPPING,
                    TRANSACTION_ABORTABLE ->
                    true;
            default -> false;
        };
    }

    /** Whether a transaction that cannot be committed because of this can be aborted. */
    static boolean forbidsOnlyCommit(ErrorCode error) {
        return error == ErrorCode.TRANSACTION_ABORTABLE
                || error == ErrorCode.UNKNOWN_PRODUCER_ID
                || error == ErrorCode.INVALID_PRODUCER_ID_MAPPING;
    }

    /** Whether a record that failed with this ends the producer, not only its transaction. */
    static boolean endsProducer(RuntimeException cause) {
        return cause instanceof ProducerFencedException
                || cause instanceof ClusterAuthorizationException
                || cause instanceof TransactionalIdAuthorizationException
                || cause instanceof UnsupportedVersionException;
    }

    /** The exception for a call that ended with {@code error}. */
    static RuntimeException of(ErrorCode error) {
        return switch (error) {
            case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, STALE_MEMBER_EPOCH ->
                    new CommitFailedException(
                            "The offsets cannot be part of the transaction: the consumer is no"
                                    + " longer a member of its group ("
                                    + error.message()
                                    + ")");
            default -> fencedOr(error);
        };
    }

    /** As {@link Errors#of}, but an old epoch means that another producer took over. */
    static RuntimeException fencedOr(ErrorCode error) {
        return error == ErrorCode.INVALID_PRODUCER_EPOCH || error == ErrorCode.PRODUCER_FENCED
                ? Errors.of(ErrorCode.PRODUCER_FENCED)
                : Errors.of(error);
    }

    /** What callers are told after {@code earlier} has stopped the transaction. */
    static RuntimeException stopped(RuntimeException earlier, String transactionalId) {
        if (earlier instanceof ProducerFencedException) {
            return new ProducerFencedException(
                    "The producer with transactionalId '"
                            + transactionalId
                            + "' has been fenced by another producer with the same id");
        }
        return new KafkaException(
                "The transaction cannot go on because of an earlier failure", earlier);
    }
}
