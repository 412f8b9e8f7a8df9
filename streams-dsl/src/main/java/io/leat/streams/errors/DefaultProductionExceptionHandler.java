package io.leat.streams.errors;

import io.leat.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fails. */
public class DefaultProductionExceptionHandler implements ProductionExceptionHandler {

    private static final Logger LOG =
            LoggerFactory.getLogger(DefaultProductionExceptionHandler.class);

    @Override
    public Response handleError(
            ErrorHandlerContext context,
            ProducerRecord<byte[], byte[]> record,
            Exception exception) {
        LOG.error("Record not sent. task={} topic={}", context.taskId(), record.topic(), exception);
        return Response.fail();
    }
}
