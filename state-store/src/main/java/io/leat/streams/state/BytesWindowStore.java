package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A window store of bytes over a key-value store of bytes. Owned by its task's thread. */
final class BytesWindowStore implements StoreOver, WindowStore<Bytes, byte[]> {

    private final KeyValueStore<Bytes, byte[]> entries;
    private final TimedKeys keys;
    private final long windowSize;
    private final boolean retainDuplicates;
    private final BytesWindows windows;

    BytesWindowStore(
            KeyValueStore<Bytes, byte[]> entries,
            TimedKeys keys,
            long windowSize,
            boolean retainDuplicates) {
        this.entries = entries;
        this.keys = keys;
        this.windowSize = windowSize;
        this.retainDuplicates = retainDuplicates;
        this.windows = new BytesWindows(new TimedEntries(entries, keys, false), windowSize);
    }

    /** The same store with a write buffer before it. */
    BytesWindowStore buffered(boolean caching, boolean logged, StoredFormat format) {
        return new BytesWindowStore(
                new BufferedStore(entries, caching && !retainDuplicates, logged, format, keys),
                keys,
                windowSize,
                retainDuplicates);
    }

    TimedKeys keys() {
        return keys;
    }

    KeyValueStore<Bytes, byte[]> entries() {
        return entries;
    }

    BytesWindows windows() {
        return windows;
    }

    /** The windows that are committed, for any thread to read. */
    BytesWindows committed() {
        return entries instanceof BufferedStore buffered
                ? new BytesWindows(new TimedEntries(buffered.committed(), keys, true), windowSize)
                : windows;
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value, long start) {
        boolean nothing = value == null && retainDuplicates;
        if (!nothing || !persistent()) {
            keys.observe(start); // as in Kafka, where only stores on disk pass over deletions first
        }
        if (!nothing && start >= keys.oldest()) {
            int sequence = retainDuplicates ? keys.nextSequence() : 0;
            entries.put(keys.window(key, start, sequence), value);
        }
    }

    @Override
    public byte @Nullable [] fetch(Bytes key, long time) {
        return windows.fetch(key, time);
    }

    @Override
    public WindowStoreIterator<byte[]> fetch(Bytes key, long from, long to) {
        return windows.fetch(key, from, to, true, Function.identity());
    }

    @Override
    public WindowStoreIterator<byte[]> backwardFetch(Bytes key, long from, long to) {
        return windows.fetch(key, from, to, false, Function.identity());
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> fetch(
            @Nullable Bytes keyFrom, @Nullable Bytes keyTo, long from, long to) {
        return range(keyFrom, keyTo, from, to, true);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> backwardFetch(
            @Nullable Bytes keyFrom, @Nullable Bytes keyTo, long from, long to) {
        return range(keyFrom, keyTo, from, to, false);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> all() {
        return range(null, null, 0, Long.MAX_VALUE, true);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> backwardAll() {
        return range(null, null, 0, Long.MAX_VALUE, false);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> fetchAll(long from, long to) {
        return range(null, null, from, to, true);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> backwardFetchAll(long from, long to) {
        return range(null, null, from, to, false);
    }

    private KeyValueIterator<Windowed<Bytes>, byte[]> range(
            @Nullable Bytes keyFrom, @Nullable Bytes keyTo, long from, long to, boolean forward) {
        return windows.fetch(
                keyFrom, keyTo, from, to, forward, Function.identity(), Function.identity());
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        entries.init(context, root);
    }

    @Override
    public StateStore behind() {
        return entries;
    }
}
