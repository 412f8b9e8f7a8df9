package io.leat.streams.state;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.processor.StateStoreContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns the keys and values of a store into bytes and back. Owned by its task's thread. */
final class StoreSerdes<K, V> {

    /** The serde of values where none was given. */
    interface DefaultValues<V> {
        Serde<V> of(StateStoreContext context);
    }

    private final DefaultValues<V> defaultValues;
    private @Nullable Serde<K> keys;
    private @Nullable Serde<V> values;
    private String topic = "";

    StoreSerdes(
            @Nullable Serde<K> keys, @Nullable Serde<V> values, DefaultValues<V> defaultValues) {
        this.keys = keys;
        this.values = values;
        this.defaultValues = defaultValues;
    }

    @SuppressWarnings("unchecked")
    static <K, V> StoreSerdes<K, V> plain(@Nullable Serde<K> keys, @Nullable Serde<V> values) {
        return new StoreSerdes<>(keys, values, context -> (Serde<V>) context.valueSerde());
    }

    @SuppressWarnings("unchecked")
    static <K, V> StoreSerdes<K, ValueAndTimestamp<V>> timestamped(
            @Nullable Serde<K> keys, @Nullable Serde<V> values) {
        return new StoreSerdes<>(
                keys,
                values == null ? null : new ValueAndTimestampSerde<>(values),
                context -> new ValueAndTimestampSerde<>((Serde<V>) context.valueSerde()));
    }

    @SuppressWarnings("unchecked")
    static <K, V> StoreSerdes<K, ValueTimestampHeaders<V>> headers(
            @Nullable Serde<K> keys, @Nullable Serde<V> values) {
        return new StoreSerdes<>(
                keys,
                values == null ? null : new HeadersSerdes.OfValue<>(values),
                context -> new HeadersSerdes.OfValue<>((Serde<V>) context.valueSerde()));
    }

    /** Of values with headers, read and written without these. */
    @SuppressWarnings("unchecked")
    static <K, V> StoreSerdes<K, ValueAndTimestamp<V>> withoutHeaders(
            @Nullable Serde<K> keys, @Nullable Serde<V> values) {
        return new StoreSerdes<>(
                keys,
                values == null ? null : new HeadersSerdes.OfRow<>(values),
                context -> new HeadersSerdes.OfRow<>((Serde<V>) context.valueSerde()));
    }

    /** Of aggregates with headers, read and written without these. */
    @SuppressWarnings("unchecked")
    static <K, V> StoreSerdes<K, V> aggregatesWithoutHeaders(
            @Nullable Serde<K> keys, @Nullable Serde<V> values) {
        return new StoreSerdes<>(
                keys,
                values == null ? null : new HeadersSerdes.OfPlainAggregate<>(values),
                context -> new HeadersSerdes.OfPlainAggregate<>((Serde<V>) context.valueSerde()));
    }

    @SuppressWarnings("unchecked")
    static <K, V> StoreSerdes<K, AggregationWithHeaders<V>> aggregatesWithHeaders(
            @Nullable Serde<K> keys, @Nullable Serde<V> values) {
        return new StoreSerdes<>(
                keys,
                values == null ? null : new HeadersSerdes.OfAggregate<>(values),
                context -> new HeadersSerdes.OfAggregate<>((Serde<V>) context.valueSerde()));
    }

    @SuppressWarnings("unchecked")
    void init(StateStoreContext context, String store) {
        topic = context.applicationId() + "-" + store + "-changelog";
        keys = keys != null ? keys : (Serde<K>) context.keySerde();
        values = values != null ? values : defaultValues.of(context);
    }

    Serde<K> keys() {
        return Objects.requireNonNull(keys, "init comes first");
    }

    Bytes bytes(K key) {
        Objects.requireNonNull(key, "key cannot be null");
        return Bytes.wrap(Objects.requireNonNull(keys).serializer().serialize(topic, key));
    }

    @Nullable Bytes bytesOrNull(@Nullable K key) {
        return key == null ? null : bytes(key);
    }

    byte @Nullable [] valueBytes(@Nullable V value) {
        return value == null
                ? null
                : Objects.requireNonNull(values).serializer().serialize(topic, value);
    }

    K key(Bytes key) {
        return Objects.requireNonNull(keys).deserializer().deserialize(topic, key.get());
    }

    V value(byte[] value) {
        return Objects.requireNonNull(values).deserializer().deserialize(topic, value);
    }

    @Nullable V valueOrNull(byte @Nullable [] value) {
        return value == null ? null : value(value);
    }
}
