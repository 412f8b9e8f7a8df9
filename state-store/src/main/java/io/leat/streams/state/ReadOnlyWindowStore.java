package io.leat.streams.state;

import io.leat.streams.kstream.Windowed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads values by key and window start. Times are inclusive on both sides; what is older than the
 * store's retention is not there any more. Iterators must be closed.
 */
public interface ReadOnlyWindowStore<K, V> {

    /** The value of {@code key} in the window that starts at {@code time}, or null. */
    @Nullable V fetch(K key, long time);

    /** The windows of {@code key}, earliest first. */
    WindowStoreIterator<V> fetch(K key, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException;

    /** The windows of {@code key}, latest first. */
    default WindowStoreIterator<V> backwardFetch(K key, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        throw new UnsupportedOperationException();
    }

    /** The windows of a range of keys; null leaves a side open. */
    KeyValueIterator<Windowed<K>, V> fetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException;

    default KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        throw new UnsupportedOperationException();
    }

    KeyValueIterator<Windowed<K>, V> all();

    default KeyValueIterator<Windowed<K>, V> backwardAll() {
        throw new UnsupportedOperationException();
    }

    /** The windows of all keys that start in a span of time. */
    KeyValueIterator<Windowed<K>, V> fetchAll(Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException;

    default KeyValueIterator<Windowed<K>, V> backwardFetchAll(Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        throw new UnsupportedOperationException();
    }
}
