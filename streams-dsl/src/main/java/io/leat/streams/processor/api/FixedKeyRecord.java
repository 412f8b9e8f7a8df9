package io.leat.streams.processor.api;

import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.streams.errors.StreamsException;
import java.util.Objects;

/**
 * A record on its way through a topology whose key cannot change. Immutable, except for its
 * headers.
 */
public final class FixedKeyRecord<K, V> {

    private final K key;
    private final V value;
    private final long timestamp;
    private final Headers headers;

    FixedKeyRecord(K key, V value, long timestamp, Headers headers) {
        if (timestamp < 0) {
            throw new StreamsException(
                    "A record cannot have the negative timestamp " + timestamp + ".");
        }
        this.key = key;
        this.value = value;
        this.timestamp = timestamp;
        this.headers = headers == null ? new RecordHeaders() : headers;
    }

    public K key() {
        return key;
    }

    public V value() {
        return value;
    }

    /** Milliseconds since the epoch. */
    public long timestamp() {
        return timestamp;
    }

    public Headers headers() {
        return headers;
    }

    public <NewV> FixedKeyRecord<K, NewV> withValue(NewV newValue) {
        return new FixedKeyRecord<>(key, newValue, timestamp, headers);
    }

    public FixedKeyRecord<K, V> withTimestamp(long newTimestamp) {
        return new FixedKeyRecord<>(key, value, newTimestamp, headers);
    }

    public FixedKeyRecord<K, V> withHeaders(Headers newHeaders) {
        return new FixedKeyRecord<>(key, value, timestamp, newHeaders);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FixedKeyRecord<?, ?> that
                && timestamp == that.timestamp
                && Objects.equals(key, that.key)
                && Objects.equals(value, that.value)
                && Objects.equals(headers, that.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, value, timestamp, headers);
    }

    @Override
    public String toString() {
        return "FixedKeyRecord{key="
                + key
                + ", value="
                + value
                + ", timestamp="
                + timestamp
                + ", headers="
                + headers
                + "}";
    }
}
