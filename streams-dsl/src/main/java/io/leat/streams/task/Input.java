package io.leat.streams.task;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.common.header.Headers;
import io.leat.common.record.TimestampType;
import io.leat.streams.processor.RecordContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.processor.api.RecordMetadata;
import java.util.Optional;

/** An input record, deserialized, with the time it is processed at. Immutable. */
record Input(ConsumerRecord<byte[], byte[]> raw, Object key, Object value, long timestamp)
        implements RecordContext, RecordMetadata {

    /** A record that was an input once, of which only the place is known. */
    static Input of(RecordContext place) {
        return new Input(
                new ConsumerRecord<>(
                        place.topic(),
                        place.partition(),
                        place.offset(),
                        place.timestamp(),
                        TimestampType.CREATE_TIME,
                        -1,
                        -1,
                        place.sourceRawKey(),
                        place.sourceRawValue(),
                        place.headers(),
                        Optional.empty()),
                null,
                null,
                place.timestamp());
    }

    /** As nodes see it. */
    Record<Object, Object> record() {
        return new Record<>(key, value, timestamp, raw.headers());
    }

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
