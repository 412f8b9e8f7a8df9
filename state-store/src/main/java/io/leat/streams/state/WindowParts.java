package io.leat.streams.state;

import io.leat.streams.KeyValue;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.processor.StateStore;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of a window store one after the other. Safe for several threads. */
@SuppressWarnings("unchecked")
final class WindowParts<K, V> implements ReadOnlyWindowStore<K, V> {

    private final Supplier<List<StateStore>> parts;
    private final Function<Object, Object> unwrap;

    WindowParts(Supplier<List<StateStore>> parts, Function<Object, Object> unwrap) {
        this.parts = parts;
        this.unwrap = unwrap;
    }

    private List<ReadOnlyWindowStore<K, Object>> views() {
        return parts.get().stream()
                .map(store -> (ReadOnlyWindowStore<K, Object>) QueryableStoreTypes.committed(store))
                .toList();
    }

    @Override
    public @Nullable V fetch(K key, long time) {
        for (ReadOnlyWindowStore<K, Object> view : views()) {
            Object value = view.fetch(key, time);
            if (value != null) {
                return (V) unwrap.apply(value);
            }
        }
        return null;
    }

    private WindowStoreIterator<V> ofKey(
            Function<ReadOnlyWindowStore<K, Object>, WindowStoreIterator<Object>> range) {
        return new OfKey<>(new Chained<>(views().stream().map(range).toList(), unwrap));
    }

    private KeyValueIterator<Windowed<K>, V> each(
            Function<ReadOnlyWindowStore<K, Object>, KeyValueIterator<Windowed<K>, Object>> range) {
        return new Chained<>(views().stream().map(range).toList(), unwrap);
    }

    @Override
    public WindowStoreIterator<V> fetch(K key, Instant timeFrom, Instant timeTo) {
        return ofKey(view -> view.fetch(key, timeFrom, timeTo));
    }

    @Override
    public WindowStoreIterator<V> backwardFetch(K key, Instant timeFrom, Instant timeTo) {
        return ofKey(view -> view.backwardFetch(key, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) {
        return each(view -> view.fetch(keyFrom, keyTo, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) {
        return each(view -> view.backwardFetch(keyFrom, keyTo, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> all() {
        return each(ReadOnlyWindowStore::all);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardAll() {
        return each(ReadOnlyWindowStore::backwardAll);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetchAll(Instant timeFrom, Instant timeTo) {
        return each(view -> view.fetchAll(timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetchAll(Instant timeFrom, Instant timeTo) {
        return each(view -> view.backwardFetchAll(timeFrom, timeTo));
    }

    /** The windows of one key. */
    private record OfKey<V>(KeyValueIterator<Long, V> entries) implements WindowStoreIterator<V> {

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<Long, V> next() {
            return entries.next();
        }

        @Override
        public Long peekNextKey() {
            return entries.peekNextKey();
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
