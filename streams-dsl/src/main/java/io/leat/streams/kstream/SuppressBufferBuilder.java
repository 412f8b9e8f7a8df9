package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.state.StoreBuilder;
import java.util.Map;

/** Builds the buffer of a suppression. Owned by the builder. */
final class SuppressBufferBuilder<K, V> implements StoreBuilder<SuppressBuffer<K, V>> {

    private final String name;
    private final Serde<K> keys;
    private final Serde<V> values;
    private Map<String, String> logConfig;

    /** {@code logConfig} is null for a buffer without a changelog. */
    SuppressBufferBuilder(
            String name, Serde<K> keys, Serde<V> values, Map<String, String> logConfig) {
        this.name = name;
        this.keys = keys;
        this.values = values;
        this.logConfig = logConfig;
    }

    @Override
    public StoreBuilder<SuppressBuffer<K, V>> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<SuppressBuffer<K, V>> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<SuppressBuffer<K, V>> withLoggingEnabled(Map<String, String> config) {
        logConfig = config;
        return this;
    }

    @Override
    public StoreBuilder<SuppressBuffer<K, V>> withLoggingDisabled() {
        logConfig = null;
        return this;
    }

    @Override
    public SuppressBuffer<K, V> build() {
        return new SuppressBuffer<>(name, loggingEnabled(), keys, values);
    }

    @Override
    public Map<String, String> logConfig() {
        return logConfig == null ? Map.of() : logConfig;
    }

    @Override
    public boolean loggingEnabled() {
        return logConfig != null;
    }

    @Override
    public String name() {
        return name;
    }
}
