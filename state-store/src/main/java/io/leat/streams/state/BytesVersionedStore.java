package io.leat.streams.state;

import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.VersionedEntries.Found;
import io.leat.streams.state.VersionedEntries.Version;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.StoreContext;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A versioned store of bytes over a key-value store of bytes, laid out as {@link VersionedEntries}
 * says. The changelog has each put as it was made, with its timestamp. Owned by its task's thread.
 */
final class BytesVersionedStore implements StoreOver, VersionedBytesStore, ChangelogStore {

    private final BufferedStore entries;
    private final TimedKeys keys;
    private final VersionedEntries versions;
    private final Map<Put, byte @Nullable []> unlogged = new LinkedHashMap<>();
    private final long retentionMs;
    private boolean logged;

    private record Put(Bytes key, long timestamp) {}

    BytesVersionedStore(KeyValueStore<Bytes, byte[]> durable, TimedKeys keys, long retentionMs) {
        this.keys = keys;
        this.retentionMs = retentionMs;
        this.entries = new BufferedStore(durable, false, false, StoredFormat.PLAIN, keys);
        this.versions = new VersionedEntries(entries, keys, retentionMs, false);
    }

    /** Whether puts go to a changelog; said before the store is used. */
    BytesVersionedStore logged(boolean logging) {
        logged = logging;
        return this;
    }

    VersionedEntries versions() {
        return versions;
    }

    /** The versions that are committed, for any thread to read. */
    VersionedEntries committedVersions() {
        return new VersionedEntries(entries.committed(), keys, retentionMs, true);
    }

    @Override
    public void measure(MetricGroup store, MetricGroup cache) {
        entries.measure(store, cache);
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        entries.open(context, root);
        if (!(context instanceof StoreContext own)) {
            throw new InvalidStateStoreException(
                    "store " + name() + " needs the context of a Leat task.");
        }
        own.attach(this);
    }

    @Override
    public long put(Bytes key, byte @Nullable [] value, long timestamp) {
        if (versions.expired(timestamp)) {
            return VersionedKeyValueStore.PUT_RETURN_CODE_NOT_PUT;
        }
        if (logged) {
            unlogged.put(new Put(key, timestamp), value);
        }
        return insert(key, value, timestamp);
    }

    private long insert(Bytes key, byte @Nullable [] value, long time) {
        keys.observe(time);
        Version latest = versions.latest(key);
        if (latest != null && latest.from() <= time) {
            if (latest.from() < time) {
                add(key, latest.value(), latest.from(), time);
            }
            setLatest(key, value, time);
            return VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED;
        }
        Found found = versions.find(key, time);
        Version covering = found.covering();
        if (covering != null) {
            entries.put(ended(key, covering.from(), covering.to()), null);
            if (covering.from() < time) {
                add(key, covering.value(), covering.from(), time);
            }
            add(key, value, time, covering.to());
            return covering.to();
        }
        Bytes deletion = ended(key, time, time);
        if (value != null && entries.get(deletion) != null) {
            entries.put(deletion, null);
        }
        if (found.next() < 0 && latest == null) {
            setLatest(key, value, time);
            return VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED;
        }
        long next = found.next() < 0 && latest != null ? latest.from() : found.next();
        add(key, value, time, next);
        return next;
    }

    private void setLatest(Bytes key, byte @Nullable [] value, long time) {
        Bytes latest = VersionedEntries.latestKey(key);
        if (value != null) {
            entries.put(latest, stamped(value, time));
        } else {
            entries.put(latest, null);
            add(key, null, time, time);
        }
    }

    /** Adds a version that has an end; null is a deletion at {@code from}. */
    private void add(Bytes key, byte @Nullable [] value, long from, long to) {
        if (value == null) {
            entries.put(ended(key, from, from), stamped(new byte[0], VersionedEntries.NO_END));
        } else {
            entries.put(ended(key, from, to), stamped(value, to));
        }
    }

    private Bytes ended(Bytes key, long from, long to) {
        return keys.first(keys.segment(to), key, from);
    }

    private static byte[] stamped(byte[] value, long time) {
        return ByteBuffer.allocate(Long.BYTES + value.length).putLong(time).put(value).array();
    }

    private static byte @Nullable [] bytes(@Nullable Version version) {
        return version == null ? null : stamped(version.value(), version.from());
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return bytes(versions.latest(key));
    }

    @Override
    public byte @Nullable [] get(Bytes key, long asOfTimestamp) {
        return bytes(versions.asOf(key, asOfTimestamp));
    }

    @Override
    public byte @Nullable [] delete(Bytes key, long timestamp) {
        if (versions.expired(timestamp)) {
            return null;
        }
        byte[] current = get(key, timestamp);
        put(key, null, timestamp);
        return current;
    }

    @Override
    public boolean logged() {
        return logged;
    }

    @Override
    public void forwardChanges() {}

    @Override
    public void logChanges(Log log) {
        unlogged.forEach((put, value) -> log.append(put.key(), value, put.timestamp(), null));
        unlogged.clear();
    }

    @Override
    public void commit(long position) {
        entries.commit(position);
    }

    @Override
    public void rollback() {
        unlogged.clear();
        entries.rollback();
    }

    @Override
    public long position() {
        return entries.position();
    }

    @Override
    public void restore(Collection<Change> changes, long position) {
        for (Change change : changes) {
            if (!versions.expired(change.timestamp())) {
                insert(change.key(), change.value(), change.timestamp());
            }
        }
        entries.commit(position);
    }

    @Override
    public void clear() {
        unlogged.clear();
        entries.clear();
    }

    @Override
    public void note(byte[] bytes) {
        entries.note(bytes);
    }

    @Override
    public byte @Nullable [] note() {
        return entries.note();
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, byte[]> committed() {
        return entries.committed();
    }

    @Override
    public long bufferedBytes() {
        return entries.bufferedBytes();
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        throw needsTimestamp();
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte @Nullable [] value) {
        throw needsTimestamp();
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> all) {
        throw needsTimestamp();
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        throw needsTimestamp();
    }

    private UnsupportedOperationException needsTimestamp() {
        return new UnsupportedOperationException(
                "versioned store " + name() + " is written with a timestamp only.");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        throw noRanges();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        throw noRanges();
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
            P prefix, PS prefixKeySerializer) {
        throw noRanges();
    }

    @Override
    public long approximateNumEntries() {
        throw noRanges();
    }

    private UnsupportedOperationException noRanges() {
        return new UnsupportedOperationException(
                "versioned store " + name() + " is read by key only.");
    }

    @Override
    public String name() {
        return entries.name();
    }

    @Override
    public StateStore behind() {
        return entries;
    }
}
