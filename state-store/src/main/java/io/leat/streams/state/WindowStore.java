package io.leat.streams.state;

import io.leat.streams.kstream.Windowed;
import io.leat.streams.processor.StateStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Remembers values by key and window start, for the time of its retention. Owned by its task's
 * thread.
 */
public interface WindowStore<K, V> extends StateStore, ReadOnlyWindowStore<K, V> {

    /**
     * Sets the value of a key in a window; null deletes it. A store that retains duplicates keeps
     * every value, and ignores null.
     */
    void put(K key, @Nullable V value, long windowStartTimestamp);

    WindowStoreIterator<V> fetch(K key, long timeFrom, long timeTo);

    @Override
    default WindowStoreIterator<V> fetch(K key, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        return fetch(key, Times.millis(timeFrom, "timeFrom"), Times.millis(timeTo, "timeTo"));
    }

    default WindowStoreIterator<V> backwardFetch(K key, long timeFrom, long timeTo) {
        throw new UnsupportedOperationException();
    }

    @Override
    default WindowStoreIterator<V> backwardFetch(K key, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        return backwardFetch(
                key, Times.millis(timeFrom, "timeFrom"), Times.millis(timeTo, "timeTo"));
    }

    KeyValueIterator<Windowed<K>, V> fetch(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo);

    @Override
    default KeyValueIterator<Windowed<K>, V> fetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        return fetch(
                keyFrom, keyTo, Times.millis(timeFrom, "timeFrom"), Times.millis(timeTo, "timeTo"));
    }

    default KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        throw new UnsupportedOperationException();
    }

    @Override
    default KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        return backwardFetch(
                keyFrom, keyTo, Times.millis(timeFrom, "timeFrom"), Times.millis(timeTo, "timeTo"));
    }

    KeyValueIterator<Windowed<K>, V> fetchAll(long timeFrom, long timeTo);

    @Override
    default KeyValueIterator<Windowed<K>, V> fetchAll(Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        return fetchAll(Times.millis(timeFrom, "timeFrom"), Times.millis(timeTo, "timeTo"));
    }

    default KeyValueIterator<Windowed<K>, V> backwardFetchAll(long timeFrom, long timeTo) {
        throw new UnsupportedOperationException();
    }

    @Override
    default KeyValueIterator<Windowed<K>, V> backwardFetchAll(Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        return backwardFetchAll(Times.millis(timeFrom, "timeFrom"), Times.millis(timeTo, "timeTo"));
    }
}
