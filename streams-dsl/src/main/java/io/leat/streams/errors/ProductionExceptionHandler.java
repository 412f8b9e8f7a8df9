package io.leat.streams.errors;

import io.leat.clients.producer.ProducerRecord;
import io.leat.common.Configurable;
import java.util.List;
import java.util.Map;

/** Decides what happens when a record cannot be serialized or sent. */
public interface ProductionExceptionHandler extends Configurable {

    /**
     * A record could not be sent. Called by the stream thread, at the latest before the commit that
     * would cover the record.
     *
     * <p>{@link Result#RETRY} holds for exceptions that are {@link
     * io.leat.common.errors.RetriableException retriable}: the tasks start again from their last
     * commit. For others it means {@link Result#FAIL}. Under exactly-once a transaction that misses
     * a record cannot be committed, thus {@link Result#RESUME} fails too.
     */
    default Response handleError(
            ErrorHandlerContext context,
            ProducerRecord<byte[], byte[]> record,
            Exception exception) {
        return Response.of(handle(context, record, exception));
    }

    /** A record could not be serialized; {@link Result#RETRY} means {@link Result#FAIL}. */
    default Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord<?, ?> record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return Response.of(handleSerializationException(context, record, exception, origin));
    }

    /**
     * @deprecated implement {@link #handleError}
     */
    @Deprecated
    default ProductionExceptionHandlerResponse handle(
            ErrorHandlerContext context,
            ProducerRecord<byte[], byte[]> record,
            Exception exception) {
        return handle(record, exception);
    }

    /**
     * @deprecated implement {@link #handleError}
     */
    @Deprecated
    default ProductionExceptionHandlerResponse handle(
            ProducerRecord<byte[], byte[]> record, Exception exception) {
        throw new UnsupportedOperationException("implement handleError");
    }

    /**
     * @deprecated implement {@link #handleSerializationError}
     */
    @Deprecated
    default ProductionExceptionHandlerResponse handleSerializationException(
            ErrorHandlerContext context,
            ProducerRecord<?, ?> record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return handleSerializationException(record, exception);
    }

    /**
     * @deprecated implement {@link #handleSerializationError}
     */
    @Deprecated
    default ProductionExceptionHandlerResponse handleSerializationException(
            ProducerRecord<?, ?> record, Exception exception) {
        return ProductionExceptionHandlerResponse.FAIL;
    }

    /**
     * The ways on, as they were called before.
     *
     * @deprecated use {@link Response}
     */
    @Deprecated
    enum ProductionExceptionHandlerResponse {
        CONTINUE,
        FAIL,
        RETRY
    }

    @Override
    default void configure(Map<String, ?> configs) {}

    /** What could not be serialized. */
    enum SerializationExceptionOrigin {
        KEY,
        VALUE
    }

    /** The ways on. */
    enum Result {
        RESUME,
        FAIL,
        RETRY
    }

    /** The way on, and what to send to the dead letter queue. */
    final class Response {

        private final Result result;
        private final List<ProducerRecord<byte[], byte[]>> deadLetters;

        private Response(Result result, List<ProducerRecord<byte[], byte[]>> deadLetters) {
            this.result = result;
            this.deadLetters = List.copyOf(deadLetters);
        }

        private static Response of(ProductionExceptionHandlerResponse given) {
            return switch (given) {
                case CONTINUE -> resume();
                case FAIL -> fail();
                case RETRY -> retry();
            };
        }

        public static Response fail() {
            return fail(List.of());
        }

        public static Response fail(List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords) {
            return new Response(Result.FAIL, deadLetterQueueRecords);
        }

        public static Response resume() {
            return resume(List.of());
        }

        public static Response resume(List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords) {
            return new Response(Result.RESUME, deadLetterQueueRecords);
        }

        public static Response retry() {
            return new Response(Result.RETRY, List.of());
        }

        public Result result() {
            return result;
        }

        public List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords() {
            return deadLetters;
        }
    }
}
