package io.leat.connect.connector;

import io.leat.connect.data.Schema;
import io.leat.connect.header.ConnectHeaders;
import io.leat.connect.header.Header;
import io.leat.connect.header.Headers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record between a connector and the log: key and value with their schemas, a topic, perhaps a
 * partition and a time.
 *
 * @param <R> the own type, so that a transform gets back what it gave
 */
public abstract class ConnectRecord<R extends ConnectRecord<R>> {

    private final @Nullable String topic;
    private final @Nullable Integer kafkaPartition;
    private final @Nullable Schema keySchema;
    private final @Nullable Object key;
    private final @Nullable Schema valueSchema;
    private final @Nullable Object value;
    private final @Nullable Long timestamp;
    private final Headers headers;

    public ConnectRecord(
            @Nullable String topic,
            @Nullable Integer kafkaPartition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            @Nullable Long timestamp) {
        this(
                topic,
                kafkaPartition,
                keySchema,
                key,
                valueSchema,
                value,
                timestamp,
                new ConnectHeaders());
    }

    public ConnectRecord(
            @Nullable String topic,
            @Nullable Integer kafkaPartition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            @Nullable Long timestamp,
            @Nullable Iterable<Header> headers) {
        this.topic = topic;
        this.kafkaPartition = kafkaPartition;
        this.keySchema = keySchema;
        this.key = key;
        this.valueSchema = valueSchema;
        this.value = value;
        this.timestamp = timestamp;
        this.headers =
                headers instanceof ConnectHeaders own
                        ? own
                        : headers == null ? new ConnectHeaders() : new ConnectHeaders(headers);
    }

    public @Nullable String topic() {
        return topic;
    }

    public @Nullable Integer kafkaPartition() {
        return kafkaPartition;
    }

    public @Nullable Object key() {
        return key;
    }

    public @Nullable Schema keySchema() {
        return keySchema;
    }

    public @Nullable Object value() {
        return value;
    }

    public @Nullable Schema valueSchema() {
        return valueSchema;
    }

    /** Milliseconds since 1970, or null to leave it to the producer. */
    public @Nullable Long timestamp() {
        return timestamp;
    }

    public Headers headers() {
        return headers;
    }

    /** The same record with other contents, and a copy of the headers. */
    public abstract R newRecord(
            @Nullable String topic,
            @Nullable Integer kafkaPartition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            @Nullable Long timestamp);

    /** The same record with other contents and headers. */
    public abstract R newRecord(
            @Nullable String topic,
            @Nullable Integer kafkaPartition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            @Nullable Long timestamp,
            @Nullable Iterable<Header> headers);

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (other == null || getClass() != other.getClass()) {
            return false;
        }
        ConnectRecord<?> that = (ConnectRecord<?>) other;
        return Objects.equals(kafkaPartition, that.kafkaPartition)
                && Objects.equals(topic, that.topic)
                && Objects.equals(keySchema, that.keySchema)
                && Objects.equals(key, that.key)
                && Objects.equals(valueSchema, that.valueSchema)
                && Objects.equals(value, that.value)
                && Objects.equals(timestamp, that.timestamp)
                && Objects.equals(headers, that.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                topic, kafkaPartition, keySchema, key, valueSchema, value, timestamp, headers);
    }

    @Override
    public String toString() {
        return "ConnectRecord{topic='"
                + topic
                + "', kafkaPartition="
                + kafkaPartition
                + ", key="
                + key
                + ", keySchema="
                + keySchema
                + ", value="
                + value
                + ", valueSchema="
                + valueSchema
                + ", timestamp="
                + timestamp
                + ", headers="
                + headers
                + '}';
    }
}
