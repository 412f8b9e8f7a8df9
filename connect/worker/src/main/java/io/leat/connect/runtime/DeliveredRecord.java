package io.leat.connect.runtime;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.connect.data.Schema;
import io.leat.connect.header.Header;
import io.leat.connect.sink.SinkRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A sink record that remembers the log record it was made of. Immutable. */
final class DeliveredRecord extends SinkRecord {

    private final ConsumerRecord<byte[], byte[]> origin;

    DeliveredRecord(ConsumerRecord<byte[], byte[]> origin, SinkRecord record) {
        super(
                Objects.requireNonNull(record.topic(), "a transform took the topic away"),
                Objects.requireNonNullElse(record.kafkaPartition(), origin.partition()),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                origin.offset(),
                record.timestamp(),
                record.timestampType(),
                record.headers(),
                origin.topic(),
                origin.partition(),
                origin.offset());
        this.origin = origin;
    }

    ConsumerRecord<byte[], byte[]> origin() {
        return origin;
    }

    @Override
    public SinkRecord newRecord(
            @Nullable String topic,
            @Nullable Integer kafkaPartition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            @Nullable Long timestamp,
            @Nullable Iterable<Header> headers) {
        return new DeliveredRecord(
                origin,
                super.newRecord(
                        topic,
                        kafkaPartition,
                        keySchema,
                        key,
                        valueSchema,
                        value,
                        timestamp,
                        headers));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
