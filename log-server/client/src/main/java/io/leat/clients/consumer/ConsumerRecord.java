package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.record.TimestampType;
import java.util.Optional;

/**
 * One record read from a partition, with where it stood. Immutable, apart from its headers.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public class ConsumerRecord<K, V> {

    /** Timestamp of a record that carries none. */
    public static final long NO_TIMESTAMP = -1L;

    /** Serialized size of a null key or value. */
    public static final int NULL_SIZE = -1;

    private final String topic;
    private final int partition;
    private final long offset;
    private final long timestamp;
    private final TimestampType timestampType;
    private final int serializedKeySize;
    private final int serializedValueSize;

    /** Null until somebody asks, when the record came without headers. */
    private Headers headers;

    private final K key;
    private final V value;
    private final Optional<Integer> leaderEpoch;
    private final Optional<Short> deliveryCount;

    /** A record without timestamp, headers or sizes, as tests need it. */
    public ConsumerRecord(String topic, int partition, long offset, K key, V value) {
        this(
                topic,
                partition,
                offset,
                NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                NULL_SIZE,
                NULL_SIZE,
                key,
                value,
                new RecordHeaders(),
                Optional.empty(),
                Optional.empty());
    }

    /** A record of a partition log. */
    public ConsumerRecord(
            String topic,
            int partition,
            long offset,
            long timestamp,
            TimestampType timestampType,
            int serializedKeySize,
            int serializedValueSize,
            K key,
            V value,
            Headers headers,
            Optional<Integer> leaderEpoch) {
        this(
                topic,
                partition,
                offset,
                timestamp,
                timestampType,
                serializedKeySize,
                serializedValueSize,
                key,
                value,
                headers,
                leaderEpoch,
                Optional.empty());
    }

    /** A record of a share group, which knows how often it was delivered. */
    public ConsumerRecord(
            String topic,
            int partition,
            long offset,
            long timestamp,
            TimestampType timestampType,
            int serializedKeySize,
            int serializedValueSize,
            K key,
            V value,
            Headers headers,
            Optional<Integer> leaderEpoch,
            Optional<Short> deliveryCount) {
        if (topic == null) {
            throw new IllegalArgumentException("topic must not be null");
        }
        if (headers == null) {
            throw new IllegalArgumentException("headers must not be null");
        }
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.timestamp = timestamp;
        this.timestampType = timestampType;
        this.serializedKeySize = serializedKeySize;
        this.serializedValueSize = serializedValueSize;
        this.key = key;
        this.value = value;
        this.headers = headers;
        this.leaderEpoch = leaderEpoch;
        this.deliveryCount = deliveryCount;
    }

    /** A record as read from a batch; {@code headers} is null when it has none. */
    ConsumerRecord(
            TopicPartition partition,
            long offset,
            long timestamp,
            TimestampType timestampType,
            int serializedKeySize,
            int serializedValueSize,
            K key,
            V value,
            Headers headers,
            Optional<Integer> leaderEpoch) {
        this.topic = partition.topic();
        this.partition = partition.partition();
        this.offset = offset;
        this.timestamp = timestamp;
        this.timestampType = timestampType;
        this.serializedKeySize = serializedKeySize;
        this.serializedValueSize = serializedValueSize;
        this.key = key;
        this.value = value;
        this.headers = headers;
        this.leaderEpoch = leaderEpoch;
        this.deliveryCount = Optional.empty();
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    /** The headers; empty ones are made on first use, once for all threads that ask. */
    public Headers headers() {
        Headers known = headers;
        return known == null ? emptyHeaders() : known;
    }

    private synchronized Headers emptyHeaders() {
        if (headers == null) {
            headers = new RecordHeaders();
        }
        return headers;
    }

    /** The key, or null. */
    public K key() {
        return key;
    }

    /** The value, or null: a tombstone. */
    public V value() {
        return value;
    }

    public long offset() {
        return offset;
    }

    /** Milliseconds since the epoch, of the kind that {@link #timestampType} says. */
    public long timestamp() {
        return timestamp;
    }

    public TimestampType timestampType() {
        return timestampType;
    }

    /** Bytes of the key on the wire, or {@link #NULL_SIZE}. */
    public int serializedKeySize() {
        return serializedKeySize;
    }

    /** Bytes of the value on the wire, or {@link #NULL_SIZE}. */
    public int serializedValueSize() {
        return serializedValueSize;
    }

    /** Epoch of the leader that appended the record, if the log keeps it. */
    public Optional<Integer> leaderEpoch() {
        return leaderEpoch;
    }

    /** How often a share group has delivered the record; empty elsewhere. */
    public Optional<Short> deliveryCount() {
        return deliveryCount;
    }

    @Override
    public String toString() {
        return "ConsumerRecord(topic="
                + topic
                + ", partition="
                + partition
                + ", leaderEpoch="
                + leaderEpoch.orElse(null)
                + ", offset="
                + offset
                + ", "
                + timestampType
                + "="
                + timestamp
                + ", serialized key size="
                + serializedKeySize
                + ", serialized value size="
                + serializedValueSize
                + ", headers="
                + headers()
                + ", key="
                + key
                + ", value="
                + value
                + ")";
    }
}
