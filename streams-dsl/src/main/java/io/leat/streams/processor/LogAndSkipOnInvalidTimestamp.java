package io.leat.streams.processor;

import io.leat.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the record's own timestamp; a record with a negative one is dropped. */
public class LogAndSkipOnInvalidTimestamp extends ExtractRecordMetadataTimestamp {

    private static final Logger LOG = LoggerFactory.getLogger(LogAndSkipOnInvalidTimestamp.class);

    @Override
    public long onInvalidTimestamp(
            ConsumerRecord<Object, Object> record, long recordTimestamp, long partitionTime) {
        LOG.warn(
                "Record skipped: negative timestamp. topic={} partition={} offset={}",
                record.topic(),
                record.partition(),
                record.offset());
        return recordTimestamp;
    }
}
