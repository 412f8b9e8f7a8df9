package io.leat.streams.state;

import io.leat.streams.kstream.Windowed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads windows of typed keys and values. */
class TypedWindows<K, V> implements ReadOnlyWindowStore<K, V> {

    private final BytesWindows windows;
    private final StoreSerdes<K, V> serdes;

    TypedWindows(BytesWindows windows, StoreSerdes<K, V> serdes) {
        this.windows = windows;
        this.serdes = serdes;
    }

    @Override
    public @Nullable V fetch(K key, long time) {
        return serdes.valueOrNull(windows.fetch(serdes.bytes(key), time));
    }

    final WindowStoreIterator<V> ofKey(K key, long from, long to, boolean forward) {
        return windows.fetch(serdes.bytes(key), from, to, forward, serdes::value);
    }

    final KeyValueIterator<Windowed<K>, V> range(
            @Nullable K keyFrom, @Nullable K keyTo, long from, long to, boolean forward) {
        return windows.fetch(
                serdes.bytesOrNull(keyFrom),
                serdes.bytesOrNull(keyTo),
                from,
                to,
                forward,
                serdes::key,
                serdes::value);
    }

    @Override
    public WindowStoreIterator<V> fetch(K key, Instant timeFrom, Instant timeTo) {
        return ofKey(key, from(timeFrom), to(timeTo), true);
    }

    @Override
    public WindowStoreIterator<V> backwardFetch(K key, Instant timeFrom, Instant timeTo) {
        return ofKey(key, from(timeFrom), to(timeTo), false);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) {
        return range(keyFrom, keyTo, from(timeFrom), to(timeTo), true);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) {
        return range(keyFrom, keyTo, from(timeFrom), to(timeTo), false);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> all() {
        return range(null, null, 0, Long.MAX_VALUE, true);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardAll() {
        return range(null, null, 0, Long.MAX_VALUE, false);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetchAll(Instant timeFrom, Instant timeTo) {
        return range(null, null, from(timeFrom), to(timeTo), true);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetchAll(Instant timeFrom, Instant timeTo) {
        return range(null, null, from(timeFrom), to(timeTo), false);
    }

    private static long from(Instant time) {
        return Times.millis(time, "timeFrom");
    }

    private static long to(Instant time) {
        return Times.millis(time, "timeTo");
    }
}
