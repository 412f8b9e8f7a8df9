package io.leat.streams.errors;

import io.leat.clients.producer.ProducerRecord;
import io.leat.common.errors.RetriableException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts again after what may pass, and fails otherwise; the source record then goes to the dead
 * letter queue if there is one.
 */
public class DefaultProductionExceptionHandler implements ProductionExceptionHandler {

    private static final Logger LOG =
            LoggerFactory.getLogger(DefaultProductionExceptionHandler.class);

    private DeadLetters deadLetters = DeadLetters.NONE;

    @Override
    public void configure(Map<String, ?> configs) {
        deadLetters = DeadLetters.of(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context,
            ProducerRecord<byte[], byte[]> record,
            Exception exception) {
        LOG.error("Record not sent. task={} topic={}", context.taskId(), record.topic(), exception);
        return exception instanceof RetriableException
                ? Response.retry()
                : Response.fail(deadLetters.records(context, exception));
    }

    @Override
    public Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord<?, ?> record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return Response.fail(deadLetters.records(context, exception));
    }
}
