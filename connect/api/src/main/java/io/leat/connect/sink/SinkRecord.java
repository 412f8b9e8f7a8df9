package io.leat.connect.sink;

import io.leat.common.record.TimestampType;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.Schema;
import io.leat.connect.header.Header;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record on its way to a sink, with the place in the log it came from. */
public class SinkRecord extends ConnectRecord<SinkRecord> {

    private final long kafkaOffset;
    private final TimestampType timestampType;
    private final @Nullable String originalTopic;
    private final @Nullable Integer originalKafkaPartition;
    private final long originalKafkaOffset;

    public SinkRecord(
            String topic,
            int partition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            long kafkaOffset) {
        this(
                topic,
                partition,
                keySchema,
                key,
                valueSchema,
                value,
                kafkaOffset,
                null,
                TimestampType.NO_TIMESTAMP_TYPE);
    }

    public SinkRecord(
            String topic,
            int partition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            long kafkaOffset,
            @Nullable Long timestamp,
            TimestampType timestampType) {
        this(
                topic,
                partition,
                keySchema,
                key,
                valueSchema,
                value,
                kafkaOffset,
                timestamp,
                timestampType,
                null);
    }

    public SinkRecord(
            String topic,
            int partition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            long kafkaOffset,
            @Nullable Long timestamp,
            TimestampType timestampType,
            @Nullable Iterable<Header> headers) {
        this(
                topic,
                partition,
                keySchema,
                key,
                valueSchema,
                value,
                kafkaOffset,
                timestamp,
                timestampType,
                headers,
                topic,
                partition,
                kafkaOffset);
    }

    public SinkRecord(
            @Nullable String topic,
            int partition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            long kafkaOffset,
            @Nullable Long timestamp,
            TimestampType timestampType,
            @Nullable Iterable<Header> headers,
            @Nullable String originalTopic,
            @Nullable Integer originalKafkaPartition,
            long originalKafkaOffset) {
        super(topic, partition, keySchema, key, valueSchema, value, timestamp, headers);
        this.kafkaOffset = kafkaOffset;
        this.timestampType = timestampType;
        this.originalTopic = originalTopic;
        this.originalKafkaPartition = originalKafkaPartition;
        this.originalKafkaOffset = originalKafkaOffset;
    }

    public long kafkaOffset() {
        return kafkaOffset;
    }

    public TimestampType timestampType() {
        return timestampType;
    }

    /** The topic before any transform (KIP-793). */
    public @Nullable String originalTopic() {
        return originalTopic;
    }

    public @Nullable Integer originalKafkaPartition() {
        return originalKafkaPartition;
    }

    public long originalKafkaOffset() {
        return originalKafkaOffset;
    }

    @Override
    public SinkRecord newRecord(
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
    public SinkRecord newRecord(
            @Nullable String topic,
            @Nullable Integer kafkaPartition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            @Nullable Long timestamp,
            @Nullable Iterable<Header> headers) {
        return new SinkRecord(
                topic,
                kafkaPartition == null
                        ? Objects.requireNonNullElse(originalKafkaPartition, 0)
                        : kafkaPartition,
                keySchema,
                key,
                valueSchema,
                value,
                kafkaOffset,
                timestamp,
                timestampType,
                headers,
                originalTopic,
                originalKafkaPartition,
                originalKafkaOffset);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof SinkRecord that
                && kafkaOffset == that.kafkaOffset
                && timestampType == that.timestampType
                && Objects.equals(originalTopic, that.originalTopic)
                && Objects.equals(originalKafkaPartition, that.originalKafkaPartition)
                && originalKafkaOffset == that.originalKafkaOffset;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode()
                + Objects.hash(
                        kafkaOffset,
                        timestampType,
                        originalTopic,
                        originalKafkaPartition,
                        originalKafkaOffset);
    }

    @Override
    public String toString() {
        return "SinkRecord{kafkaOffset="
                + kafkaOffset
                + ", timestampType="
                + timestampType
                + "} "
                + super.toString();
    }
}
