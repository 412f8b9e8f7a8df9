package io.leat.streams.state;

import io.leat.streams.kstream.Windowed;
import io.leat.streams.processor.StateStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Remembers sessions for the time of its retention. Owned by its task's thread. */
public interface SessionStore<K, AGG> extends StateStore, ReadOnlySessionStore<K, AGG> {

    /** The sessions of all keys that end in a span of time, both sides included. */
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            long earliestSessionEndTime, long latestSessionEndTime) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }

    @Override
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return findSessions(
                key,
                Times.millis(earliestSessionEndTime, "earliestSessionEndTime"),
                Times.millis(latestSessionStartTime, "latestSessionStartTime"));
    }

    @Override
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            Instant earliestSessionEndTime,
            Instant latestSessionStartTime) {
        return findSessions(
                keyFrom,
                keyTo,
                Times.millis(earliestSessionEndTime, "earliestSessionEndTime"),
                Times.millis(latestSessionStartTime, "latestSessionStartTime"));
    }

    @Override
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return backwardFindSessions(
                key,
                Times.millis(earliestSessionEndTime, "earliestSessionEndTime"),
                Times.millis(latestSessionStartTime, "latestSessionStartTime"));
    }

    @Override
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            Instant earliestSessionEndTime,
            Instant latestSessionStartTime) {
        return backwardFindSessions(
                keyFrom,
                keyTo,
                Times.millis(earliestSessionEndTime, "earliestSessionEndTime"),
                Times.millis(latestSessionStartTime, "latestSessionStartTime"));
    }

    @Override
    default @Nullable AGG fetchSession(K key, Instant sessionStartTime, Instant sessionEndTime) {
        return fetchSession(
                key,
                Times.millis(sessionStartTime, "sessionStartTime"),
                Times.millis(sessionEndTime, "sessionEndTime"));
    }

    void remove(Windowed<K> sessionKey);

    /** Sets the aggregate of a session; null deletes it. */
    void put(Windowed<K> sessionKey, @Nullable AGG aggregate);
}
