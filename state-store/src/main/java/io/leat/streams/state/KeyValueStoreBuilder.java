package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.streams.processor.StateStore;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Builds key-value stores: the supplier's bytes store, the buffer before it, the types on top. */
final class KeyValueStoreBuilder<T extends StateStore> implements StoreBuilder<T> {

    private final KeyValueBytesStoreSupplier supplier;
    private final Function<KeyValueStore<Bytes, byte[]>, T> typed;
    private final boolean timestamped;
    private boolean caching;
    private boolean logging = true;
    private Map<String, String> logConfig = new HashMap<>();

    KeyValueStoreBuilder(
            KeyValueBytesStoreSupplier supplier,
            boolean timestamped,
            Function<KeyValueStore<Bytes, byte[]>, T> typed) {
        this.supplier = supplier;
        this.typed = typed;
        this.timestamped = timestamped;
    }

    @Override
    public StoreBuilder<T> withCachingEnabled() {
        caching = true;
        return this;
    }

    @Override
    public StoreBuilder<T> withCachingDisabled() {
        caching = false;
        return this;
    }

    @Override
    public StoreBuilder<T> withLoggingEnabled(Map<String, String> config) {
        logging = true;
        logConfig = new HashMap<>(config);
        return this;
    }

    @Override
    public StoreBuilder<T> withLoggingDisabled() {
        logging = false;
        logConfig.clear();
        return this;
    }

    @Override
    public T build() {
        return typed.apply(new BufferedStore(supplier.get(), caching, logging, timestamped));
    }

    @Override
    public Map<String, String> logConfig() {
        return logConfig;
    }

    @Override
    public boolean loggingEnabled() {
        return logging;
    }

    @Override
    public String name() {
        return supplier.name();
    }
}
