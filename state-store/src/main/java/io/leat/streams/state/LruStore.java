package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A write buffer that deletes the entry that was not used for the longest time when there are too
 * many. Such a deletion is a change like any other: it goes to the changelog, and an aborted
 * transaction takes it back. Owned by its task's thread.
 */
final class LruStore extends BufferedStore {

    private final LruMemoryStore durable;

    /** All keys, the one that was used last at the end. */
    private final Set<Bytes> byUse = new LinkedHashSet<>();

    LruStore(LruMemoryStore durable, boolean caching, boolean logged, StoredFormat format) {
        super(durable, caching, logged, format);
        this.durable = durable;
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        byte[] value = super.get(key);
        if (value != null) {
            used(key);
        }
        return value;
    }

    private void used(Bytes key) {
        byUse.remove(key);
        byUse.add(key);
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        super.put(key, value);
        if (value == null) {
            byUse.remove(key);
            return;
        }
        used(key);
        if (byUse.size() > durable.maxEntries()) {
            Bytes eldest = byUse.iterator().next();
            byUse.remove(eldest);
            super.put(eldest, null);
        }
    }

    @Override
    public void rollback() {
        super.rollback();
        if (isOpen()) {
            countAnew();
        }
    }

    /** What came back was deleted, because it was used least; what is gone was never there. */
    private void countAnew() {
        List<Bytes> order = new ArrayList<>(byUse);
        Set<Bytes> present = new LinkedHashSet<>();
        try (KeyValueIterator<Bytes, byte[]> all = durable.all()) {
            all.forEachRemaining(entry -> present.add(entry.key));
        }
        byUse.clear();
        byUse.addAll(present);
        order.forEach(
                key -> {
                    if (present.contains(key)) {
                        used(key);
                    }
                });
    }

    @Override
    public void restore(Collection<Change> changes, long position) {
        super.restore(changes, position);
        for (Change change : changes) {
            if (change.value() == null) {
                byUse.remove(change.key());
            } else {
                used(change.key());
            }
        }
    }

    @Override
    public void clear() {
        super.clear();
        byUse.clear();
    }

    @Override
    public long approximateNumEntries() {
        return byUse.size();
    }
}
