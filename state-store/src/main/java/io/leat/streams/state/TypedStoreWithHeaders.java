package io.leat.streams.state;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.spi.HeadersStore;
import org.jspecify.annotations.Nullable;

/** A store of typed values with timestamps and headers. Owned by its task's thread. */
final class TypedStoreWithHeaders<K, V> extends TypedStore<K, ValueTimestampHeaders<V>>
        implements TimestampedKeyValueStoreWithHeaders<K, V>, HeadersStore {

    private final TypedTimestampedStore<K, V> withoutHeaders;

    TypedStoreWithHeaders(
            KeyValueStore<Bytes, byte[]> bytes,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        super(bytes, keySerde, valueSerde == null ? null : new HeadersSerdes.OfValue<>(valueSerde));
        withoutHeaders = TypedTimestampedStore.withoutHeaders(bytes, keySerde, valueSerde);
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        withoutHeaders.prepare(context);
        super.init(context, root);
    }

    @Override
    @SuppressWarnings("unchecked")
    Serde<ValueTimestampHeaders<V>> defaultValueSerde(StateStoreContext context) {
        return new HeadersSerdes.OfValue<>((Serde<V>) context.valueSerde());
    }

    @Override
    public TimestampedKeyValueStore<K, V> withoutHeaders() {
        return withoutHeaders;
    }

    /** Queries know of no headers. */
    @Override
    public StoreQueries queries() {
        return withoutHeaders.queries();
    }
}
