package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.kstream.internals.TimeWindow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads windows, as whatever their keys and values stand for. */
final class BytesWindows {

    private final TimedEntries entries;
    private final long windowSize;

    BytesWindows(TimedEntries entries, long windowSize) {
        this.entries = entries;
        this.windowSize = windowSize;
    }

    private TimedKeys keys() {
        return entries.keys();
    }

    byte @Nullable [] fetch(Bytes key, long time) {
        return time < 0 ? null : entries.get(keys().window(key, time, 0));
    }

    <V> WindowStoreIterator<V> fetch(
            Bytes key, long from, long to, boolean forward, Function<byte[], V> value) {
        return new MappedIterator.OfWindow<>(
                entries.of(key, from, to, forward, stored -> true), keys()::time, value);
    }

    <K, V> KeyValueIterator<Windowed<K>, V> fetch(
            @Nullable Bytes keyFrom,
            @Nullable Bytes keyTo,
            long from,
            long to,
            boolean forward,
            Function<Bytes, K> key,
            Function<byte[], V> value) {
        KeyValueIterator<Bytes, byte[]> found =
                keyFrom != null && keyFrom.equals(keyTo)
                        ? entries.of(keyFrom, from, to, forward, stored -> true)
                        : entries.between(keyFrom, keyTo, from, to, forward, stored -> true);
        return new MappedIterator<>(found, stored -> windowed(stored, key), value);
    }

    <K> Windowed<K> windowed(Bytes stored, Function<Bytes, K> key) {
        return new Windowed<>(
                key.apply(keys().key(stored)), TimeWindow.ofSize(keys().time(stored), windowSize));
    }
}
