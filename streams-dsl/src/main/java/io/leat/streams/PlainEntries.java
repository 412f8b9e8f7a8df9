package io.leat.streams;

import io.leat.streams.state.KeyValueIterator;
import java.util.function.Function;

/** The entries of a store with what is kept beside their values left out. Used by one thread. */
class PlainEntries<K, V, S> implements KeyValueIterator<K, V> {

    private final KeyValueIterator<K, S> entries;
    private final Function<S, V> plain;

    PlainEntries(KeyValueIterator<K, S> entries, Function<S, V> plain) {
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
