package io.leat.streams.runtime;

import io.leat.clients.producer.ProducerRecord;
import io.leat.common.errors.AuthenticationException;
import io.leat.common.errors.AuthorizationException;
import io.leat.common.errors.InvalidPidMappingException;
import io.leat.common.errors.InvalidProducerEpochException;
import io.leat.common.errors.InvalidTopicException;
import io.leat.common.errors.OffsetMetadataTooLarge;
import io.leat.common.errors.OutOfOrderSequenceException;
import io.leat.common.errors.ProducerFencedException;
import io.leat.common.errors.RetriableException;
import io.leat.common.errors.SecurityDisabledException;
import io.leat.common.errors.SerializationException;
import io.leat.common.errors.TransactionAbortedException;
import io.leat.common.errors.UnknownServerException;
import io.leat.streams.errors.ProductionExceptionHandler;
import io.leat.streams.errors.ProductionExceptionHandler.Response;
import io.leat.streams.errors.ProductionExceptionHandler.Result;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.errors.TaskCorruptedException;
import io.leat.streams.errors.TaskMigratedException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of an application whose record could not be sent. Owned by the stream
 * thread.
 *
 * <p>As Apache Kafka 4.3 does: some failures nobody can survive, a fenced producer has lost its
 * tasks, and about the rest the handler is asked.
 */
final class FailedSends {

    private static final Logger LOG = LoggerFactory.getLogger(FailedSends.class);

    private static final Set<Class<?>> FENCED =
            Set.of(
                    ProducerFencedException.class,
                    InvalidPidMappingException.class,
                    InvalidProducerEpochException.class,
                    OutOfOrderSequenceException.class);

    private static final Set<Class<?>> FATAL =
            Set.of(
                    AuthenticationException.class,
                    AuthorizationException.class,
                    SecurityDisabledException.class,
                    InvalidTopicException.class,
                    UnknownServerException.class,
                    SerializationException.class,
                    OffsetMetadataTooLarge.class,
                    IllegalStateException.class);

    /**
     * What happens next.
     *
     * @param end why the tasks end, null when they go on without the record
     */
    record Verdict(
            List<ProducerRecord<byte[], byte[]>> deadLetters, @Nullable StreamsException end) {}

    private final ProductionExceptionHandler handler;
    private final boolean exactlyOnce;

    FailedSends(ProductionExceptionHandler handler, boolean exactlyOnce) {
        this.handler = handler;
        this.exactlyOnce = exactlyOnce;
    }

    Verdict judge(FailedSend failed) {
        Exception cause = failed.exception();
        if (cause instanceof TransactionAbortedException) {
            return new Verdict(List.of(), null); // what led to the abort is dealt with already
        }
        if (isOneOf(FATAL, cause) || failed.deadLetter()) {
            return end(new StreamsException(message(failed, ""), cause));
        }
        if (isOneOf(FENCED, cause)) {
            return end(
                    new TaskMigratedException(message(failed, ": the producer is fenced"), cause));
        }
        Response response;
        try {
            response =
                    Objects.requireNonNull(
                            handler.handleError(failed.context(), failed.record(), cause),
                            "the production exception handler gave no response");
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            return end(new StreamsException(message(failed, ", and the handler failed"), e));
        }
        // In a transaction that cannot be committed dead letters would be lost too.
        return new Verdict(
                exactlyOnce ? List.of() : response.deadLetterQueueRecords(),
                end(failed, response.result()));
    }

    private @Nullable StreamsException end(FailedSend failed, Result result) {
        Exception cause = failed.exception();
        if (result == Result.RETRY && cause instanceof RetriableException) {
            return new TaskCorruptedException(
                    message(failed, ", the tasks start again from their last commit"), cause);
        }
        if (result != Result.RESUME) {
            return new StreamsException(message(failed, ""), cause);
        }
        if (exactlyOnce) {
            return new StreamsException(
                    message(failed, ", and its transaction cannot be committed without it"), cause);
        }
        LOG.atWarn()
                .addKeyValue("task", failed.context().taskId())
                .addKeyValue("topic", failed.record().topic())
                .setCause(cause)
                .log("record left out as the production exception handler wants");
        return null;
    }

    private static Verdict end(StreamsException end) {
        return new Verdict(List.of(), end);
    }

    private static boolean isOneOf(Set<Class<?>> types, Exception cause) {
        return types.stream().anyMatch(type -> type.isInstance(cause));
    }

    private static String message(FailedSend failed, String outcome) {
        return "Task "
                + failed.context().taskId()
                + " could not write a record to topic "
                + failed.record().topic()
                + outcome
                + ": "
                + failed.exception();
    }
}
