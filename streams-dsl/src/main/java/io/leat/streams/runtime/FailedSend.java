package io.leat.streams.runtime;

import io.leat.clients.producer.ProducerRecord;
import io.leat.streams.errors.ErrorHandlerContext;

/**
 * A record that the producer could not send. Immutable.
 *
 * @param deadLetter whether it was itself sent instead of such a record
 */
record FailedSend(
        ProducerRecord<byte[], byte[]> record,
        ErrorHandlerContext context,
        Exception exception,
        boolean deadLetter) {}
