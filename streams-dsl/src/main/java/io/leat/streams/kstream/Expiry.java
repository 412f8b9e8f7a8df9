package io.leat.streams.kstream;

import io.leat.common.header.internals.RecordHeaders;
import io.leat.streams.KeyValue;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.state.spi.TimeOrdered;
import io.leat.streams.topology.CurrentRecord;
import io.leat.streams.topology.OperatorTime;
import java.util.function.Consumer;

/**
 * Lets the rows of a table go that were not updated for its time to live. Owned by the task's
 * thread.
 *
 * <p>The time is that of the operator: the latest timestamp of the records that reached it, which
 * restarts keep. A row with timestamp {@code t} goes when the time is {@code t + ttl} or later,
 * before the record is applied that brings that time; its deletion has the timestamp {@code t +
 * ttl}. Rows go in the order of their timestamps, then of the bytes of their keys.
 */
final class Expiry<K, V> {

    private final long ttlMs;
    private final TimeOrdered<K, ValueAndTimestamp<V>> rows;
    private final OperatorTime time;
    private final Consumer<Record<K, Change<V>>> delete;

    /**
     * @param delete takes each row that goes, as a change to nothing with the old value
     */
    @SuppressWarnings("unchecked")
    Expiry(
            long ttlMs,
            StateStore store,
            CurrentRecord current,
            Consumer<Record<K, Change<V>>> delete) {
        this.ttlMs = ttlMs;
        this.rows = (TimeOrdered<K, ValueAndTimestamp<V>>) store;
        this.time = current.time(store.name() + ".ttl");
        this.delete = delete;
        current.whenTimeGoesOn(this::advance);
    }

    /** The time is {@code now} at least: what is too old goes. */
    void advance(long now) {
        long bound = time.observe(now) - ttlMs;
        if (bound < 0) {
            return;
        }
        try (KeyValueIterator<K, ValueAndTimestamp<V>> due = rows.upTo(bound)) {
            while (due.hasNext()) {
                KeyValue<K, ValueAndTimestamp<V>> row = due.next();
                delete.accept(
                        new Record<>(
                                row.key,
                                new Change<>(null, row.value.value()),
                                row.value.timestamp() + ttlMs,
                                new RecordHeaders()));
            }
        }
    }

    /** Whether a row with that timestamp is gone before it comes. */
    boolean tooOld(long timestamp) {
        return timestamp <= time.millis() - ttlMs;
    }
}
