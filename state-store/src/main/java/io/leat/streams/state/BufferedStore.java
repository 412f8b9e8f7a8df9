package io.leat.streams.state;

import static io.leat.common.metrics.Sensor.RecordingLevel.DEBUG;
import static io.leat.common.metrics.Sensor.RecordingLevel.INFO;

import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.metrics.Recorder;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.rocksdb.RocksDbStore;
import io.leat.streams.state.spi.AtomicStore;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.FlushListener;
import io.leat.streams.state.spi.StoreContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A write buffer on the heap in front of a durable store of bytes. It is cache, transaction buffer
 * and changelog batcher in one: reads see it first, downstream and the changelog hear of each key
 * once a commit, and only a commit moves it into the durable store, in key order, in one step with
 * the changelog position. Owned by its task's thread.
 */
class BufferedStore implements KeyValueStore<Bytes, byte[]>, ChangelogStore {

    /** Heap bytes of an entry beside its key and value, about. */
    private static final int ENTRY_OVERHEAD = 184;

    private KeyValueStore<Bytes, byte[]> durable;
    private final boolean caching;
    private final boolean logged;
    private final StoredFormat format;
    private final @Nullable TimedKeys keys;

    private final WriteBuffer buffer;

    private List<BufferedEntry> unforwarded = new ArrayList<>();

    /** How many there were. */
    private long updates;

    /** Whether {@link #unforwarded} is not in the order of last updates. */
    private boolean reordered;

    /** What was read last of the durable store: most often that key is put next. */
    private @Nullable Bytes readKey;

    private byte @Nullable [] readValue;

    /** The entry that was read last, if it was in the buffer. */
    private @Nullable BufferedEntry readEntry;

    private @Nullable FlushListener<Bytes, byte[]> listener;
    private byte @Nullable [] committedProgress;
    private boolean noted;
    private long bufferedBytes;
    private Recorder hits = Recorder.OFF;

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
        this.buffer = new WriteBuffer(keys);
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
        if (durable instanceof AtomicStore atomic) {
            boolean restored = !(context instanceof StoreContext own) || own.restores(this);
            format.claim(atomic, restored);
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
        BufferedEntry entry = buffer.get(key);
        hits.record(entry == null ? 0 : 1);
        if (entry == null) {
            return stored(key);
        }
        readEntry = entry;
        return entry.value;
    }

    private byte @Nullable [] stored(Bytes key) {
        if (!key.equals(readKey)) {
            readValue = durable.get(key);
            readKey = key;
        }
        return readValue;
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        BufferedEntry entry = buffered(key);
        if (entry == null) {
            BufferedEntry fresh = new BufferedEntry(key);
            entry = buffer.add(fresh);
            if (entry == null) {
                entry = fresh;
                bufferedBytes += ENTRY_OVERHEAD + key.get().length;
                if (caching) {
                    entry.forwardedValue = stored(key);
                }
            }
        }
        bufferedBytes -= length(entry.value);
        bufferedBytes += length(value);
        if (caching) {
            toForward(entry);
        }
        entry.toLog = logged;
        entry.value = value;
    }

    /** The entry of {@code key}; null if there is none, or none that is found without a search. */
    private @Nullable BufferedEntry buffered(Bytes key) {
        BufferedEntry read = readEntry;
        if (read != null && read.key.equals(key)) {
            return read;
        }
        return keys == null ? buffer.get(key) : null; // keys with a time are most often new
    }

    /** Downstream hears of keys in the order of their last updates. */
    private void toForward(BufferedEntry entry) {
        entry.update = ++updates;
        if (!entry.toForward) {
            entry.toForward = true;
            unforwarded.add(entry);
        } else {
            reordered |= unforwarded.get(unforwarded.size() - 1) != entry;
        }
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
        List<BufferedEntry> changed = unforwarded;
        unforwarded = new ArrayList<>();
        if (reordered) {
            changed.sort(Comparator.comparingLong(entry -> entry.update));
            reordered = false;
        }
        for (BufferedEntry entry : changed) {
            byte[] old = entry.forwardedValue;
            byte[] value = entry.value;
            entry.toForward = false;
            entry.forwardedValue = value;
            if (old == null && value == null) {
                entry.toLog &= stored(entry.key) != null;
            } else if (listener != null) {
                listener.changed(entry.key, value, old);
            }
        }
    }

    @Override
    public void logChanges(Log log) {
        for (BufferedEntry entry : buffer.added()) {
            if (entry.toLog) {
                entry.toLog = false;
                format.log(log, keys == null ? entry.key : keys.logged(entry.key), entry.value);
            }
        }
    }

    @Override
    public void commit(long position) {
        write(buffer.inOrder(), position, AtomicStore::write);
        forget();
    }

    /** One of the two ways to write to an atomic store. */
    private interface Write {
        void to(
                AtomicStore store,
                List<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
                long position,
                @Nullable Bytes bound);
    }

    /** Writes {@code changes}, which are sorted by key. */
    private void write(
            List<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            long position,
            Write write) {
        Bytes bound = keys == null ? null : keys.bound();
        var kept = bound == null ? changes : keepNew(changes, bound);
        if (durable instanceof AtomicStore atomic) {
            long reached = position < 0 ? atomic.position() : position;
            if (!kept.isEmpty() || reached != atomic.position() || noted) {
                write.to(atomic, kept, reached, bound);
                noted = false;
            }
        } else {
            kept.forEach(change -> durable.put(change.getKey(), change.getValue()));
        }
    }

    /** The changes from {@code bound} on, and the progress of time behind them. */
    private List<? extends Map.Entry<Bytes, byte @Nullable []>> keepNew(
            List<? extends Map.Entry<Bytes, byte @Nullable []>> changes, Bytes bound) {
        int old = 0;
        while (old < changes.size() && changes.get(old).getKey().compareTo(bound) < 0) {
            old++;
        }
        byte[] progress = Objects.requireNonNull(keys).commit();
        if (Arrays.equals(progress, committedProgress)) {
            return changes.subList(old, changes.size());
        }
        committedProgress = progress;
        List<Map.Entry<Bytes, byte @Nullable []>> kept =
                new ArrayList<>(changes.subList(old, changes.size()));
        kept.add(new BufferedEntry(TimedKeys.PROGRESS, progress));
        return kept;
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
        reordered = false;
        readKey = null;
        readEntry = null;
        bufferedBytes = 0;
    }

    @Override
    public long position() {
        return durable instanceof AtomicStore atomic ? atomic.position() : -1;
    }

    @Override
    public void restore(Collection<Change> changes, long position) {
        List<BufferedEntry> restored = new ArrayList<>(changes.size());
        for (Change change : changes) {
            if (keys == null) {
                restored.add(new BufferedEntry(change.key(), format.stored(change)));
            } else if (keys.fits(change.key())) {
                keys.restored(change.key());
                restored.add(new BufferedEntry(keys.stored(change.key()), format.stored(change)));
            }
        }
        readKey = null;
        write(lastOfEach(restored), position, AtomicStore::restore);
    }

    @Override
    public boolean restoresLatest() {
        return durable instanceof AtomicStore;
    }

    /** By key, the last entry of each. */
    private static List<BufferedEntry> lastOfEach(List<BufferedEntry> restored) {
        List<BufferedEntry> entries = EntryOrder.byKey(restored);
        int kept = 0;
        for (int i = 0; i < entries.size(); i++) {
            BufferedEntry entry = entries.get(i);
            if (i + 1 == entries.size() || entry.compareTo(entries.get(i + 1)) != 0) {
                entries.set(kept++, entry);
            }
        }
        return entries.subList(0, kept);
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
    public void measure(MetricGroup group, MetricGroup cache) {
        if (caching) {
            hits = cache.spread(DEBUG, "hit-ratio", "share of reads that the cache serves");
        }
        if (durable instanceof RocksDbStore database) {
            database.measure(group);
        } else {
            ReadOnlyKeyValueStore<Bytes, byte[]> view = committed();
            group.number(INFO, "num-keys", "entries", view::approximateNumEntries);
        }
    }

    @Override
    public void unmeasure() {
        hits = Recorder.OFF;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        return merged(
                changed(SortedRange.of(buffer.sorted(), from, to)), durable.range(from, to), true);
    }

    /**
     * What one user key has from {@code from} to {@code to}, which belong to it and to one segment
     * of time; for stores whose keys have a time.
     *
     * @param committed whether some of it may be committed; then keys that lie between come, too
     * @param wanted which of it, at least
     */
    KeyValueIterator<Bytes, byte[]> ofKey(
            Bytes from, Bytes to, boolean ascending, boolean committed, Predicate<Bytes> wanted) {
        List<MergeIterator.Uncommitted> changes = List.of();
        for (BufferedEntry entry : buffer.ofKey(from, to)) {
            if (wanted.test(entry.key)) {
                changes = changes.isEmpty() ? new ArrayList<>(1) : changes;
                changes.add(entry.change());
            }
        }
        if (!ascending && !changes.isEmpty()) {
            Collections.reverse(changes);
        }
        if (committed) {
            return merged(
                    changes,
                    ascending ? durable.range(from, to) : durable.reverseRange(from, to),
                    ascending);
        }
        return changes.isEmpty()
                ? MergeIterator.NOTHING
                : new MergeIterator(changes, null, ascending);
    }

    /** What is not committed from {@code from} to {@code to}: for where nothing else can be. */
    KeyValueIterator<Bytes, byte[]> uncommitted(Bytes from, Bytes to, boolean ascending) {
        NavigableMap<Bytes, BufferedEntry> range = SortedRange.of(buffer.sorted(), from, to);
        return new MergeIterator(
                changed(ascending ? range : range.descendingMap()), null, ascending);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
        return merged(
                changed(SortedRange.of(buffer.sorted(), from, to).descendingMap()),
                durable.reverseRange(from, to),
                false);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return merged(changed(buffer.sorted()), durable.all(), true);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        return merged(changed(buffer.sorted().descendingMap()), durable.reverseAll(), false);
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
            P prefix, PS serializer) {
        byte[] bytes = serializer.serialize("", prefix);
        return merged(
                changed(SortedRange.prefix(buffer.sorted(), Arrays.copyOf(bytes, bytes.length))),
                durable.prefixScan(prefix, serializer),
                true);
    }

    /** A copy of the changes in {@code range}, so that the buffer may change meanwhile. */
    private static List<MergeIterator.Uncommitted> changed(
            NavigableMap<Bytes, BufferedEntry> range) {
        if (range.isEmpty()) {
            return List.of();
        }
        List<MergeIterator.Uncommitted> changes = new ArrayList<>();
        for (BufferedEntry entry : range.values()) {
            changes.add(entry.change());
        }
        return changes;
    }

    private KeyValueIterator<Bytes, byte[]> merged(
            List<MergeIterator.Uncommitted> changes,
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
