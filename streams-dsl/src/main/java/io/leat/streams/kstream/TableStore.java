package io.leat.streams.kstream;

import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.TimestampedKeyValueStore;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.state.spi.CachingStore;
import io.leat.streams.topology.CurrentRecord;

/**
 * The store of a table, as the processor sees it that keeps it: writes, and tells downstream of the
 * change, at once or, when the store caches, at the commit. Owned by the task's thread.
 */
final class TableStore<K, V> {

    private final TimestampedKeyValueStore<K, V> store;
    private final ProcessorContext<K, Change<V>> context;
    private final boolean caching;

    TableStore(ProcessorContext<K, Change<V>> context, String storeName, boolean sendOld) {
        this.store = context.getStateStore(storeName);
        this.context = context;
        this.caching =
                store instanceof CachingStore
                        && listen((CachingStore<K, ValueAndTimestamp<V>>) store, sendOld);
    }

    private boolean listen(CachingStore<K, ValueAndTimestamp<V>> cache, boolean sendOld) {
        CurrentRecord current = (CurrentRecord) context;
        return cache.setFlushListener(
                (key, added, removed) ->
                        context.forward(
                                new Record<>(
                                        key,
                                        new Change<>(
                                                ValueAndTimestamp.getValueOrNull(added),
                                                sendOld
                                                        ? ValueAndTimestamp.getValueOrNull(removed)
                                                        : null),
                                        added != null
                                                ? added.timestamp()
                                                : Math.max(0, current.currentTimestamp()),
                                        current.currentHeaders())));
    }

    ValueAndTimestamp<V> get(K key) {
        return store.get(key);
    }

    /** Stores the new value with the record's timestamp; {@code record} goes downstream. */
    void put(Record<K, Change<V>> record) {
        store.put(
                record.key(),
                ValueAndTimestamp.make(record.value().newValue(), record.timestamp()));
        if (!caching) {
            context.forward(record);
        }
    }
}
