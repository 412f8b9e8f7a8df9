package io.leat.streams.task;

import io.leat.clients.producer.ProducerRecord;
import io.leat.streams.errors.ErrorHandlerContext;

/** Where tasks send records. Owned by the thread of the tasks. */
public interface Output {

    /** Sends a record of the application; failures go to the production exception handler. */
    void send(ProducerRecord<byte[], byte[]> record, ErrorHandlerContext context);

    /** Sends a change of a store to its changelog. */
    void log(ProducerRecord<byte[], byte[]> change, ErrorHandlerContext context);

    /** The number of partitions of {@code topic}. */
    int partitions(String topic);
}
