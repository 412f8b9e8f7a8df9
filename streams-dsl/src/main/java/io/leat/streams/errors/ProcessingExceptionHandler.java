package io.leat.streams.errors;

import io.leat.clients.producer.ProducerRecord;
import io.leat.common.Configurable;
import io.leat.streams.processor.api.Record;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what happens when a processor throws. Called by the task's thread. */
public interface ProcessingExceptionHandler extends Configurable {

    /**
     * Goes on without the record, or fails; may send records to a dead letter queue.
     *
     * @param record what was processed; null in a punctuation
     */
    default Response handleError(
            ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        return handle(context, record, exception) == ProcessingHandlerResponse.CONTINUE
                ? Response.resume()
                : Response.fail();
    }

    /**
     * @deprecated implement {@link #handleError}
     */
    @Deprecated
    default ProcessingHandlerResponse handle(
            ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        throw new UnsupportedOperationException("implement handleError");
    }

    /**
     * The ways on, as they were called before.
     *
     * @deprecated use {@link Response}
     */
    @Deprecated
    enum ProcessingHandlerResponse {
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
