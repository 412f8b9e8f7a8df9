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
        return new PlainEntries<>(store.range(from, to), PlainValues::plain);
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(K from, K to) {
        return new PlainEntries<>(store.reverseRange(from, to), PlainValues::plain);
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return new PlainEntries<>(store.all(), PlainValues::plain);
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return new PlainEntries<>(store.reverseAll(), PlainValues::plain);
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(
            P prefix, PS prefixKeySerializer) {
        return new PlainEntries<>(
                store.prefixScan(prefix, prefixKeySerializer), PlainValues::plain);
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
}
