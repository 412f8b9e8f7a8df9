package io.leat.streams.errors;

import io.leat.clients.producer.ProducerRecord;
import io.leat.common.Configurable;
import java.util.List;
import java.util.Map;

/** Decides what happens when a record cannot be serialized or sent. */
public interface ProductionExceptionHandler extends Configurable {

    /** A record could not be sent. */
    Response handleError(
            ErrorHandlerContext context,
            ProducerRecord<byte[], byte[]> record,
            Exception exception);

    /** A record could not be serialized. */
    default Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord<?, ?> record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return Response.fail();
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

        public static Response fail() {
            return new Response(Result.FAIL, List.of());
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
