package io.leat.streams.kstream;

import io.leat.common.errors.SerializationException;
import io.leat.common.header.Headers;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import io.leat.streams.topology.NeedsDefaults;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Changes of a table on their way through a repartition topic, in Kafka's format: the value(s),
 * then a byte that says which: 0 old, 1 new, 2 the length of the new value as a zigzag varint, new
 * and old.
 */
final class ChangeSerde<V>
        implements Serde<Change<V>>, Serializer<Change<V>>, Deserializer<Change<V>>, NeedsDefaults {

    private static final byte OLD = 0;
    private static final byte NEW = 1;
    private static final byte BOTH = 2;

    private Serde<V> values;

    ChangeSerde(Serde<V> values) {
        this.values = values;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void useDefaults(Supplier<Serde<?>> key, Supplier<Serde<?>> value) {
        if (values == null) {
            values = (Serde<V>) value.get();
        }
    }

    @Override
    public Serializer<Change<V>> serializer() {
        return this;
    }

    @Override
    public Deserializer<Change<V>> deserializer() {
        return this;
    }

    @Override
    public byte[] serialize(String topic, Change<V> change) {
        return serialize(topic, null, change);
    }

    @Override
    public byte[] serialize(String topic, Headers headers, Change<V> change) {
        if (change == null || change.newValue() == null && change.oldValue() == null) {
            throw new SerializationException(
                    "A change in " + topic + " has neither a new nor an old value.");
        }
        byte[] added = bytes(topic, headers, change.newValue());
        byte[] removed = bytes(topic, headers, change.oldValue());
        if (added == null) {
            return ByteBuffer.allocate(removed.length + 1).put(removed).put(OLD).array();
        }
        if (removed == null) {
            return ByteBuffer.allocate(added.length + 1).put(added).put(NEW).array();
        }
        ByteBuffer out = ByteBuffer.allocate(added.length + removed.length + 6);
        int rest = added.length << 1;
        while (rest >= 0x80) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest).put(added).put(removed).put(BOTH);
        return Arrays.copyOf(out.array(), out.position());
    }

    private byte[] bytes(String topic, Headers headers, V value) {
        return value == null ? null : values.serializer().serialize(topic, headers, value);
    }

    @Override
    public Change<V> deserialize(String topic, byte[] data) {
        int end = data.length - 1;
        switch (data[end]) {
            case OLD:
                return new Change<>(null, value(topic, data, 0, end));
            case NEW:
                return new Change<>(value(topic, data, 0, end), null);
            case BOTH:
                ByteBuffer in = ByteBuffer.wrap(data);
                int length = 0;
                int shift = 0;
                byte part;
                do {
                    part = in.get();
                    length |= (part & 0x7f) << shift;
                    shift += 7;
                } while (part < 0);
                length >>>= 1;
                int start = in.position();
                return new Change<>(
                        value(topic, data, start, start + length),
                        value(topic, data, start + length, end));
            default:
                throw new SerializationException(
                        "A change in " + topic + " has the unknown format " + data[end] + ".");
        }
    }

    private V value(String topic, byte[] data, int from, int to) {
        return values.deserializer().deserialize(topic, Arrays.copyOfRange(data, from, to));
    }

    @Override
    public void configure(java.util.Map<String, ?> configs, boolean isKey) {}

    @Override
    public void close() {}
}
