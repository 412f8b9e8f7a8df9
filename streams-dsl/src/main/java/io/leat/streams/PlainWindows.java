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
        return new Plain<>(store.fetch(keyFrom, keyTo, timeFrom, timeTo), plain);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(
            K keyFrom, K keyTo, long timeFrom, long timeTo) {
        return new Plain<>(store.backwardFetch(keyFrom, keyTo, timeFrom, timeTo), plain);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetchAll(long timeFrom, long timeTo) {
        return new Plain<>(store.fetchAll(timeFrom, timeTo), plain);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetchAll(long timeFrom, long timeTo) {
        return new Plain<>(store.backwardFetchAll(timeFrom, timeTo), plain);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> all() {
        return new Plain<>(store.all(), plain);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardAll() {
        return new Plain<>(store.backwardAll(), plain);
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

    private static class Plain<K, V, S> implements KeyValueIterator<K, V> {

        private final KeyValueIterator<K, S> entries;
        private final Function<S, V> plain;

        Plain(KeyValueIterator<K, S> entries, Function<S, V> plain) {
            this.entries = entries;
            this.plain = plain;
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<K, V> next() {
            KeyValue<K, S> entry = entries.next();
            return KeyValue.pair(entry.key, plain.apply(entry.value));
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

    private static final class OfKey<V, S> extends Plain<Long, V, S>
            implements WindowStoreIterator<V> {

        OfKey(WindowStoreIterator<S> entries, Function<S, V> plain) {
            super(entries, plain);
        }
    }
}
