package io.leat.streams.state;

import io.leat.streams.kstream.Windowed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads sessions: values by key and by first and last moment. Times are inclusive. Iterators must
 * be closed.
 */
public interface ReadOnlySessionStore<K, AGG> {

    /**
     * The sessions that end at {@code earliestSessionEndTime} or later and start at {@code
     * latestSessionStartTime} or earlier, earliest first.
     */
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }

    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }

    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            long earliestSessionEndTime,
            long latestSessionStartTime) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }

    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            Instant earliestSessionEndTime,
            Instant latestSessionStartTime) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }

    /**
     * The sessions that end at {@code earliestSessionEndTime} or later and start at {@code
     * latestSessionStartTime} or earlier, latest first.
     */
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }

    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }

    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            long earliestSessionEndTime,
            long latestSessionStartTime) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }

    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            Instant earliestSessionEndTime,
            Instant latestSessionStartTime) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }

    /** The aggregate of exactly that session, or null. */
    default @Nullable AGG fetchSession(K key, long sessionStartTime, long sessionEndTime) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }

    default @Nullable AGG fetchSession(K key, Instant sessionStartTime, Instant sessionEndTime) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }

    /** All sessions of {@code key}, earliest first. */
    KeyValueIterator<Windowed<K>, AGG> fetch(K key);

    default KeyValueIterator<Windowed<K>, AGG> backwardFetch(K key) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }

    /** All sessions of a range of keys; null leaves a side open. */
    KeyValueIterator<Windowed<K>, AGG> fetch(@Nullable K keyFrom, @Nullable K keyTo);

    default KeyValueIterator<Windowed<K>, AGG> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo) {
        throw new UnsupportedOperationException("this session store cannot do that.");
    }
}
