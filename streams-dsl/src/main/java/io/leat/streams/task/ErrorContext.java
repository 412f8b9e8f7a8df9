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

    /** Of an input record that is not processed yet. */
    static ErrorContext of(TaskId task, String node, ConsumerRecord<byte[], byte[]> record) {
        return of(task, node, record, record.timestamp(), record.headers());
    }

    /**
     * Of a record on its way through the nodes.
     *
     * @param source the input record it comes from; null in a punctuation
     */
    static ErrorContext of(
            TaskId task,
            String node,
            ConsumerRecord<byte[], byte[]> source,
            long timestamp,
            Headers headers) {
        return source == null
                ? new ErrorContext(task, node, null, -1, -1, headers, timestamp, null, null)
                : new ErrorContext(
                        task,
                        node,
                        source.topic(),
                        source.partition(),
                        source.offset(),
                        headers,
                        timestamp,
                        source.key(),
                        source.value());
    }

    /** Of a change of a store: it may come from many records. */
    static ErrorContext ofChange(TaskId task) {
        return new ErrorContext(task, null, null, -1, -1, new RecordHeaders(), -1, null, null);
    }
}
