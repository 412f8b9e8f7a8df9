package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The entries of a store as they are with uncommitted changes laid over it. */
final class MergeIterator implements KeyValueIterator<Bytes, byte[]> {

    /** No entries. */
    static final MergeIterator NOTHING = new MergeIterator(List.of(), null, true);

    /** A change that is not committed; null deletes. */
    record Uncommitted(Bytes key, byte @Nullable [] value) {}

    private final List<Uncommitted> changes;
    private final @Nullable KeyValueIterator<Bytes, byte[]> stored;
    private final int direction;
    private int change;
    private @Nullable KeyValue<Bytes, byte[]> next;

    /**
     * @param changes in the order of the iterator
     * @param stored null for nothing
     */
    MergeIterator(
            List<Uncommitted> changes,
            @Nullable KeyValueIterator<Bytes, byte[]> stored,
            boolean ascending) {
        this.changes = changes;
        this.stored = stored;
        this.direction = ascending ? 1 : -1;
        this.next = find();
    }

    private @Nullable KeyValue<Bytes, byte[]> find() {
        while (change < changes.size()) {
            Uncommitted candidate = changes.get(change);
            if (stored != null && stored.hasNext()) {
                int order = direction * candidate.key().compareTo(stored.peekNextKey());
                if (order > 0) {
                    return stored.next();
                }
                if (order == 0) {
                    stored.next();
                }
            }
            change++;
            byte[] value = candidate.value();
            if (value != null) {
                return KeyValue.pair(candidate.key(), value);
            }
        }
        return stored != null && stored.hasNext() ? stored.next() : null;
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
        change = changes.size();
        if (stored != null) {
            stored.close();
        }
    }
}
