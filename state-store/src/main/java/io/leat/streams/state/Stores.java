package io.leat.streams.state;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.state.rocksdb.RocksDbStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes suppliers and builders of stores.
 *
 * <pre>{@code
 * StoreBuilder<KeyValueStore<String, Long>> totals =
 *     Stores.keyValueStoreBuilder(
 *         Stores.persistentKeyValueStore("totals"), Serdes.String(), Serdes.Long());
 * }</pre>
 */
public final class Stores {

    private Stores() {}

    /** A store on RocksDB. */
    public static KeyValueBytesStoreSupplier persistentKeyValueStore(String name) {
        return supplier(name, "rocksdb", () -> new RocksDbStore(name));
    }

    /** A store on RocksDB, for values with timestamps. */
    public static KeyValueBytesStoreSupplier persistentTimestampedKeyValueStore(String name) {
        return persistentKeyValueStore(name);
    }

    /** A store on the heap. */
    public static KeyValueBytesStoreSupplier inMemoryKeyValueStore(String name) {
        return supplier(name, "in-memory", () -> new MemoryStore(name));
    }

    /**
     * A store on the heap whose commits go to a journal on the disk too: a restart goes on from
     * there, without native code. For state that fits the heap; the one to use in simulations.
     */
    public static KeyValueBytesStoreSupplier journaledKeyValueStore(String name) {
        return supplier(name, "journal", () -> new JournalStore(name));
    }

    public static <K, V> StoreBuilder<KeyValueStore<K, V>> keyValueStoreBuilder(
            KeyValueBytesStoreSupplier supplier,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        return new KeyValueStoreBuilder<>(
                supplier, false, bytes -> new TypedStore<>(bytes, keySerde, valueSerde));
    }

    public static <K, V>
            StoreBuilder<TimestampedKeyValueStore<K, V>> timestampedKeyValueStoreBuilder(
                    KeyValueBytesStoreSupplier supplier,
                    @Nullable Serde<K> keySerde,
                    @Nullable Serde<V> valueSerde) {
        return new KeyValueStoreBuilder<>(
                supplier, true, bytes -> new TypedTimestampedStore<>(bytes, keySerde, valueSerde));
    }

    private static KeyValueBytesStoreSupplier supplier(
            String name, String scope, Supplier<KeyValueStore<Bytes, byte[]>> maker) {
        java.util.Objects.requireNonNull(name, "name cannot be null");
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return maker.get();
            }

            @Override
            public String metricsScope() {
                return scope;
            }
        };
    }
}
