package io.leat.streams.state;

import io.leat.common.serialization.ByteArraySerializer;
import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.spi.AtomicStore;
import io.leat.streams.state.spi.TimeOrdered.RowTime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A durable store of bytes with an index of its rows by time, which is written in the same step as
 * they are. Owned by its task's thread; others may read rows while they hold {@link #readLock}.
 *
 * <p>A row lies under a zero byte and its key, its index entry under a byte 1, its time (8 bytes)
 * and its key. The changelog knows nothing of the index: it comes back with the rows.
 */
final class TimeIndexed implements StoreOver, AtomicStore {

    /** What a store has that is laid out like this, and no other. */
    static final Bytes LAYOUT =
            Bytes.wrap("\2io.leat rows by time".getBytes(StandardCharsets.UTF_8));

    private static final byte ROW = 0;
    private static final byte INDEX = 1;
    private static final byte[] NOTHING = {};
    private static final Bytes FIRST_ROW = Bytes.wrap(new byte[] {ROW});
    private static final Bytes AFTER_ROWS = Bytes.wrap(new byte[] {INDEX});
    private static final Bytes AFTER_INDEX = Bytes.wrap(new byte[] {INDEX + 1});
    private static final int INDEX_HEAD = 1 + Long.BYTES;

    private final KeyValueStore<Bytes, byte[]> entries;
    private final AtomicStore atomic;
    private final RowTime times;
    private boolean laidOut;

    TimeIndexed(KeyValueStore<Bytes, byte[]> entries, RowTime times) {
        if (!(entries instanceof AtomicStore own) || entries instanceof LruMemoryStore) {
            throw new IllegalArgumentException(
                    "store "
                            + entries.name()
                            + " cannot find rows by time: take a supplier of Stores that keeps all"
                            + " rows (persistent, in memory or journaled).");
        }
        this.entries = entries;
        this.atomic = own;
        this.times = times;
    }

    @Override
    public StateStore behind() {
        return entries;
    }

    /** What is laid out otherwise goes: the changelog brings it back. */
    @Override
    public void init(StateStoreContext context, StateStore root) {
        entries.init(context, root);
        laidOut = entries.get(LAYOUT) != null;
        if (!laidOut) {
            atomic.clear();
        }
    }

    /** The time of a row, as the index orders it. */
    long time(Bytes key, byte[] value) {
        return Math.max(0, times.of(key, value));
    }

    /** All of the index from {@code time} on: for each row its time and key. */
    KeyValueIterator<KeyValue<Long, Bytes>, byte[]> index(long time) {
        Bytes from = Bytes.wrap(indexKey(Math.max(0, time), NOTHING));
        return new MappedIterator<>(
                entries.range(from, AFTER_INDEX), TimeIndexed::placed, Function.identity());
    }

    private static KeyValue<Long, Bytes> placed(Bytes entry) {
        byte[] bytes = entry.get();
        return KeyValue.pair(
                ByteBuffer.wrap(bytes).getLong(1),
                Bytes.wrap(Arrays.copyOfRange(bytes, INDEX_HEAD, bytes.length)));
    }

    private static byte[] indexKey(long time, byte[] key) {
        return ByteBuffer.allocate(INDEX_HEAD + key.length)
                .put(INDEX)
                .putLong(time)
                .put(key)
                .array();
    }

    private Bytes indexKey(Bytes key, byte[] value) {
        return Bytes.wrap(indexKey(time(key, value), key.get()));
    }

    private static Bytes row(Bytes key) {
        return Bytes.wrap(rowBytes(key.get()));
    }

    private static byte[] rowBytes(byte[] key) {
        return ByteBuffer.allocate(1 + key.length).put(ROW).put(key).array();
    }

    private static Bytes key(Bytes row) {
        return Bytes.wrap(Arrays.copyOfRange(row.get(), 1, row.get().length));
    }

    private static KeyValueIterator<Bytes, byte[]> rows(KeyValueIterator<Bytes, byte[]> entries) {
        return new MappedIterator<>(entries, TimeIndexed::key, Function.identity());
    }

    @Override
    public void write(
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            long position,
            @Nullable Bytes bound) {
        atomic.write(indexed(changes), position, null);
    }

    @Override
    public void restore(
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            long position,
            @Nullable Bytes bound) {
        atomic.restore(indexed(changes), position, null);
    }

    /** The changes of rows together with those of the index. */
    private Set<Map.Entry<Bytes, byte @Nullable []>> indexed(
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes) {
        TreeMap<Bytes, byte @Nullable []> all = new TreeMap<>();
        for (Map.Entry<Bytes, byte @Nullable []> change : changes) {
            Bytes key = change.getKey();
            byte[] value = change.getValue();
            byte[] before = entries.get(row(key));
            if (before != null) {
                all.put(indexKey(key, before), null);
            }
            if (value != null) {
                all.put(indexKey(key, value), NOTHING);
            }
            all.put(row(key), value);
        }
        if (!laidOut) {
            all.put(LAYOUT, NOTHING);
            laidOut = true;
        }
        return all.entrySet();
    }

    @Override
    public long position() {
        return atomic.position();
    }

    @Override
    public void clear() {
        atomic.clear();
        laidOut = false;
    }

    @Override
    public Lock readLock() {
        return atomic.readLock();
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return entries.get(row(key));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        return rows(
                entries.range(
                        from == null ? FIRST_ROW : row(from), to == null ? AFTER_ROWS : row(to)));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
        return rows(
                entries.reverseRange(
                        from == null ? FIRST_ROW : row(from), to == null ? AFTER_ROWS : row(to)));
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
            P prefix, PS serializer) {
        return rows(
                entries.prefixScan(
                        rowBytes(serializer.serialize("", prefix)), new ByteArraySerializer()));
    }

    @Override
    public long approximateNumEntries() {
        return entries.approximateNumEntries() / 2;
    }
}
