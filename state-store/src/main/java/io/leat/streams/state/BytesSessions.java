package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.kstream.internals.SessionWindow;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads sessions, as whatever their keys and values stand for. */
final class BytesSessions {

    private final TimedEntries entries;

    BytesSessions(TimedEntries entries) {
        this.entries = entries;
    }

    private TimedKeys keys() {
        return entries.keys();
    }

    byte @Nullable [] fetch(Bytes key, long start, long end) {
        return start < 0 || end < 0 ? null : entries.get(keys().session(key, start, end));
    }

    /** What ends at {@code earliestEnd} or later and starts at {@code latestStart} or earlier. */
    <K, V> KeyValueIterator<Windowed<K>, V> find(
            @Nullable Bytes keyFrom,
            @Nullable Bytes keyTo,
            long earliestEnd,
            long latestStart,
            boolean forward,
            Function<Bytes, K> key,
            Function<byte[], V> value) {
        Predicate<Bytes> early = stored -> keys().sessionStart(stored) <= latestStart;
        KeyValueIterator<Bytes, byte[]> found =
                keyFrom != null && keyFrom.equals(keyTo)
                        ? entries.of(keyFrom, earliestEnd, Long.MAX_VALUE, forward, early)
                        : entries.between(
                                keyFrom, keyTo, earliestEnd, Long.MAX_VALUE, forward, early);
        return new MappedIterator<>(found, stored -> windowed(stored, key), value);
    }

    /** What ends in a span of time. */
    <K, V> KeyValueIterator<Windowed<K>, V> ended(
            long earliestEnd, long latestEnd, Function<Bytes, K> key, Function<byte[], V> value) {
        return new MappedIterator<>(
                entries.between(null, null, earliestEnd, latestEnd, true, stored -> true),
                stored -> windowed(stored, key),
                value);
    }

    <K> Windowed<K> windowed(Bytes stored, Function<Bytes, K> key) {
        return new Windowed<>(
                key.apply(keys().key(stored)),
                new SessionWindow(keys().sessionStart(stored), keys().time(stored)));
    }
}
