package io.leat.streams.state;

import io.leat.common.header.Headers;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.Serializer;
import java.util.Objects;

/** The serdes of a store of one's own, and the topic whose schemas they go by. */
public final class StateSerdes<K, V> {

    public static final int TIMESTAMP_SIZE = Long.BYTES;
    public static final int BOOLEAN_SIZE = 1;

    private final String topic;
    private final Serde<K> keySerde;
    private final Serde<V> valueSerde;

    public StateSerdes(String topic, Serde<K> keySerde, Serde<V> valueSerde) {
        this.topic = Objects.requireNonNull(topic, "topic");
        this.keySerde = Objects.requireNonNull(keySerde, "keySerde");
        this.valueSerde = Objects.requireNonNull(valueSerde, "valueSerde");
    }

    /** With the serdes of {@link Serdes} for two of the types that it knows. */
    public static <K, V> StateSerdes<K, V> withBuiltinTypes(
            String topic, Class<K> keyClass, Class<V> valueClass) {
        return new StateSerdes<>(topic, Serdes.serdeFrom(keyClass), Serdes.serdeFrom(valueClass));
    }

    public Serde<K> keySerde() {
        return keySerde;
    }

    public Serde<V> valueSerde() {
        return valueSerde;
    }

    public Deserializer<K> keyDeserializer() {
        return keySerde.deserializer();
    }

    public Serializer<K> keySerializer() {
        return keySerde.serializer();
    }

    public Deserializer<V> valueDeserializer() {
        return valueSerde.deserializer();
    }

    public Serializer<V> valueSerializer() {
        return valueSerde.serializer();
    }

    public String topic() {
        return topic;
    }

    public K keyFrom(byte[] rawKey) {
        return keyDeserializer().deserialize(topic, rawKey);
    }

    public K keyFrom(byte[] rawKey, Headers headers) {
        return keyDeserializer().deserialize(topic, headers, rawKey);
    }

    public V valueFrom(byte[] rawValue) {
        return valueDeserializer().deserialize(topic, rawValue);
    }

    public V valueFrom(byte[] rawValue, Headers headers) {
        return valueDeserializer().deserialize(topic, headers, rawValue);
    }

    public byte[] rawKey(K key) {
        return keySerializer().serialize(topic, key);
    }

    public byte[] rawKey(K key, Headers headers) {
        return keySerializer().serialize(topic, headers, key);
    }

    public byte[] rawValue(V value) {
        return valueSerializer().serialize(topic, value);
    }

    public byte[] rawValue(V value, Headers headers) {
        return valueSerializer().serialize(topic, headers, value);
    }
}
