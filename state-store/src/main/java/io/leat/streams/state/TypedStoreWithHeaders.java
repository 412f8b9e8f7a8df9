package io.leat.streams.state;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.processor.StateStoreContext;
import org.jspecify.annotations.Nullable;

/** A store of typed values with timestamps and headers. Owned by its task's thread. */
final class TypedStoreWithHeaders<K, V> extends TypedStore<K, ValueTimestampHeaders<V>>
        implements TimestampedKeyValueStoreWithHeaders<K, V> {

    TypedStoreWithHeaders(
            KeyValueStore<Bytes, byte[]> bytes,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        super(bytes, keySerde, valueSerde == null ? null : new HeadersSerdes.OfValue<>(valueSerde));
    }

    @Override
    @SuppressWarnings("unchecked")
    Serde<ValueTimestampHeaders<V>> defaultValueSerde(StateStoreContext context) {
        return new HeadersSerdes.OfValue<>((Serde<V>) context.valueSerde());
    }
}
