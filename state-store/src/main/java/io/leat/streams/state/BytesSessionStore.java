package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A session store of bytes over a key-value store of bytes. Owned by its task's thread. */
final class BytesSessionStore implements StoreOver, SessionStore<Bytes, byte[]> {

    private final KeyValueStore<Bytes, byte[]> entries;
    private final TimedKeys keys;
    private final BytesSessions sessions;

    BytesSessionStore(KeyValueStore<Bytes, byte[]> entries, TimedKeys keys) {
        this.entries = entries;
        this.keys = keys;
        this.sessions = new BytesSessions(new TimedEntries(entries, keys, false));
    }

    /** The same store with a write buffer before it. */
    BytesSessionStore buffered(boolean caching, boolean logged, StoredFormat format) {
        return new BytesSessionStore(
                new BufferedStore(entries, caching, logged, format, keys), keys);
    }

    TimedKeys keys() {
        return keys;
    }

    KeyValueStore<Bytes, byte[]> entries() {
        return entries;
    }

    BytesSessions sessions() {
        return sessions;
    }

    /** The sessions that are committed, for any thread to read. */
    BytesSessions committed() {
        return entries instanceof BufferedStore buffered
                ? new BytesSessions(new TimedEntries(buffered.committed(), keys, true))
                : sessions;
    }

    @Override
    public void put(Windowed<Bytes> session, byte @Nullable [] aggregate) {
        long end = session.window().end();
        keys.observe(end);
        if (end >= keys.oldest()) {
            entries.put(keys.session(session.key(), session.window().start(), end), aggregate);
        }
    }

    @Override
    public void remove(Windowed<Bytes> session) {
        put(session, null);
    }

    @Override
    public byte @Nullable [] fetchSession(Bytes key, long start, long end) {
        return sessions.fetch(key, start, end);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> findSessions(long earliest, long latest) {
        return sessions.ended(earliest, latest, Function.identity(), Function.identity());
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> findSessions(
            Bytes key, long earliestEnd, long latestStart) {
        return find(key, key, earliestEnd, latestStart, true);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> backwardFindSessions(
            Bytes key, long earliestEnd, long latestStart) {
        return find(key, key, earliestEnd, latestStart, false);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> findSessions(
            @Nullable Bytes keyFrom, @Nullable Bytes keyTo, long earliestEnd, long latestStart) {
        return find(keyFrom, keyTo, earliestEnd, latestStart, true);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> backwardFindSessions(
            @Nullable Bytes keyFrom, @Nullable Bytes keyTo, long earliestEnd, long latestStart) {
        return find(keyFrom, keyTo, earliestEnd, latestStart, false);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> fetch(Bytes key) {
        return find(key, key, 0, Long.MAX_VALUE, true);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> backwardFetch(Bytes key) {
        return find(key, key, 0, Long.MAX_VALUE, false);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> fetch(
            @Nullable Bytes keyFrom, @Nullable Bytes keyTo) {
        return find(keyFrom, keyTo, 0, Long.MAX_VALUE, true);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> backwardFetch(
            @Nullable Bytes keyFrom, @Nullable Bytes keyTo) {
        return find(keyFrom, keyTo, 0, Long.MAX_VALUE, false);
    }

    private KeyValueIterator<Windowed<Bytes>, byte[]> find(
            @Nullable Bytes keyFrom,
            @Nullable Bytes keyTo,
            long earliestEnd,
            long latestStart,
            boolean forward) {
        return sessions.find(
                keyFrom,
                keyTo,
                earliestEnd,
                latestStart,
                forward,
                Function.identity(),
                Function.identity());
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
