package io.leat.streams.processor;

import io.leat.clients.consumer.ConsumerRecord;

/** Takes the time at which a record is processed. Its task replaces it by the task's own clock. */
public class WallclockTimestampExtractor implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        throw new IllegalStateException("Only a running task knows the time.");
    }
}
