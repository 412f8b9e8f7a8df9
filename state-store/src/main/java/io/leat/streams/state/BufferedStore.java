package io.leat.streams.state;

import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.rocksdb.RocksDbStore;
import io.leat.streams.state.spi.AtomicStore;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.FlushListener;
import io.leat.streams.state.spi.StoreContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A write buffer on the heap in front of a durable store of bytes. It is cache, transaction buffer
 * and changelog batcher in one: reads see it first, downstream and the changelog hear of each key
 * once a commit, and only a commit moves it into the durable store, in key order, in one step with
 * the changelog position. Owned by its task's thread.
 */
class BufferedStore implements KeyValueStore<Bytes, byte[]>, ChangelogStore {

    /** Heap bytes of an entry beside its key and value, about. */
    private static final int ENTRY_OVERHEAD = 120;

    private KeyValueStore<Bytes, byte[]> durable;
    private final boolean caching;
    private final boolean logged;
    private final StoredFormat format;
    private final @Nullable TimedKeys keys;

    /** Sorted once somebody reads ranges. */
    private Map<Bytes, Entry> buffer;

    private final List<Bytes> unforwarded = new ArrayList<>();
    private final List<Bytes> unlogged = new ArrayList<>();
    private @Nullable FlushListener<Bytes, byte[]> listener;
    private byte @Nullable [] committedProgress;
    private boolean noted;
    private long bufferedBytes;

    /** The last value of a changed key, and who has not heard of it yet. */
    private static final class Entry {
        byte @Nullable [] value;
        byte @Nullable [] forwardedValue;
        boolean toForward;
        boolean toLog;
    }

    BufferedStore(
            KeyValueStore<Bytes, byte[]> durable,
            boolean caching,
            boolean logged,
            StoredFormat format) {
        this(durable, caching, logged, format, null);
    }

    /** {@code keys} says where entries lie that are kept for a time only; null keeps all. */
    BufferedStore(
            KeyValueStore<Bytes, byte[]> durable,
            boolean caching,
            boolean logged,
            StoredFormat format,
            @Nullable TimedKeys keys) {
        this.keys = keys;
        this.buffer = keys == null ? new HashMap<>() : new TreeMap<>();
        this.durable = durable;
        this.caching = caching;
        this.logged = logged;
        this.format = format;
    }

    /** The buffer for {@code durable}. */
    static BufferedStore before(
            KeyValueStore<Bytes, byte[]> durable,
            boolean caching,
            boolean logged,
            StoredFormat format) {
        return durable instanceof LruMemoryStore lru
                ? new LruStore(lru, caching, logged, format)
                : new BufferedStore(durable, caching, logged, format);
    }

    @Override
    public String name() {
        return durable.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        open(context, root);
        if (context instanceof StoreContext own) {
            own.attach(this);
        } else {
            throw new InvalidStateStoreException(
                    "store " + name() + " needs the context of a Leat task.");
        }
    }

    /** Opens the store for another that takes part in commits in its place. */
    void open(StateStoreContext context, StateStore root) {
        if (durable instanceof RocksDbStore && !hasFiles(context)) {
            durable = new JournalStore(durable.name());
        }
        durable.init(context, root);
        if (keys != null) {
            committedProgress = durable.get(TimedKeys.PROGRESS);
            keys.progress(committedProgress);
        } else if (durable instanceof AtomicStore atomic
                && durable.get(TimeIndexed.LAYOUT) != null) {
            // Rows no longer lie by time: the changelog brings them back as they lie now.
            atomic.clear();
        }
    }

    /** Where there are no files, as in a simulation, a journal stands for the database. */
    private static boolean hasFiles(StateStoreContext context) {
        return !(context instanceof StoreContext own) || own.folder().disk().onFileSystem();
    }

    /** Sets who hears of changes at commits; false when this store does not cache. */
    boolean setFlushListener(FlushListener<Bytes, byte[]> flushListener) {
        if (caching) {
            listener = flushListener;
        }
        return caching;
    }

    @Override
    public boolean logged() {
        return logged;
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        Entry entry = buffer.get(key);
        return entry != null ? entry.value : durable.get(key);
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        Entry entry = buffer.get(key);
        if (entry == null) {
            entry = new Entry();
            buffer.put(key, entry);
            bufferedBytes += ENTRY_OVERHEAD + key.get().length;
            if (caching) {
                entry.forwardedValue = durable.get(key);
            }
        } else {
            bufferedBytes -= length(entry.value);
        }
        bufferedBytes += length(value);
        if (caching && !entry.toForward) {
            entry.toForward = true;
            unforwarded.add(key);
        }
        if (logged && !entry.toLog) {
            entry.toLog = true;
            unlogged.add(key);
        }
        entry.value = value;
    }

    private static int length(byte @Nullable [] value) {
        return value == null ? 0 : value.length;
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte @Nullable [] value) {
        byte[] current = get(key);
        if (current == null) {
            put(key, value);
        }
        return current;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        byte[] current = get(key);
        put(key, null);
        return current;
    }

    @Override
    public void forwardChanges() {
        if (unforwarded.isEmpty()) {
            return;
        }
        List<Bytes> changed = new ArrayList<>(unforwarded);
        unforwarded.clear();
        for (Bytes key : changed) {
            Entry entry = buffer.get(key);
            if (entry == null) {
                continue;
            }
            byte[] old = entry.forwardedValue;
            byte[] value = entry.value;
            entry.toForward = false;
            entry.forwardedValue = value;
            if (old == null && value == null) {
                entry.toLog &= durable.get(key) != null;
            } else if (listener != null) {
                listener.changed(key, value, old);
            }
        }
    }

    @Override
    public void logChanges(Log log) {
        unlogged.sort(null);
        for (Bytes key : unlogged) {
            Entry entry = buffer.get(key);
            if (entry != null && entry.toLog) {
                entry.toLog = false;
                format.log(log, keys == null ? key : keys.logged(key), entry.value);
            }
        }
        unlogged.clear();
    }

    @Override
    public void commit(long position) {
        TreeMap<Bytes, byte @Nullable []> changes = new TreeMap<>();
        buffer.forEach((key, entry) -> changes.put(key, entry.value));
        write(changes, position);
        forget();
    }

    private void write(TreeMap<Bytes, byte @Nullable []> changes, long position) {
        Bytes bound = keys == null ? null : forgetOld(changes);
        if (durable instanceof AtomicStore atomic) {
            long reached = position < 0 ? atomic.position() : position;
            if (!changes.isEmpty() || reached != atomic.position() || noted) {
                atomic.write(changes, reached, bound);
                noted = false;
            }
        } else {
            changes.forEach(durable::put);
        }
    }

    /** Keeps the progress of time with the changes; returns the first key that is kept. */
    private Bytes forgetOld(TreeMap<Bytes, byte @Nullable []> changes) {
        TimedKeys timed = Objects.requireNonNull(keys);
        Bytes bound = timed.bound();
        changes.headMap(bound).clear();
        byte[] progress = timed.commit();
        if (!Arrays.equals(progress, committedProgress)) {
            changes.put(TimedKeys.PROGRESS, progress);
            committedProgress = progress;
        }
        return bound;
    }

    @Override
    public void rollback() {
        forget();
        if (keys != null) {
            keys.progress(committedProgress);
        }
    }

    private void forget() {
        buffer.clear();
        unforwarded.clear();
        unlogged.clear();
        bufferedBytes = 0;
    }

    @Override
    public long position() {
        return durable instanceof AtomicStore atomic ? atomic.position() : -1;
    }

    @Override
    public void restore(Iterable<Change> changes, long position) {
        TreeMap<Bytes, byte @Nullable []> last = new TreeMap<>();
        for (Change change : changes) {
            if (keys == null) {
                last.put(change.key(), format.stored(change));
            } else if (keys.fits(change.key())) {
                keys.restored(change.key());
                last.put(keys.stored(change.key()), format.stored(change));
            }
        }
        write(last, position);
    }

    @Override
    public void clear() {
        forget();
        committedProgress = null;
        if (keys != null) {
            keys.progress(null);
        }
        if (durable instanceof AtomicStore atomic) {
            atomic.clear();
        } else {
            List<Bytes> keys = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> all = durable.all()) {
                all.forEachRemaining(entry -> keys.add(entry.key));
            }
            keys.forEach(durable::delete);
        }
    }

    @Override
    public void note(byte[] bytes) {
        if (durable instanceof AtomicStore atomic) {
            atomic.note(bytes);
            noted = true;
        }
    }

    @Override
    public byte @Nullable [] note() {
        return durable instanceof AtomicStore atomic ? atomic.note() : null;
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, byte[]> committed() {
        return new CommittedView(durable);
    }

    @Override
    public long bufferedBytes() {
        return bufferedBytes;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        return merged(changed(from, to), durable.range(from, to), true);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
        return merged(changed(from, to).descendingMap(), durable.reverseRange(from, to), false);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return merged(changed(null, null), durable.all(), true);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        return merged(changed(null, null).descendingMap(), durable.reverseAll(), false);
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
            P prefix, PS serializer) {
        byte[] bytes = serializer.serialize("", prefix);
        return merged(
                values(SortedRange.prefix(sorted(), Arrays.copyOf(bytes, bytes.length))),
                durable.prefixScan(prefix, serializer),
                true);
    }

    /** A copy of what is changed in a range, so that the buffer may change meanwhile. */
    private NavigableMap<Bytes, byte @Nullable []> changed(
            @Nullable Bytes from, @Nullable Bytes to) {
        return values(SortedRange.of(sorted(), from, to));
    }

    private static NavigableMap<Bytes, byte @Nullable []> values(
            NavigableMap<Bytes, Entry> entries) {
        NavigableMap<Bytes, byte @Nullable []> values = new TreeMap<>();
        entries.forEach((key, entry) -> values.put(key, entry.value));
        return values;
    }

    private NavigableMap<Bytes, Entry> sorted() {
        if (buffer instanceof NavigableMap<Bytes, Entry> inOrder) {
            return inOrder;
        }
        TreeMap<Bytes, Entry> inOrder = new TreeMap<>(buffer);
        buffer = inOrder;
        return inOrder;
    }

    private KeyValueIterator<Bytes, byte[]> merged(
            NavigableMap<Bytes, byte @Nullable []> changes,
            KeyValueIterator<Bytes, byte[]> stored,
            boolean ascending) {
        return changes.isEmpty() ? stored : new MergeIterator(changes, stored, ascending);
    }

    @Override
    public long approximateNumEntries() {
        return durable.approximateNumEntries() + buffer.size();
    }

    @Override
    public boolean persistent() {
        return durable.persistent();
    }

    @Override
    public boolean managesOffsets() {
        return durable instanceof AtomicStore;
    }

    @Override
    public boolean isOpen() {
        return durable.isOpen();
    }

    /** Closes without a commit: what was not committed is in the changelog, or never was. */
    @Override
    public void close() {
        rollback();
        durable.close();
    }
}
