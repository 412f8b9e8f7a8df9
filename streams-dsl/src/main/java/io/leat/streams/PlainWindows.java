package io.leat.streams;

import io.leat.streams.kstream.Windowed;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.WindowStore;
import io.leat.streams.state.WindowStoreIterator;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;

/** A window store, seen without what it keeps beside the values. */
@NullUnmarked
final class PlainWindows<K, V, S> implements WindowStore<K, V> {

    private final WindowStore<K, S> store;
    private final Function<S, V> plain;
    private final Function<V, S> stored;

    PlainWindows(WindowStore<K, S> store, Function<S, V> plain, Function<V, S> stored) {
        this.store = store;
        this.plain = plain;
        this.stored = stored;
    }

    @Override
    public void put(K key, V value, long windowStartTimestamp) {
        store.put(key, value == null ? null : stored.apply(value), windowStartTimestamp);
    }

    @Override
    public V fetch(K key, long time) {
        S value = store.fetch(key, time);
        return value == null ? null : plain.apply(value);
    }

    @Override
    public WindowStoreIterator<V> fetch(K key, long timeFrom, long timeTo) {
        return new OfKey<>(store.fetch(key, timeFrom, timeTo), plain);
    }

    @Override
    public WindowStoreIterator<V> backwardFetch(K key, long timeFrom, long timeTo) {
        return new OfKey<>(store.backwardFetch(key, timeFrom, timeTo), plain);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(K keyFrom, K keyTo, long timeFrom, long timeTo) {
        return new PlainEntries<>(store.fetch(keyFrom, keyTo, timeFrom, timeTo), plain);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(
            K keyFrom, K keyTo, long timeFrom, long timeTo) {
        return new PlainEntries<>(store.backwardFetch(keyFrom, keyTo, timeFrom, timeTo), plain);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetchAll(long timeFrom, long timeTo) {
        return new PlainEntries<>(store.fetchAll(timeFrom, timeTo), plain);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetchAll(long timeFrom, long timeTo) {
        return new PlainEntries<>(store.backwardFetchAll(timeFrom, timeTo), plain);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> all() {
        return new PlainEntries<>(store.all(), plain);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardAll() {
        return new PlainEntries<>(store.backwardAll(), plain);
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
    public void flush() {
        store.flush();
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

    private static final class OfKey<V, S> extends PlainEntries<Long, V, S>
            implements WindowStoreIterator<V> {

        OfKey(WindowStoreIterator<S> entries, Function<S, V> plain) {
            super(entries, plain);
        }
    }
}
