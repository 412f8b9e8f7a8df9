package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.processor.StateStore;
import io.leat.streams.state.KeyValueBytesStoreSupplier;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.StoreSupplier;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How a table is kept in a store: name, kind, serdes, cache, changelog. */
public class Materialized<K, V, S extends StateStore> {

    protected StoreSupplier<S> storeSupplier;
    protected String storeName;
    protected Serde<V> valueSerde;
    protected Serde<K> keySerde;
    protected boolean loggingEnabled = true;
    protected boolean cachingEnabled = true;
    protected Map<String, String> topicConfig = new HashMap<>();
    protected Duration retention;

    private Materialized(String storeName, StoreSupplier<S> storeSupplier) {
        this.storeName = storeName;
        this.storeSupplier = storeSupplier;
    }

    protected Materialized(Materialized<K, V, S> other) {
        this(other.storeName, other.storeSupplier);
        valueSerde = other.valueSerde;
        keySerde = other.keySerde;
        loggingEnabled = other.loggingEnabled;
        cachingEnabled = other.cachingEnabled;
        topicConfig = other.topicConfig;
        retention = other.retention;
    }

    public static <K, V, S extends StateStore> Materialized<K, V, S> as(String storeName) {
        Named.validate(storeName);
        return new Materialized<>(storeName, null);
    }

    public static <K, V> Materialized<K, V, KeyValueStore<Bytes, byte[]>> as(
            KeyValueBytesStoreSupplier supplier) {
        return new Materialized<>(null, supplier);
    }

    public static <K, V, S extends StateStore> Materialized<K, V, S> with(
            Serde<K> keySerde, Serde<V> valueSerde) {
        return new Materialized<K, V, S>(null, null)
                .withKeySerde(keySerde)
                .withValueSerde(valueSerde);
    }

    public Materialized<K, V, S> withValueSerde(Serde<V> serde) {
        valueSerde = serde;
        return this;
    }

    public Materialized<K, V, S> withKeySerde(Serde<K> serde) {
        keySerde = serde;
        return this;
    }

    /** Logs changes to a topic with these settings. */
    public Materialized<K, V, S> withLoggingEnabled(Map<String, String> config) {
        loggingEnabled = true;
        topicConfig = config;
        return this;
    }

    public Materialized<K, V, S> withLoggingDisabled() {
        loggingEnabled = false;
        topicConfig.clear();
        return this;
    }

    public Materialized<K, V, S> withCachingEnabled() {
        cachingEnabled = true;
        return this;
    }

    public Materialized<K, V, S> withCachingDisabled() {
        cachingEnabled = false;
        return this;
    }

    /** How long windows and sessions are kept. */
    public Materialized<K, V, S> withRetention(Duration retention) {
        if (retention.isNegative()) {
            throw new IllegalArgumentException("Retention must not be negative.");
        }
        this.retention = retention;
        return this;
    }
}
