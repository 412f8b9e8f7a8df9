package io.leat.clients.producer;

import io.leat.common.header.Header;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import java.util.Objects;

/**
 * A record to send: topic and value, and where wanted a key, partition, timestamp and headers. A
 * record without a partition goes where its key, or else the partitioner, says.
 */
public class ProducerRecord<K, V> {

    private final String topic;
    private final Integer partition;
    private final Headers headers;
    private final K key;
    private final V value;
    private final Long timestamp;

    /** {@code timestamp} is in milliseconds since the epoch; null means the time of sending. */
    public ProducerRecord(
            String topic,
            Integer partition,
            Long timestamp,
            K key,
            V value,
            Iterable<Header> headers) {
        if (topic == null) {
            throw new IllegalArgumentException("Topic cannot be null.");
        }
        if (timestamp != null && timestamp < 0) {
            throw new IllegalArgumentException(
                    "Invalid timestamp: " + timestamp + ". Timestamp should be non-negative.");
        }
        if (partition != null && partition < 0) {
            throw new IllegalArgumentException(
                    "Invalid partition: "
                            + partition
                            + ". Partition number should be non-negative.");
        }
        this.topic = topic;
        this.partition = partition;
        this.key = key;
        this.value = value;
        this.timestamp = timestamp;
        this.headers = new RecordHeaders(headers);
    }

    public ProducerRecord(String topic, Integer partition, Long timestamp, K key, V value) {
        this(topic, partition, timestamp, key, value, null);
    }

    public ProducerRecord(
            String topic, Integer partition, K key, V value, Iterable<Header> headers) {
        this(topic, partition, null, key, value, headers);
    }

    public ProducerRecord(String topic, Integer partition, K key, V value) {
        this(topic, partition, null, key, value, null);
    }

    public ProducerRecord(String topic, K key, V value) {
        this(topic, null, null, key, value, null);
    }

    public ProducerRecord(String topic, V value) {
        this(topic, null, null, null, value, null);
    }

    public String topic() {
        return topic;
    }

    public Headers headers() {
        return headers;
    }

    public K key() {
        return key;
    }

    public V value() {
        return value;
    }

    public Long timestamp() {
        return timestamp;
    }

    public Integer partition() {
        return partition;
    }

    @Override
    public String toString() {
        return "ProducerRecord(topic="
                + topic
                + ", partition="
                + partition
                + ", headers="
                + headers
                + ", key="
                + key
                + ", value="
                + value
                + ", timestamp="
                + timestamp
                + ")";
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof ProducerRecord<?, ?> that
                        && topic.equals(that.topic)
                        && Objects.equals(partition, that.partition)
                        && headers.equals(that.headers)
                        && Objects.equals(key, that.key)
                        && Objects.equals(value, that.value)
                        && Objects.equals(timestamp, that.timestamp);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, partition, headers, key, value, timestamp);
    }
}
