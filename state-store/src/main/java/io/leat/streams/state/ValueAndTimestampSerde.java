package io.leat.streams.state;

import io.leat.common.errors.SerializationException;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a timestamp (8 bytes, big endian) and then the value: the format inside stores. Changelogs
 * carry the timestamp beside the value, as Kafka's do.
 */
final class ValueAndTimestampSerde<V> implements Serde<ValueAndTimestamp<V>> {

    private final Serde<V> values;
    private final Serializer<ValueAndTimestamp<V>> serializer = this::serialize;
    private final Deserializer<ValueAndTimestamp<V>> deserializer = this::deserialize;

    ValueAndTimestampSerde(Serde<V> values) {
        this.values = values;
    }

    @Override
    public Serializer<ValueAndTimestamp<V>> serializer() {
        return serializer;
    }

    private byte @Nullable [] serialize(String topic, @Nullable ValueAndTimestamp<V> pair) {
        byte[] value = pair == null ? null : values.serializer().serialize(topic, pair.value());
        if (pair == null || value == null) {
            return null;
        }
        return Stamped.of(pair.timestamp(), value);
    }

    @Override
    public Deserializer<ValueAndTimestamp<V>> deserializer() {
        return deserializer;
    }

    private @Nullable ValueAndTimestamp<V> deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length < Long.BYTES) {
            throw new SerializationException(
                    "a value with timestamp has at least 8 bytes, not " + bytes.length);
        }
        return ValueAndTimestamp.make(
                values.deserializer().deserialize(topic, Stamped.value(bytes)),
                Stamped.timestamp(bytes));
    }
}
