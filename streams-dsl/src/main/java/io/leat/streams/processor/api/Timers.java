package io.leat.streams.processor.api;

import io.leat.common.utils.Bytes;
import io.leat.streams.state.KeyValueBytesStoreSupplier;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.Stores;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The timers of a processor: each is for a key and a time, and calls back once when that time has
 * come. They are kept in a store with a changelog, so they survive restarts and move with their
 * task, and fire exactly once under exactly-once. Use them only on the task's thread.
 *
 * <pre>{@code
 * class Unpaid implements ProcessorSupplier<String, Order, String, String> {
 *     public Set<StoreBuilder<?>> stores() {
 *         return Set.of(Timers.store("unpaid"));
 *     }
 *
 *     public Processor<String, Order, String, String> get() {
 *         return new ContextualProcessor<>() {
 *             private Timers<String> timers;
 *
 *             public void init(ProcessorContext<String, String> context) {
 *                 super.init(context);
 *                 timers = context.timers(
 *                     "unpaid", Serdes.String(), PunctuationType.STREAM_TIME, this::remind);
 *             }
 *
 *             public void process(Record<String, Order> record) {
 *                 if (record.value().paid()) {
 *                     timers.cancelAll(record.key());
 *                 } else {
 *                     timers.set(record.key(), record.timestamp() + DAY_MS);
 *                 }
 *             }
 *
 *             private void remind(String order, long time) {
 *                 context().forward(new Record<>(order, "unpaid", time));
 *             }
 *         };
 *     }
 * }
 * }</pre>
 *
 * <p>A timer fires as soon as its clock shows its time or a later one: by stream time after the
 * record that brings the time is processed, by wall clock between records. What is due together
 * fires in the order of times, then of serialized keys. A timer that is set for a time which has
 * come already fires next. It is removed before its callback, in the same transaction. What a
 * callback throws goes to the processing exception handler.
 */
public interface Timers<K> {

    /** Fires for {@code key} at {@code time}; setting the same twice is setting it once. */
    void set(K key, long time);

    /** Takes back the timer of {@code key} for {@code time}, if there is one. */
    void cancel(K key, long time);

    /** Takes back all timers of {@code key}. */
    void cancelAll(K key);

    /** The times for which {@code key} has timers, the earliest first. */
    List<Long> times(K key);

    /** Called when a timer fires. */
    @FunctionalInterface
    interface Callback<K> {

        /**
         * @param time that the timer was set for; the clock may show a later one
         */
        void fire(K key, long time);
    }

    /** The store of timers of that name, on RocksDB, for {@code ProcessorSupplier.stores}. */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return store(Stores.persistentKeyValueStore(name));
    }

    /** The same on the store of {@code supplier}, which keeps all entries. */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(KeyValueBytesStoreSupplier supplier) {
        return Stores.timeOrderedBytesStoreBuilder(
                supplier,
                (timer, nothing) ->
                        ByteBuffer.wrap(timer.get()).getLong(timer.get().length - Long.BYTES));
    }
}
