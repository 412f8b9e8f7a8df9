package io.leat.streams.test;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import java.time.Instant;
import java.util.Objects;

/** A record that a test puts in or takes out. Immutable, except for its headers. */
public class TestRecord<K, V> {

    private final Headers headers;
    private final K key;
    private final V value;
    private final Instant recordTime;

    public TestRecord(K key, V value, Headers headers, Instant recordTime) {
        this.key = key;
        this.value = value;
        this.recordTime = recordTime;
        this.headers = new RecordHeaders(headers);
    }

    public TestRecord(K key, V value, Headers headers, Long timestampMs) {
        this(key, value, headers, timestampMs == null ? null : Instant.ofEpochMilli(timestampMs));
    }

    public TestRecord(K key, V value, Instant recordTime) {
        this(key, value, new RecordHeaders(), recordTime);
    }

    public TestRecord(K key, V value, Headers headers) {
        this(key, value, headers, (Instant) null);
    }

    public TestRecord(K key, V value) {
        this(key, value, new RecordHeaders(), (Instant) null);
    }

    public TestRecord(V value) {
        this(null, value);
    }

    public TestRecord(ConsumerRecord<K, V> record) {
        this(record.key(), record.value(), record.headers(), record.timestamp());
    }

    public TestRecord(ProducerRecord<K, V> record) {
        this(record.key(), record.value(), record.headers(), record.timestamp());
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
        return recordTime == null ? null : recordTime.toEpochMilli();
    }

    public Headers getHeaders() {
        return headers;
    }

    public K getKey() {
        return key;
    }

    public V getValue() {
        return value;
    }

    public Instant getRecordTime() {
        return recordTime;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TestRecord<?, ?> that
                && Objects.equals(headers, that.headers)
                && Objects.equals(key, that.key)
                && Objects.equals(value, that.value)
                && Objects.equals(recordTime, that.recordTime);
    }

    @Override
    public int hashCode() {
        return Objects.hash(headers, key, value, recordTime);
    }

    @Override
    public String toString() {
        return "TestRecord[key="
                + key
                + ", value="
                + value
                + ", headers="
                + headers
                + ", recordTime="
                + recordTime
                + "]";
    }
}
