package io.leat.streams.processor;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.streams.errors.StreamsException;

/** Takes the record's own timestamp, or the partition's time where it is negative. */
public class UsePartitionTimeOnInvalidTimestamp extends ExtractRecordMetadataTimestamp {

    @Override
    public long onInvalidTimestamp(
            ConsumerRecord<Object, Object> record, long recordTimestamp, long partitionTime) {
        if (partitionTime < 0) {
            throw new StreamsException(
                    "The first record of "
                            + record.topic()
                            + "-"
                            + record.partition()
                            + " has a negative timestamp, so there is no time to use for it.");
        }
        return partitionTime;
    }
}
