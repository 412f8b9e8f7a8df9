package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The entries of a store as they are with uncommitted changes laid over it. */
final class MergeIterator implements KeyValueIterator<Bytes, byte[]> {

    private final Iterator<Map.Entry<Bytes, byte @Nullable []>> changes;
    private final KeyValueIterator<Bytes, byte[]> stored;
    private final int direction;
    private Map.@Nullable Entry<Bytes, byte @Nullable []> change;
    private @Nullable KeyValue<Bytes, byte[]> next;

    MergeIterator(
            NavigableMap<Bytes, byte @Nullable []> changes,
            KeyValueIterator<Bytes, byte[]> stored,
            boolean ascending) {
        this.changes = changes.entrySet().iterator();
        this.stored = stored;
        this.direction = ascending ? 1 : -1;
        this.change = this.changes.hasNext() ? this.changes.next() : null;
        this.next = find();
    }

    private @Nullable KeyValue<Bytes, byte[]> find() {
        while (true) {
            Map.Entry<Bytes, byte @Nullable []> candidate = change;
            if (candidate == null) {
                return stored.hasNext() ? stored.next() : null;
            }
            int order =
                    stored.hasNext()
                            ? direction * candidate.getKey().compareTo(stored.peekNextKey())
                            : -1;
            if (order > 0) {
                return stored.next();
            }
            if (order == 0) {
                stored.next();
            }
            change = changes.hasNext() ? changes.next() : null;
            byte[] value = candidate.getValue();
            if (value != null) {
                return KeyValue.pair(candidate.getKey(), value);
            }
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
        KeyValue<Bytes, byte[]> current = next;
        if (current == null) {
            throw new NoSuchElementException();
        }
        next = find();
        return current;
    }

    @Override
    public Bytes peekNextKey() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        return next.key;
    }

    @Override
    public void close() {
        next = null;
        stored.close();
    }
}
