package io.leat.streams;

import io.leat.common.serialization.Serializer;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.TimestampedKeyValueStore;
import io.leat.streams.state.ValueAndTimestamp;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** A store with timestamps, seen without them. Written values get the time 0. */
@NullUnmarked
final class PlainValues<K, V> implements KeyValueStore<K, V> {

    private final TimestampedKeyValueStore<K, V> store;

    PlainValues(TimestampedKeyValueStore<K, V> store) {
        this.store = store;
    }

    private static <V> V plain(ValueAndTimestamp<V> value) {
        return ValueAndTimestamp.getValueOrNull(value);
    }

    @Override
    public V get(K key) {
        return plain(store.get(key));
    }

    @Override
    public void put(K key, V value) {
        store.put(key, ValueAndTimestamp.make(value, 0));
    }

    @Override
    public V putIfAbsent(K key, V value) {
        return plain(store.putIfAbsent(key, ValueAndTimestamp.make(value, 0)));
    }

    @Override
    public void putAll(List<KeyValue<K, V>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public V delete(K key) {
        return plain(store.delete(key));
    }

    @Override
    public KeyValueIterator<K, V> range(K from, K to) {
        return new Plain<>(store.range(from, to));
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(K from, K to) {
        return new Plain<>(store.reverseRange(from, to));
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return new Plain<>(store.all());
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return new Plain<>(store.reverseAll());
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(
            P prefix, PS prefixKeySerializer) {
        return new Plain<>(store.prefixScan(prefix, prefixKeySerializer));
    }

    @Override
    public long approximateNumEntries() {
        return store.approximateNumEntries();
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        store.init(context, root);
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public boolean persistent() {
        return store.persistent();
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }

    /** Entries without timestamps. */
    private record Plain<K, V>(KeyValueIterator<K, ValueAndTimestamp<V>> entries)
            implements KeyValueIterator<K, V> {

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<K, V> next() {
            KeyValue<K, ValueAndTimestamp<V>> entry = entries.next();
            return KeyValue.pair(entry.key, plain(entry.value));
        }

        @Override
        public K peekNextKey() {
            return entries.peekNextKey();
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
