package io.leat.streams.kstream;

import io.leat.common.errors.UnsupportedVersionException;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import io.leat.streams.processor.api.ProcessorContext;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Subscriptions in Kafka's format, version 1: the version, whose highest bit says that there is no
 * hash; the wish; the hash (16 bytes); the key; the partition (4 bytes). Version 0 ends with the
 * key. The processors of a join open it before they use it.
 */
final class SubscriptionSerde<K>
        implements Serde<Subscription<K>>,
                Serializer<Subscription<K>>,
                Deserializer<Subscription<K>> {

    private static final int VERSION = 1;

    private final String name;
    private Serde<K> keys;
    private String topic;

    /** {@code name} is that of the topic of subscriptions, without the application id. */
    SubscriptionSerde(String name, Serde<K> keys) {
        this.name = name;
        this.keys = keys;
    }

    @SuppressWarnings("unchecked")
    void open(ProcessorContext<?, ?> context) {
        topic = context.applicationId() + "-" + name + "-pk";
        keys = keys != null ? keys : (Serde<K>) context.keySerde();
    }

    @Override
    public byte[] serialize(String unused, Subscription<K> subscription) {
        return serialize(unused, new RecordHeaders(), subscription);
    }

    @Override
    public byte[] serialize(String unused, Headers headers, Subscription<K> subscription) {
        byte[] key = keys.serializer().serialize(topic, headers, subscription.key());
        ValueHash hash = subscription.hash();
        boolean placed = subscription.partition() != null;
        ByteBuffer out =
                ByteBuffer.allocate(
                        2
                                + (hash == null ? 0 : ValueHash.BYTES)
                                + key.length
                                + (placed ? Integer.BYTES : 0));
        byte[] wish = {(byte) subscription.wish().ordinal()};
        ValueHash.put(out, placed ? VERSION : 0, ByteBuffer.wrap(wish), hash);
        out.put(key);
        if (placed) {
            out.putInt(subscription.partition());
        }
        return out.array();
    }

    @Override
    public Subscription<K> deserialize(String unused, byte[] data) {
        return deserialize(unused, new RecordHeaders(), data);
    }

    @Override
    public Subscription<K> deserialize(String unused, Headers headers, byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data);
        int first = in.get();
        int version = first & 0x7f;
        if (version > VERSION) {
            throw new UnsupportedVersionException(
                    "A subscription of a foreign-key join has version "
                            + version
                            + "; this release knows versions up to "
                            + VERSION
                            + ".");
        }
        Subscription.Wish wish = Subscription.Wish.values()[in.get()];
        ValueHash hash = first < 0 ? null : ValueHash.read(in);
        byte[] key = new byte[in.remaining() - (version == 0 ? 0 : Integer.BYTES)];
        in.get(key);
        return new Subscription<>(
                hash,
                wish,
                keys.deserializer().deserialize(topic, headers, key),
                version == 0 ? null : (Integer) in.getInt());
    }

    @Override
    public Serializer<Subscription<K>> serializer() {
        return this;
    }

    @Override
    public Deserializer<Subscription<K>> deserializer() {
        return this;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {}

    @Override
    public void close() {}
}
