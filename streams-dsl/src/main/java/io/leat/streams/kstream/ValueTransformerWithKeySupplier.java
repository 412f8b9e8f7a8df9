package io.leat.streams.kstream;

import io.leat.streams.processor.ConnectedStoreProvider;
import java.util.function.Supplier;

/** Makes a new {@link ValueTransformerWithKey} at each call. */
public interface ValueTransformerWithKeySupplier<K, V, VR>
        extends ConnectedStoreProvider, Supplier<ValueTransformerWithKey<K, V, VR>> {

    @Override
    ValueTransformerWithKey<K, V, VR> get();
}
