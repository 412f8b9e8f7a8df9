package io.leat.streams.processor;

import io.leat.clients.consumer.ConsumerRecord;

/** Takes the record's own timestamp; a subclass decides about a negative one. */
abstract class ExtractRecordMetadataTimestamp implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() < 0
                ? onInvalidTimestamp(record, record.timestamp(), partitionTime)
                : record.timestamp();
    }

    /**
     * The time of a record with a negative timestamp; a negative one drops it.
     *
     * @param partitionTime of the partition so far, -1 before its first record
     */
    public abstract long onInvalidTimestamp(
            ConsumerRecord<Object, Object> record, long recordTimestamp, long partitionTime);
}
