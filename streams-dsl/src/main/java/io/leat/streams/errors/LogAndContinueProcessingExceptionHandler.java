package io.leat.streams.errors;

import io.leat.streams.processor.api.Record;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the error and goes on; the source record goes to the dead letter queue if there is one. */
public class LogAndContinueProcessingExceptionHandler implements ProcessingExceptionHandler {

    private static final Logger LOG =
            LoggerFactory.getLogger(LogAndContinueProcessingExceptionHandler.class);

    private DeadLetters deadLetters = DeadLetters.NONE;

    @Override
    public void configure(Map<String, ?> configs) {
        deadLetters = DeadLetters.of(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        LOG.warn(
                "Processing failed. task={} node={} topic={} partition={} offset={}",
                context.taskId(),
                context.processorNodeId(),
                context.topic(),
                context.partition(),
                context.offset(),
                exception);
        return Response.resume(deadLetters.records(context, exception));
    }
}
