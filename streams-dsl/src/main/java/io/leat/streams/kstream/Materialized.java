package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.processor.StateStore;
import io.leat.streams.state.BuiltInDslStoreSuppliers;
import io.leat.streams.state.DslKeyValueParams;
import io.leat.streams.state.DslSessionParams;
import io.leat.streams.state.DslStoreSuppliers;
import io.leat.streams.state.DslWindowParams;
import io.leat.streams.state.KeyValueBytesStoreSupplier;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.SessionBytesStoreSupplier;
import io.leat.streams.state.SessionStore;
import io.leat.streams.state.StoreSupplier;
import io.leat.streams.state.WindowBytesStoreSupplier;
import io.leat.streams.state.WindowStore;
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
    protected Duration ttl;
    protected String formerName;
    protected DslStoreSuppliers dslStoreSuppliers;

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
        ttl = other.ttl;
        formerName = other.formerName;
        dslStoreSuppliers = other.dslStoreSuppliers;
    }

    public static <K, V, S extends StateStore> Materialized<K, V, S> as(String storeName) {
        Named.validate(storeName);
        return new Materialized<>(storeName, null);
    }

    public static <K, V> Materialized<K, V, KeyValueStore<Bytes, byte[]>> as(
            KeyValueBytesStoreSupplier supplier) {
        return new Materialized<>(null, supplier);
    }

    public static <K, V> Materialized<K, V, WindowStore<Bytes, byte[]>> as(
            WindowBytesStoreSupplier supplier) {
        return new Materialized<>(null, supplier);
    }

    public static <K, V> Materialized<K, V, SessionStore<Bytes, byte[]>> as(
            SessionBytesStoreSupplier supplier) {
        return new Materialized<>(null, supplier);
    }

    /** In a store of that kind, under a generated name. */
    public static <K, V, S extends StateStore> Materialized<K, V, S> as(
            DslStoreSuppliers storeSuppliers) {
        Materialized<K, V, S> materialized = new Materialized<>(null, null);
        materialized.dslStoreSuppliers = storeSuppliers;
        return materialized;
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

    /** Chooses the kind of store; not together with a supplier. */
    public Materialized<K, V, S> withStoreType(DslStoreSuppliers storeSuppliers)
            throws IllegalArgumentException {
        if (storeSupplier != null) {
            throw new IllegalArgumentException(
                    "The supplier of " + storeSupplier.name() + " chooses the kind of store.");
        }
        dslStoreSuppliers = storeSuppliers;
        return this;
    }

    /** The kinds of stores. */
    public enum StoreType implements DslStoreSuppliers {
        ROCKS_DB(BuiltInDslStoreSuppliers.ROCKS_DB),
        IN_MEMORY(BuiltInDslStoreSuppliers.IN_MEMORY);

        private final DslStoreSuppliers suppliers;

        StoreType(DslStoreSuppliers suppliers) {
            this.suppliers = suppliers;
        }

        @Override
        public KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params) {
            return suppliers.keyValueStore(params);
        }

        @Override
        public WindowBytesStoreSupplier windowStore(DslWindowParams params) {
            return suppliers.windowStore(params);
        }

        @Override
        public SessionBytesStoreSupplier sessionStore(DslSessionParams params) {
            return suppliers.sessionStore(params);
        }
    }

    /** How long windows and sessions are kept. */
    public Materialized<K, V, S> withRetention(Duration retention) {
        if (retention.isNegative()) {
            throw new IllegalArgumentException("Retention must not be negative.");
        }
        this.retention = retention;
        return this;
    }

    /**
     * The store had another name, also a generated one, and goes on with the changelog that it had
     * under that. After several renamings it is the first name that counts.
     *
     * @see io.leat.streams.StreamsBuilder#renamedFrom
     */
    public Materialized<K, V, S> renamedFrom(String formerName) {
        this.formerName = formerName;
        return this;
    }

    /**
     * How long a row stays that is not updated, in stream time; without this it stays for good. For
     * tables of topics and streams and for aggregates of streams without windows.
     *
     * <pre>{@code
     * builder.stream("clicks")
     *     .groupByKey()
     *     .count(Materialized.as("clicks-of-visitor").withTtl(Duration.ofHours(1)));
     * }</pre>
     *
     * <p>Time is the latest timestamp of the records that reached the operator; restarts keep it. A
     * row with timestamp {@code t} goes as soon as the time is {@code t + ttl}, before the record
     * is applied that brings that time. A deletion with the timestamp {@code t + ttl} goes to the
     * changelog and downstream, the oldest row first. A record that would make a row which is gone
     * already is dropped and counted. Rows are found through an index by time, never by a scan;
     * queries see them until the deletion is committed. Adding or removing a time to live rebuilds
     * the local store from its changelog once.
     *
     * @param ttl at least a millisecond
     */
    public Materialized<K, V, S> withTtl(Duration ttl) {
        if (ttl.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "The time to live of rows must be at least 1 ms, not " + ttl + ".");
        }
        this.ttl = ttl;
        return this;
    }
}
