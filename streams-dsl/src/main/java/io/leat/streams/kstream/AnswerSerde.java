package io.leat.streams.kstream;

import io.leat.common.errors.UnsupportedVersionException;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import io.leat.streams.topology.NeedsDefaults;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers in Kafka's format, version 0: the version, whose highest bit says that there is no hash;
 * the hash (16 bytes); the value, or nothing.
 */
final class AnswerSerde<V>
        implements Serde<Answer<V>>, Serializer<Answer<V>>, Deserializer<Answer<V>>, NeedsDefaults {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private Serde<V> values;

    AnswerSerde(Serde<V> values) {
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
    public byte[] serialize(String topic, Answer<V> answer) {
        return serialize(topic, new RecordHeaders(), answer);
    }

    @Override
    public byte[] serialize(String topic, Headers headers, Answer<V> answer) {
        byte[] value =
                answer.value() == null
                        ? new byte[0]
                        : values.serializer().serialize(topic, headers, answer.value());
        ByteBuffer out =
                ByteBuffer.allocate(
                        1 + (answer.hash() == null ? 0 : ValueHash.BYTES) + value.length);
        ValueHash.put(out, 0, NOTHING.duplicate(), answer.hash());
        return out.put(value).array();
    }

    @Override
    public Answer<V> deserialize(String topic, byte[] data) {
        return deserialize(topic, new RecordHeaders(), data);
    }

    @Override
    public Answer<V> deserialize(String topic, Headers headers, byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data);
        int first = in.get();
        if ((first & 0x7f) != 0) {
            throw new UnsupportedVersionException(
                    "An answer of a foreign-key join has version "
                            + (first & 0x7f)
                            + "; this release knows version 0.");
        }
        ValueHash hash = first < 0 ? null : ValueHash.read(in);
        if (!in.hasRemaining()) {
            return new Answer<>(hash, null, null);
        }
        byte[] value = new byte[in.remaining()];
        in.get(value);
        return new Answer<>(hash, values.deserializer().deserialize(topic, headers, value), null);
    }

    @Override
    public Serializer<Answer<V>> serializer() {
        return this;
    }

    @Override
    public Deserializer<Answer<V>> deserializer() {
        return this;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {}

    @Override
    public void close() {}
}
