package io.leat.streams.task;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.common.header.Headers;
import io.leat.streams.processor.RecordContext;
import io.leat.streams.processor.api.RecordMetadata;

/** An input record, deserialized, with the time it is processed at. Immutable. */
record Input(ConsumerRecord<byte[], byte[]> raw, Object key, Object value, long timestamp)
        implements RecordContext, RecordMetadata {

    @Override
    public String topic() {
        return raw.topic();
    }

    @Override
    public int partition() {
        return raw.partition();
    }

    @Override
    public long offset() {
        return raw.offset();
    }

    @Override
    public Headers headers() {
        return raw.headers();
    }

    @Override
    public byte[] sourceRawKey() {
        return raw.key();
    }

    @Override
    public byte[] sourceRawValue() {
        return raw.value();
    }
}
