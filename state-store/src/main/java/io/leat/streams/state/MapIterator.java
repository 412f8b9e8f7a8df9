package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Iterates over a copy of a map's entries, so that the map may change meanwhile. */
final class MapIterator implements KeyValueIterator<Bytes, byte[]> {

    private final List<KeyValue<Bytes, byte[]>> entries;
    private int next;

    private MapIterator(List<KeyValue<Bytes, byte[]>> entries) {
        this.entries = entries;
    }

    static MapIterator over(Map<Bytes, byte[]> map) {
        List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>(map.size());
        map.forEach((key, value) -> entries.add(KeyValue.pair(key, value)));
        return new MapIterator(entries);
    }

    @Override
    public boolean hasNext() {
        return next < entries.size();
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return entries.get(next++);
    }

    @Override
    public Bytes peekNextKey() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return entries.get(next).key;
    }

    @Override
    public void close() {
        next = entries.size();
    }
}
