package io.leat.streams.processor;

import io.leat.clients.consumer.ConsumerRecord;

/** Finds the time at which the event in a record happened. */
public interface TimestampExtractor {

    /**
     * Milliseconds since the epoch; a negative time drops the record.
     *
     * @param partitionTime the highest time seen in this partition, -1 before the first
     */
    long extract(ConsumerRecord<Object, Object> record, long partitionTime);
}
