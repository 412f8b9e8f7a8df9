package io.leat.streams.state;

import io.leat.streams.kstream.Windowed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads sessions of typed keys and aggregates. */
class TypedSessions<K, A> implements ReadOnlySessionStore<K, A> {

    private final BytesSessions sessions;
    private final StoreSerdes<K, A> serdes;

    TypedSessions(BytesSessions sessions, StoreSerdes<K, A> serdes) {
        this.sessions = sessions;
        this.serdes = serdes;
    }

    private KeyValueIterator<Windowed<K>, A> find(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            long earliestEnd,
            long latestStart,
            boolean forward) {
        return sessions.find(
                serdes.bytesOrNull(keyFrom),
                serdes.bytesOrNull(keyTo),
                earliestEnd,
                latestStart,
                forward,
                serdes::key,
                serdes::value);
    }

    @Override
    public @Nullable A fetchSession(K key, long sessionStartTime, long sessionEndTime) {
        return serdes.valueOrNull(
                sessions.fetch(serdes.bytes(key), sessionStartTime, sessionEndTime));
    }

    @Override
    public @Nullable A fetchSession(K key, Instant sessionStartTime, Instant sessionEndTime) {
        return fetchSession(
                key,
                Times.millis(sessionStartTime, "sessionStartTime"),
                Times.millis(sessionEndTime, "sessionEndTime"));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> findSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return find(key, key, earliestSessionEndTime, latestSessionStartTime, true);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFindSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return find(key, key, earliestSessionEndTime, latestSessionStartTime, false);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> findSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            long earliestSessionEndTime,
            long latestSessionStartTime) {
        return find(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime, true);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFindSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            long earliestSessionEndTime,
            long latestSessionStartTime) {
        return find(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime, false);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> findSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return find(key, key, end(earliestSessionEndTime), start(latestSessionStartTime), true);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFindSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return find(key, key, end(earliestSessionEndTime), start(latestSessionStartTime), false);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> findSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            Instant earliestSessionEndTime,
            Instant latestSessionStartTime) {
        return find(
                keyFrom, keyTo, end(earliestSessionEndTime), start(latestSessionStartTime), true);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFindSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            Instant earliestSessionEndTime,
            Instant latestSessionStartTime) {
        return find(
                keyFrom, keyTo, end(earliestSessionEndTime), start(latestSessionStartTime), false);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> fetch(K key) {
        return find(key, key, 0, Long.MAX_VALUE, true);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFetch(K key) {
        return find(key, key, 0, Long.MAX_VALUE, false);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> fetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return find(keyFrom, keyTo, 0, Long.MAX_VALUE, true);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return find(keyFrom, keyTo, 0, Long.MAX_VALUE, false);
    }

    private static long end(Instant time) {
        return Times.millis(time, "earliestSessionEndTime");
    }

    private static long start(Instant time) {
        return Times.millis(time, "latestSessionStartTime");
    }
}
