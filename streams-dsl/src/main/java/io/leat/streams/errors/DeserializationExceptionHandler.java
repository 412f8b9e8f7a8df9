package io.leat.streams.errors;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.Configurable;
import java.util.List;
import java.util.Map;

/**
 * Decides what happens when an input record cannot be deserialized. Called by the task's thread.
 */
public interface DeserializationExceptionHandler extends Configurable {

    /** Goes on without the record, or fails; may send records to a dead letter queue. */
    default Response handleError(
            ErrorHandlerContext context,
            ConsumerRecord<byte[], byte[]> record,
            Exception exception) {
        return handle(context, record, exception) == DeserializationHandlerResponse.CONTINUE
                ? Response.resume()
                : Response.fail();
    }

    /**
     * @deprecated implement {@link #handleError}
     */
    @Deprecated
    default DeserializationHandlerResponse handle(
            ErrorHandlerContext context,
            ConsumerRecord<byte[], byte[]> record,
            Exception exception) {
        throw new UnsupportedOperationException("implement handleError");
    }

    /**
     * The ways on, as they were called before.
     *
     * @deprecated use {@link Response}
     */
    @Deprecated
    enum DeserializationHandlerResponse {
        CONTINUE,
        FAIL
    }

    @Override
    default void configure(Map<String, ?> configs) {}

    /** The ways on. */
    enum Result {
        RESUME,
        FAIL
    }

    /** The way on, and what to send to the dead letter queue. */
    final class Response {

        private final Result result;
        private final List<ProducerRecord<byte[], byte[]>> deadLetters;

        private Response(Result result, List<ProducerRecord<byte[], byte[]>> deadLetters) {
            this.result = result;
            this.deadLetters = List.copyOf(deadLetters);
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

        public Result result() {
            return result;
        }

        public List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords() {
            return deadLetters;
        }
    }
}
