package io.leat.connect.source;

import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.Schema;
import io.leat.connect.header.Header;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record that a source task read, with the place it came from: {@code sourcePartition} names a
 * part of the source (a file), {@code sourceOffset} where to go on after this record.
 */
public class SourceRecord extends ConnectRecord<SourceRecord> {

    private final @Nullable Map<String, ?> sourcePartition;
    private final @Nullable Map<String, ?> sourceOffset;

    public SourceRecord(
            @Nullable Map<String, ?> sourcePartition,
            @Nullable Map<String, ?> sourceOffset,
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Schema valueSchema,
            @Nullable Object value) {
        this(sourcePartition, sourceOffset, topic, partition, null, null, valueSchema, value);
    }

    public SourceRecord(
            @Nullable Map<String, ?> sourcePartition,
            @Nullable Map<String, ?> sourceOffset,
            @Nullable String topic,
            @Nullable Schema valueSchema,
            @Nullable Object value) {
        this(sourcePartition, sourceOffset, topic, null, null, null, valueSchema, value);
    }

    public SourceRecord(
            @Nullable Map<String, ?> sourcePartition,
            @Nullable Map<String, ?> sourceOffset,
            @Nullable String topic,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value) {
        this(sourcePartition, sourceOffset, topic, null, keySchema, key, valueSchema, value);
    }

    public SourceRecord(
            @Nullable Map<String, ?> sourcePartition,
            @Nullable Map<String, ?> sourceOffset,
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value) {
        this(
                sourcePartition,
                sourceOffset,
                topic,
                partition,
                keySchema,
                key,
                valueSchema,
                value,
                null);
    }

    public SourceRecord(
            @Nullable Map<String, ?> sourcePartition,
            @Nullable Map<String, ?> sourceOffset,
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            @Nullable Long timestamp) {
        this(
                sourcePartition,
                sourceOffset,
                topic,
                partition,
                keySchema,
                key,
                valueSchema,
                value,
                timestamp,
                null);
    }

    public SourceRecord(
            @Nullable Map<String, ?> sourcePartition,
            @Nullable Map<String, ?> sourceOffset,
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            @Nullable Long timestamp,
            @Nullable Iterable<Header> headers) {
        super(topic, partition, keySchema, key, valueSchema, value, timestamp, headers);
        this.sourcePartition = sourcePartition;
        this.sourceOffset = sourceOffset;
    }

    public @Nullable Map<String, ?> sourcePartition() {
        return sourcePartition;
    }

    public @Nullable Map<String, ?> sourceOffset() {
        return sourceOffset;
    }

    @Override
    public SourceRecord newRecord(
            @Nullable String topic,
            @Nullable Integer kafkaPartition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            @Nullable Long timestamp) {
        return newRecord(
                topic,
                kafkaPartition,
                keySchema,
                key,
                valueSchema,
                value,
                timestamp,
                headers().duplicate());
    }

    @Override
    public SourceRecord newRecord(
            @Nullable String topic,
            @Nullable Integer kafkaPartition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            @Nullable Long timestamp,
            @Nullable Iterable<Header> headers) {
        return new SourceRecord(
                sourcePartition,
                sourceOffset,
                topic,
                kafkaPartition,
                keySchema,
                key,
                valueSchema,
                value,
                timestamp,
                headers);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof SourceRecord that
                && Objects.equals(sourcePartition, that.sourcePartition)
                && Objects.equals(sourceOffset, that.sourceOffset);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hash(sourcePartition, sourceOffset);
    }

    @Override
    public String toString() {
        return "SourceRecord{sourcePartition="
                + sourcePartition
                + ", sourceOffset="
                + sourceOffset
                + "} "
                + super.toString();
    }
}
