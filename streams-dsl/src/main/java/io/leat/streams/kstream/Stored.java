package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.DslStoreFormat;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.state.DslKeyValueParams;
import io.leat.streams.state.HeadersBytesStoreSupplier;
import io.leat.streams.state.KeyValueBytesStoreSupplier;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.StoreSupplier;
import io.leat.streams.state.Stores;
import io.leat.streams.state.VersionedBytesStoreSupplier;

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
    private boolean caching = true;
    private boolean logging = true;
    private Maker<K, V> maker = Stored::keyValues;
    private boolean mayExpire;
    private StoreBuilder<?> builder;
    private StoreKinds kinds = StoreKinds.USUAL;

    /** A name is generated from {@code prefix} when none is given. */
    Stored(DslGraph dsl, Materialized<K, V, ?> wishes, String prefix) {
        this.wishes = wishes;
        this.keySerde = wishes.keySerde;
        this.valueSerde = wishes.valueSerde;
        this.needed = queryableName() != null || wishes.ttl != null || wishes.formerName != null;
        this.name = queryableName() != null ? queryableName() : dsl.nextStoreName(prefix);
        if (wishes.formerName != null) {
            dsl.renamedFrom(name, wishes.formerName);
        }
    }

    /** The same, of one of these kinds. */
    private Stored(Stored<K, V> other, StoreKinds kinds) {
        wishes = other.wishes;
        name = other.name;
        keySerde = other.keySerde;
        valueSerde = other.valueSerde;
        needed = other.needed;
        caching = other.caching;
        maker = other.maker;
        this.kinds = kinds;
    }

    /** The name for queries, null when the user gave none. */
    String queryableName() {
        return nameOf(wishes);
    }

    /** The name that the user gave to a store, or null. */
    static String nameOf(Materialized<?, ?, ?> wishes) {
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

    /** Says how the store is made; a key-value store is made where nobody says. */
    Stored<K, V> madeBy(Maker<K, V> kind) {
        maker = kind;
        return this;
    }

    /** Allows a time to live of rows. */
    Stored<K, V> mayExpire() {
        mayExpire = true;
        return this;
    }

    /** How long rows stay without an update, in milliseconds; null for good. */
    Long ttlMs() {
        return wishes.ttl == null ? null : wishes.ttl.toMillis();
    }

    StoreBuilder<?> builder() {
        if (wishes.ttl != null && (!mayExpire || versioned())) {
            throw new TopologyException(
                    "Materialized.withTtl of store "
                            + name
                            + ": only tables of a topic or a stream and aggregates of streams"
                            + " have a time to live. "
                            + (versioned()
                                    ? "Versions go by the history retention of their supplier."
                                    : "For windows there is withRetention; otherwise give it to"
                                            + " the table that this one is made from."));
        }
        if (builder == null) {
            builder =
                    wishes.storeSupplier != null
                            ? made(StoreKinds.USUAL)
                            : new KindByConfig(wishes.dslStoreSuppliers, this::made);
        }
        return builder;
    }

    private StoreBuilder<?> made(StoreKinds kinds) {
        StoreBuilder<?> made = maker.builder(new Stored<>(this, kinds), wishes.storeSupplier);
        if (wishes.loggingEnabled && logging) {
            made.withLoggingEnabled(wishes.topicConfig);
        } else {
            made.withLoggingDisabled();
        }
        if (wishes.cachingEnabled && caching && !versioned()) {
            made.withCachingEnabled();
        }
        return made;
    }

    /** The store has no changelog, whatever the wishes: a topic is one already. */
    void withoutLog() {
        logging = false;
    }

    /** The store must not cache, whatever the wishes. */
    Stored<K, V> withoutCache() {
        caching = false;
        return this;
    }

    /** Whether it keeps versions of its rows. */
    boolean versioned() {
        return wishes.storeSupplier instanceof VersionedBytesStoreSupplier;
    }

    /** The retention in milliseconds, {@code least} where none was wished. */
    long retentionMs(long least) {
        return wishes.retention == null ? least : wishes.retention.toMillis();
    }

    /** What the store is made with where the user gave none. */
    StoreKinds kinds() {
        return kinds;
    }

    /** Makes the builder of a store. */
    interface Maker<K, V> {

        /**
         * @param given what the user gave to make the store with, or null
         */
        StoreBuilder<?> builder(Stored<K, V> stored, StoreSupplier<?> given);
    }

    private static <K, V> StoreBuilder<?> keyValues(Stored<K, V> stored, StoreSupplier<?> given) {
        KeyValueBytesStoreSupplier supplier =
                given != null
                        ? (KeyValueBytesStoreSupplier) given
                        : stored.kinds
                                .suppliers()
                                .keyValueStore(
                                        new DslKeyValueParams(
                                                stored.name,
                                                stored.kinds.format(DslStoreFormat.TIMESTAMPED)));
        if (stored.ttlMs() != null) {
            return Stores.timeOrderedKeyValueStoreBuilder(
                    supplier, stored.keySerde, stored.valueSerde);
        }
        if (supplier instanceof VersionedBytesStoreSupplier versions) {
            return Stores.versionedKeyValueStoreBuilder(
                    versions, stored.keySerde, stored.valueSerde);
        }
        return supplier instanceof HeadersBytesStoreSupplier
                ? Stores.timestampedKeyValueStoreWithHeadersBuilder(
                        supplier, stored.keySerde, stored.valueSerde)
                : Stores.timestampedKeyValueStoreBuilder(
                        supplier, stored.keySerde, stored.valueSerde);
    }
}
