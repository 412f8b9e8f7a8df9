package io.leat.streams.kstream;

import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.TimestampedKeyValueStore;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.state.VersionedKeyValueStore;
import io.leat.streams.topology.CurrentRecord;

/** The store of a table, as the processor sees it that keeps it. Owned by the task's thread. */
final class TableStore<K, V> {

    private final RowStore<K, V> store;
    private final Changes<K, V> changes;
    private final Expiry<K, V> expiry;

    TableStore(ProcessorContext<K, Change<V>> context, Stored<?, V> stored, boolean sendOld) {
        StateStore kept = DslStores.of(context, stored.name());
        store = RowStore.of(kept);
        changes = Changes.timestamped(context, kept, sendOld);
        expiry =
                stored.ttlMs() == null
                        ? null
                        : new Expiry<>(
                                stored.ttlMs(), kept, (CurrentRecord) context, this::expired);
    }

    /** A record of that time is to be applied: rows whose time to live ended before it go. */
    void advance(long timestamp) {
        if (expiry != null) {
            expiry.advance(timestamp);
        }
    }

    /** Whether a row with that timestamp would be gone by now. */
    boolean tooOld(long timestamp) {
        return expiry != null && expiry.tooOld(timestamp);
    }

    private void expired(Record<K, Change<V>> deletion) {
        V old = changes.sendOld() ? deletion.value().oldValue() : null;
        put(deletion.withValue(new Change<>(null, old)));
    }

    ValueAndTimestamp<V> get(K key) {
        return store.get(key);
    }

    /** Stores the new value with the record's timestamp; {@code record} goes downstream. */
    void put(Record<K, Change<V>> record) {
        put(record, record.timestamp());
    }

    /** The same; {@code received} is the time of the record it follows from. */
    void put(Record<K, Change<V>> record, long received) {
        Change<V> change = record.value();
        long next = store.put(record.key(), change.newValue(), record.timestamp());
        if (next == VersionedKeyValueStore.PUT_RETURN_CODE_NOT_PUT) {
            return;
        }
        if (change.newValue() == null) {
            changes.deleted(record.key(), received);
        }
        boolean latest = next == VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED;
        changes.forward(
                record.withValue(new Change<>(change.newValue(), change.oldValue(), latest)));
    }

    /** A store of rows, with or without versions. */
    interface RowStore<K, V> {

        ValueAndTimestamp<V> get(K key);

        /** The row as it was then; only where there are versions. */
        ValueAndTimestamp<V> get(K key, long asOf);

        /** Returns what {@link VersionedKeyValueStore#put} would. */
        long put(K key, V value, long timestamp);

        @SuppressWarnings("unchecked")
        static <K, V> RowStore<K, V> of(StateStore store) {
            return store instanceof VersionedKeyValueStore<?, ?> versions
                    ? new Versions<>((VersionedKeyValueStore<K, V>) versions)
                    : new Plain<>((TimestampedKeyValueStore<K, V>) store);
        }
    }

    private record Plain<K, V>(TimestampedKeyValueStore<K, V> store) implements RowStore<K, V> {

        @Override
        public ValueAndTimestamp<V> get(K key) {
            return store.get(key);
        }

        @Override
        public ValueAndTimestamp<V> get(K key, long asOf) {
            throw new UnsupportedOperationException(
                    "store " + store.name() + " keeps one version of each row.");
        }

        @Override
        public long put(K key, V value, long timestamp) {
            store.put(key, ValueAndTimestamp.make(value, timestamp));
            return VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED;
        }
    }

    private record Versions<K, V>(VersionedKeyValueStore<K, V> store) implements RowStore<K, V> {

        @Override
        public ValueAndTimestamp<V> get(K key) {
            return row(store.get(key));
        }

        @Override
        public ValueAndTimestamp<V> get(K key, long asOf) {
            return row(store.get(key, asOf));
        }

        private static <V> ValueAndTimestamp<V> row(
                io.leat.streams.state.VersionedRecord<V> version) {
            return version == null
                    ? null
                    : ValueAndTimestamp.make(version.value(), version.timestamp());
        }

        @Override
        public long put(K key, V value, long timestamp) {
            return store.put(key, value, timestamp);
        }
    }
}
