package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.state.KeyValueBytesStoreSupplier;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.Stores;

/**
 * How a table is kept, if it is: the declared wishes, a name given or generated, and whether
 * somebody needs the store. Owned by the builder.
 */
final class Stored<K, V> {

    private final Materialized<K, V, ?> wishes;
    private final String name;
    private Serde<K> keySerde;
    private Serde<V> valueSerde;
    private boolean needed;
    private StoreBuilder<?> builder;

    /** A name is generated from {@code prefix} when none is given. */
    Stored(DslGraph dsl, Materialized<K, V, ?> wishes, String prefix) {
        this.wishes = wishes;
        this.keySerde = wishes.keySerde;
        this.valueSerde = wishes.valueSerde;
        this.needed = queryableName() != null;
        this.name = needed ? queryableName() : dsl.nextStoreName(prefix);
    }

    /** The name for queries, null when the user gave none. */
    String queryableName() {
        return wishes.storeSupplier != null ? wishes.storeSupplier.name() : wishes.storeName;
    }

    String name() {
        return name;
    }

    void need() {
        needed = true;
    }

    boolean needed() {
        return needed;
    }

    Stored<K, V> orSerdes(Serde<K> keys, Serde<V> values) {
        keySerde = keySerde != null ? keySerde : keys;
        valueSerde = valueSerde != null ? valueSerde : values;
        return this;
    }

    Serde<K> keySerde() {
        return keySerde;
    }

    Serde<V> valueSerde() {
        return valueSerde;
    }

    StoreBuilder<?> builder() {
        if (builder == null) {
            KeyValueBytesStoreSupplier supplier =
                    wishes.storeSupplier != null
                            ? (KeyValueBytesStoreSupplier) wishes.storeSupplier
                            : Stores.persistentTimestampedKeyValueStore(name);
            builder = Stores.timestampedKeyValueStoreBuilder(supplier, keySerde, valueSerde);
            if (wishes.loggingEnabled) {
                builder.withLoggingEnabled(wishes.topicConfig);
            } else {
                builder.withLoggingDisabled();
            }
            if (wishes.cachingEnabled) {
                builder.withCachingEnabled();
            }
        }
        return builder;
    }
}
