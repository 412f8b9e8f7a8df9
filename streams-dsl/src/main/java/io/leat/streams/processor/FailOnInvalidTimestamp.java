package io.leat.streams.processor;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.streams.errors.StreamsException;

/** Takes the record's own timestamp; a negative one ends the thread. The default. */
public class FailOnInvalidTimestamp extends ExtractRecordMetadataTimestamp {

    @Override
    public long onInvalidTimestamp(
            ConsumerRecord<Object, Object> record, long recordTimestamp, long partitionTime) {
        throw new StreamsException(
                "The record at offset "
                        + record.offset()
                        + " of "
                        + record.topic()
                        + "-"
                        + record.partition()
                        + " has the negative timestamp "
                        + recordTimestamp
                        + ". Set default.timestamp.extractor to one that accepts such records,"
                        + " for example LogAndSkipOnInvalidTimestamp.");
    }
}
