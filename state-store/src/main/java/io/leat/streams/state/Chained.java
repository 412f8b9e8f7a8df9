package io.leat.streams.state;

import io.leat.streams.KeyValue;
import java.util.List;
import java.util.function.Function;

/** Iterators one after the other. */
@SuppressWarnings("unchecked")
record Chained<K, V>(
        List<? extends KeyValueIterator<K, Object>> iterators, Function<Object, Object> unwrap)
        implements KeyValueIterator<K, V> {

    private KeyValueIterator<K, Object> current() {
        for (KeyValueIterator<K, Object> iterator : iterators) {
            if (iterator.hasNext()) {
                return iterator;
            }
        }
        throw new java.util.NoSuchElementException();
    }

    @Override
    public boolean hasNext() {
        return iterators.stream().anyMatch(KeyValueIterator::hasNext);
    }

    @Override
    public KeyValue<K, V> next() {
        KeyValue<K, Object> entry = current().next();
        return KeyValue.pair(entry.key, (V) unwrap.apply(entry.value));
    }

    @Override
    public K peekNextKey() {
        return current().peekNextKey();
    }

    @Override
    public void close() {
        iterators.forEach(KeyValueIterator::close);
    }
}
