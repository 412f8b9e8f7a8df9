package io.leat.streams.kstream;

import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.TimestampedKeyValueStore;
import io.leat.streams.state.ValueAndTimestamp;

/** The store of a table, as the processor sees it that keeps it. Owned by the task's thread. */
final class TableStore<K, V> {

    private final TimestampedKeyValueStore<K, V> store;
    private final Changes<K, V> changes;

    TableStore(ProcessorContext<K, Change<V>> context, String storeName, boolean sendOld) {
        store = context.getStateStore(storeName);
        changes = Changes.timestamped(context, store, sendOld);
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
        store.put(
                record.key(),
                ValueAndTimestamp.make(record.value().newValue(), record.timestamp()));
        if (record.value().newValue() == null) {
            changes.deleted(record.key(), received);
        }
        changes.forward(record);
    }
}
