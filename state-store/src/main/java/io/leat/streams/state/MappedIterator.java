package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import java.util.function.Function;

/** Entries of bytes seen as something else. Must be closed. */
class MappedIterator<K, V> implements KeyValueIterator<K, V> {

    private final KeyValueIterator<Bytes, byte[]> entries;
    private final Function<Bytes, K> key;
    private final Function<byte[], V> value;

    MappedIterator(
            KeyValueIterator<Bytes, byte[]> entries,
            Function<Bytes, K> key,
            Function<byte[], V> value) {
        this.entries = entries;
        this.key = key;
        this.value = value;
    }

    @Override
    public boolean hasNext() {
        return entries.hasNext();
    }

    @Override
    public KeyValue<K, V> next() {
        KeyValue<Bytes, byte[]> entry = entries.next();
        return KeyValue.pair(key.apply(entry.key), value.apply(entry.value));
    }

    @Override
    public K peekNextKey() {
        return key.apply(entries.peekNextKey());
    }

    @Override
    public void close() {
        entries.close();
    }

    /** The windows of one key. */
    static final class OfWindow<V> extends MappedIterator<Long, V>
            implements WindowStoreIterator<V> {

        OfWindow(
                KeyValueIterator<Bytes, byte[]> entries,
                Function<Bytes, Long> start,
                Function<byte[], V> value) {
            super(entries, start, value);
        }
    }
}
