package io.leat.streams.kstream;

import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.state.spi.CachingStore;
import io.leat.streams.topology.CurrentRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells downstream of the changes of a table's store: at once or, when the store caches, at the
 * commit. Owned by the task's thread.
 */
final class Changes<K, V> {

    /** More deletions than that between two commits go out with the time of the commit's record. */
    private static final int MAX_DELETIONS = 10_000;

    private final ProcessorContext<K, Change<V>> context;
    private final boolean sendOld;

    /** When keys were deleted whose deletion the store has not sent yet, the oldest first. */
    private final Map<K, Long> deletions =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
                    return size() > MAX_DELETIONS;
                }
            };

    /** The headers of the last record that changed a key the cache holds, if it has some. */
    private final Map<Object, Headers> headers;

    private boolean caching;

    private Changes(ProcessorContext<K, Change<V>> context, StateStore store, boolean sendOld) {
        this.context = context;
        this.sendOld = sendOld;
        this.headers = ((CurrentRecord) context).heldHeaders(store.name());
    }

    /** For a store of values with timestamps; a deletion has the time of its record. */
    @SuppressWarnings("unchecked")
    static <K, V> Changes<K, V> timestamped(
            ProcessorContext<K, Change<V>> context, StateStore store, boolean sendOld) {
        Changes<K, V> changes = new Changes<>(context, store, sendOld);
        CurrentRecord current = (CurrentRecord) context;
        if (store instanceof CachingStore<?, ?> cache) {
            changes.caching =
                    ((CachingStore<K, ValueAndTimestamp<V>>) cache)
                            .setFlushListener(
                                    (key, added, removed) ->
                                            changes.flushed(
                                                    key,
                                                    ValueAndTimestamp.getValueOrNull(added),
                                                    ValueAndTimestamp.getValueOrNull(removed),
                                                    changes.time(key, added, current)));
        }
        return changes;
    }

    /** For a store of sessions; their changes have the time of their end. */
    @SuppressWarnings("unchecked")
    static <K, V> Changes<Windowed<K>, V> sessions(
            ProcessorContext<Windowed<K>, Change<V>> context, StateStore store, boolean sendOld) {
        Changes<Windowed<K>, V> changes = new Changes<>(context, store, sendOld);
        if (store instanceof CachingStore<?, ?> cache) {
            changes.caching =
                    ((CachingStore<Windowed<K>, V>) cache)
                            .setFlushListener(
                                    (session, added, removed) ->
                                            changes.flushed(
                                                    session,
                                                    added,
                                                    removed,
                                                    session.window().end()));
        }
        return changes;
    }

    private long time(K key, ValueAndTimestamp<V> added, CurrentRecord current) {
        Long deleted = deletions.isEmpty() ? null : deletions.remove(key);
        if (added != null) {
            return added.timestamp();
        }
        return deleted != null ? deleted : Math.max(0, current.currentTimestamp());
    }

    /** A key is deleted at that time; the store that caches sends it later. */
    void deleted(K key, long timestamp) {
        if (caching) {
            deletions.put(key, timestamp);
        }
    }

    private void flushed(K key, V added, V removed, long timestamp) {
        Headers own = headers.isEmpty() ? null : headers.remove(key);
        context.forward(
                new Record<>(
                        key,
                        new Change<>(added, sendOld ? removed : null),
                        timestamp,
                        own == null ? new RecordHeaders() : own));
    }

    private void remember(K key, Headers current) {
        if (current.iterator().hasNext()) {
            headers.put(key, new RecordHeaders(current));
        } else if (!headers.isEmpty()) {
            headers.remove(key);
        }
    }

    boolean sendOld() {
        return sendOld;
    }

    /** Sends a change downstream, unless the store will. */
    void forward(Record<K, Change<V>> record) {
        if (caching) {
            remember(record.key(), ((CurrentRecord) context).currentHeaders());
        } else {
            context.forward(record);
        }
    }
}
