package io.leat.streams.task;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.streams.errors.ErrorHandlerContext;
import io.leat.streams.processor.TaskId;

/** Where an error happened. Immutable. */
record ErrorContext(
        TaskId taskId,
        String processorNodeId,
        String topic,
        int partition,
        long offset,
        Headers headers,
        long timestamp,
        byte[] sourceRawKey,
        byte[] sourceRawValue)
        implements ErrorHandlerContext {

    /** {@code record} is null when none is being processed. */
    static ErrorContext of(TaskId task, String node, ConsumerRecord<byte[], byte[]> record) {
        return record == null
                ? new ErrorContext(task, node, null, -1, -1, new RecordHeaders(), -1, null, null)
                : new ErrorContext(
                        task,
                        node,
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.headers(),
                        record.timestamp(),
                        record.key(),
                        record.value());
    }
}
