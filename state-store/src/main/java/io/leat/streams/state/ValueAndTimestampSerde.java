package io.leat.streams.state;

import io.leat.common.errors.SerializationException;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes a timestamp (8 bytes, big endian) and then the value: the format inside stores. Changelogs
 * carry the timestamp beside the value, as Kafka's do.
 */
final class ValueAndTimestampSerde<V> implements Serde<ValueAndTimestamp<V>> {

    private final Serde<V> values;

    ValueAndTimestampSerde(Serde<V> values) {
        this.values = values;
    }

    @Override
    public Serializer<ValueAndTimestamp<V>> serializer() {
        return this::serialize;
    }

    private byte @Nullable [] serialize(String topic, @Nullable ValueAndTimestamp<V> pair) {
        byte[] value = pair == null ? null : values.serializer().serialize(topic, pair.value());
        if (pair == null || value == null) {
            return null;
        }
        return ByteBuffer.allocate(Long.BYTES + value.length)
                .putLong(pair.timestamp())
                .put(value)
                .array();
    }

    @Override
    public Deserializer<ValueAndTimestamp<V>> deserializer() {
        return this::deserialize;
    }

    private @Nullable ValueAndTimestamp<V> deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length < Long.BYTES) {
            throw new SerializationException(
                    "a value with timestamp has at least 8 bytes, not " + bytes.length);
        }
        long timestamp = ByteBuffer.wrap(bytes).getLong();
        byte[] value = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
        return ValueAndTimestamp.make(values.deserializer().deserialize(topic, value), timestamp);
    }
}
