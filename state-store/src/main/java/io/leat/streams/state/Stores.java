package io.leat.streams.state;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.state.rocksdb.RocksDbStore;
import io.leat.streams.state.spi.TimeOrdered;
import java.nio.ByteBuffer;
import java.time.Duration;
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
     * A store on the heap that holds {@code maxCacheSize} entries at most: the one that was not
     * used for the longest time goes, also from the changelog.
     */
    public static KeyValueBytesStoreSupplier lruMap(String name, int maxCacheSize) {
        if (maxCacheSize < 0) {
            throw new IllegalArgumentException("maxCacheSize cannot be negative");
        }
        return supplier(name, "in-memory-lru", () -> new LruMemoryStore(name, maxCacheSize));
    }

    /** A store on RocksDB, for values with timestamps and headers. */
    public static KeyValueBytesStoreSupplier persistentTimestampedKeyValueStoreWithHeaders(
            String name) {
        return new WithHeaders.OfKeys(persistentKeyValueStore(name));
    }

    /** A window store on RocksDB, for values with timestamps and headers. */
    public static WindowBytesStoreSupplier persistentTimestampedWindowStoreWithHeaders(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates) {
        return new WithHeaders.OfWindows(
                persistentWindowStore(name, retentionPeriod, windowSize, retainDuplicates));
    }

    /** A session store on RocksDB, for aggregates with headers. */
    public static SessionBytesStoreSupplier persistentSessionStoreWithHeaders(
            String name, Duration retentionPeriod) {
        return new WithHeaders.OfSessions(persistentSessionStore(name, retentionPeriod));
    }

    /**
     * A store on the heap whose commits go to a journal on the disk too: a restart goes on from
     * there, without native code. For state that fits the heap; the one to use in simulations.
     */
    public static KeyValueBytesStoreSupplier journaledKeyValueStore(String name) {
        return supplier(name, "journal", () -> new JournalStore(name));
    }

    /**
     * A window store on RocksDB.
     *
     * @param retentionPeriod how long windows are kept, counted from their start; at least the size
     * @param retainDuplicates whether a key may have several values in a window
     */
    public static WindowBytesStoreSupplier persistentWindowStore(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates) {
        return WindowSupplier.of(
                persistentKeyValueStore(name), retentionPeriod, windowSize, retainDuplicates);
    }

    /** A window store on RocksDB, for values with timestamps. */
    public static WindowBytesStoreSupplier persistentTimestampedWindowStore(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates) {
        return persistentWindowStore(name, retentionPeriod, windowSize, retainDuplicates);
    }

    /** A window store on the heap. */
    public static WindowBytesStoreSupplier inMemoryWindowStore(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates) {
        return WindowSupplier.of(
                inMemoryKeyValueStore(name), retentionPeriod, windowSize, retainDuplicates);
    }

    /** A window store on the heap with a {@link #journaledKeyValueStore journal}. */
    public static WindowBytesStoreSupplier journaledWindowStore(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates) {
        return WindowSupplier.of(
                journaledKeyValueStore(name), retentionPeriod, windowSize, retainDuplicates);
    }

    /** A session store on RocksDB; {@code retentionPeriod} counts from the end of a session. */
    public static SessionBytesStoreSupplier persistentSessionStore(
            String name, Duration retentionPeriod) {
        return SessionSupplier.of(persistentKeyValueStore(name), retentionPeriod);
    }

    /** A session store on the heap. */
    public static SessionBytesStoreSupplier inMemorySessionStore(
            String name, Duration retentionPeriod) {
        return SessionSupplier.of(inMemoryKeyValueStore(name), retentionPeriod);
    }

    /** A session store on the heap with a {@link #journaledKeyValueStore journal}. */
    public static SessionBytesStoreSupplier journaledSessionStore(
            String name, Duration retentionPeriod) {
        return SessionSupplier.of(journaledKeyValueStore(name), retentionPeriod);
    }

    /**
     * A versioned store on RocksDB.
     *
     * @param historyRetention how long versions are kept after a later one took their place; also
     *     how late records may be
     */
    public static VersionedBytesStoreSupplier persistentVersionedKeyValueStore(
            String name, Duration historyRetention) {
        return VersionedSupplier.of(persistentKeyValueStore(name), historyRetention, null);
    }

    /** The same; history is forgotten in steps of {@code segmentInterval}. */
    public static VersionedBytesStoreSupplier persistentVersionedKeyValueStore(
            String name, Duration historyRetention, Duration segmentInterval) {
        return VersionedSupplier.of(
                persistentKeyValueStore(name), historyRetention, segmentInterval);
    }

    /** A versioned store on the heap. */
    public static VersionedBytesStoreSupplier inMemoryVersionedKeyValueStore(
            String name, Duration historyRetention) {
        return VersionedSupplier.of(inMemoryKeyValueStore(name), historyRetention, null);
    }

    /** A versioned store on the heap with a {@link #journaledKeyValueStore journal}. */
    public static VersionedBytesStoreSupplier journaledVersionedKeyValueStore(
            String name, Duration historyRetention) {
        return VersionedSupplier.of(journaledKeyValueStore(name), historyRetention, null);
    }

    public static <K, V> StoreBuilder<KeyValueStore<K, V>> keyValueStoreBuilder(
            KeyValueBytesStoreSupplier supplier,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        return new BufferedStoreBuilder<>(
                supplier,
                (caching, logging) ->
                        new TypedStore<>(
                                BufferedStore.before(
                                        supplier.get(), caching, logging, StoredFormat.PLAIN),
                                keySerde,
                                valueSerde));
    }

    public static <K, V>
            StoreBuilder<TimestampedKeyValueStore<K, V>> timestampedKeyValueStoreBuilder(
                    KeyValueBytesStoreSupplier supplier,
                    @Nullable Serde<K> keySerde,
                    @Nullable Serde<V> valueSerde) {
        return new BufferedStoreBuilder<>(
                supplier,
                (caching, logging) ->
                        new TypedTimestampedStore<>(
                                BufferedStore.before(
                                        supplier.get(), caching, logging, StoredFormat.TIMESTAMPED),
                                keySerde,
                                valueSerde));
    }

    public static <K, V>
            StoreBuilder<TimestampedKeyValueStoreWithHeaders<K, V>>
                    timestampedKeyValueStoreWithHeadersBuilder(
                            KeyValueBytesStoreSupplier supplier,
                            @Nullable Serde<K> keySerde,
                            @Nullable Serde<V> valueSerde) {
        return new BufferedStoreBuilder<>(
                supplier,
                (caching, logging) ->
                        new TypedStoreWithHeaders<>(
                                BufferedStore.before(
                                        supplier.get(), caching, logging, StoredFormat.HEADERS),
                                keySerde,
                                valueSerde));
    }

    public static <K, V>
            StoreBuilder<TimestampedWindowStoreWithHeaders<K, V>>
                    timestampedWindowStoreWithHeadersBuilder(
                            WindowBytesStoreSupplier supplier,
                            @Nullable Serde<K> keySerde,
                            @Nullable Serde<V> valueSerde) {
        return new BufferedStoreBuilder<TimestampedWindowStoreWithHeaders<K, V>>(
                        supplier,
                        (caching, logging) ->
                                new TypedWindowStore.WithHeaders<>(
                                        WindowSupplier.own(supplier)
                                                .buffered(caching, logging, StoredFormat.HEADERS),
                                        keySerde,
                                        valueSerde))
                .retaining(supplier.retentionPeriod());
    }

    public static <K, V> StoreBuilder<SessionStoreWithHeaders<K, V>> sessionStoreWithHeadersBuilder(
            SessionBytesStoreSupplier supplier,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        return new BufferedStoreBuilder<SessionStoreWithHeaders<K, V>>(
                        supplier,
                        (caching, logging) ->
                                new TypedSessionStore.WithHeaders<>(
                                        SessionSupplier.own(supplier)
                                                .buffered(
                                                        caching,
                                                        logging,
                                                        StoredFormat.HEADERS_ONLY),
                                        keySerde,
                                        valueSerde))
                .retaining(supplier.retentionPeriod());
    }

    /** Rows can also be found by their timestamps: the store is {@link TimeOrdered}. */
    public static <K, V>
            StoreBuilder<TimestampedKeyValueStore<K, V>> timeOrderedKeyValueStoreBuilder(
                    KeyValueBytesStoreSupplier supplier,
                    @Nullable Serde<K> keySerde,
                    @Nullable Serde<V> valueSerde) {
        return new BufferedStoreBuilder<>(
                supplier,
                (caching, logging) ->
                        new TypedTimestampedStore.ByTime<>(
                                new TimeOrderedBuffer(
                                        new TimeIndexed(
                                                supplier.get(),
                                                (key, value) -> ByteBuffer.wrap(value).getLong()),
                                        caching,
                                        logging,
                                        StoredFormat.TIMESTAMPED),
                                keySerde,
                                valueSerde));
    }

    /** The same for rows of bytes, whose time {@code times} knows. */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> timeOrderedBytesStoreBuilder(
            KeyValueBytesStoreSupplier supplier, TimeOrdered.RowTime times) {
        return new BufferedStoreBuilder<>(
                supplier,
                (caching, logging) ->
                        new TypedStore.ByTime<>(
                                new TimeOrderedBuffer(
                                        new TimeIndexed(supplier.get(), times),
                                        caching,
                                        logging,
                                        StoredFormat.PLAIN),
                                Serdes.Bytes(),
                                Serdes.ByteArray()));
    }

    /** Versioned stores do not cache. */
    public static <K, V> StoreBuilder<VersionedKeyValueStore<K, V>> versionedKeyValueStoreBuilder(
            VersionedBytesStoreSupplier supplier,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        return new BufferedStoreBuilder<VersionedKeyValueStore<K, V>>(
                        supplier,
                        (caching, logging) ->
                                new TypedVersionedStore<>(
                                        VersionedSupplier.own(supplier).logged(logging),
                                        StoreSerdes.plain(keySerde, valueSerde)))
                .versioned(supplier.historyRetentionMs());
    }

    public static <K, V> StoreBuilder<WindowStore<K, V>> windowStoreBuilder(
            WindowBytesStoreSupplier supplier,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        return new BufferedStoreBuilder<WindowStore<K, V>>(
                        supplier,
                        (caching, logging) ->
                                new TypedWindowStore<>(
                                        WindowSupplier.own(supplier)
                                                .buffered(caching, logging, StoredFormat.PLAIN),
                                        StoreSerdes.plain(keySerde, valueSerde)))
                .retaining(supplier.retentionPeriod());
    }

    public static <K, V> StoreBuilder<TimestampedWindowStore<K, V>> timestampedWindowStoreBuilder(
            WindowBytesStoreSupplier supplier,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        return new BufferedStoreBuilder<TimestampedWindowStore<K, V>>(
                        supplier,
                        (caching, logging) ->
                                new TypedWindowStore.Timestamped<>(
                                        WindowSupplier.own(supplier)
                                                .buffered(
                                                        caching, logging, StoredFormat.TIMESTAMPED),
                                        StoreSerdes.timestamped(keySerde, valueSerde)))
                .retaining(supplier.retentionPeriod());
    }

    public static <K, V> StoreBuilder<SessionStore<K, V>> sessionStoreBuilder(
            SessionBytesStoreSupplier supplier,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        return new BufferedStoreBuilder<SessionStore<K, V>>(
                        supplier,
                        (caching, logging) ->
                                new TypedSessionStore<>(
                                        SessionSupplier.own(supplier)
                                                .buffered(caching, logging, StoredFormat.PLAIN),
                                        StoreSerdes.plain(keySerde, valueSerde)))
                .retaining(supplier.retentionPeriod());
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
