package io.leat.streams.processor;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.streams.errors.StreamsException;

/** Takes the record's own timestamp; a negative one ends the thread. The default. */
public class FailOnInvalidTimestamp implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        if (record.timestamp() < 0) {
            throw new StreamsException(
                    "The record at offset "
                            + record.offset()
                            + " of "
                            + record.topic()
                            + "-"
                            + record.partition()
                            + " has the negative timestamp "
                            + record.timestamp()
                            + ". Set default.timestamp.extractor to one that accepts such records,"
                            + " for example LogAndSkipOnInvalidTimestamp.");
        }
        return record.timestamp();
    }
}
