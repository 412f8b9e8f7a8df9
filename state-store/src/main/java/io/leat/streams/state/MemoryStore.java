package io.leat.streams.state;

import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Bytes;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.spi.AtomicStore;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A store of bytes on the heap; after a restart its changelog is read from the beginning. Owned by
 * its task's thread; others may read while they hold {@link #readLock}.
 */
class MemoryStore implements AtomicStore {

    private final String name;
    private final NavigableMap<Bytes, byte[]> entries = new TreeMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private long position = -1;
    private volatile boolean open;

    MemoryStore(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> put(Bytes.wrap(key), value));
        open = true;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            open = false;
            entries.clear();
            position = -1;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public Lock readLock() {
        return lock.readLock();
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return entries.get(key);
    }

    @Override
    public void write(
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            long newPosition,
            @Nullable Bytes bound) {
        lock.writeLock().lock();
        try {
            if (bound != null) {
                entries.headMap(bound, false).clear();
            }
            for (Map.Entry<Bytes, byte @Nullable []> change : changes) {
                byte[] value = change.getValue();
                if (value == null) {
                    entries.remove(change.getKey());
                } else {
                    entries.put(change.getKey(), value);
                }
            }
            position = newPosition;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void clear() {
        lock.writeLock().lock();
        try {
            entries.clear();
            position = -1;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The content, for subclasses that keep it elsewhere too. */
    final NavigableMap<Bytes, byte[]> entries() {
        return entries;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        return MapIterator.over(SortedRange.of(entries, from, to));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
        return MapIterator.over(SortedRange.of(entries, from, to).descendingMap());
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
            P prefix, PS serializer) {
        return MapIterator.over(SortedRange.prefix(entries, serializer.serialize("", prefix)));
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }
}
