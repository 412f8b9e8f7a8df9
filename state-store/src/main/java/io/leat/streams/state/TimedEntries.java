package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a store that is laid out by {@link TimedKeys}, or what is committed of it. Owned by whoever
 * may read {@code entries}.
 */
record TimedEntries(
        ReadOnlyKeyValueStore<Bytes, byte[]> entries, TimedKeys keys, boolean committed) {

    private long streamTime() {
        return committed ? keys.committedTime() : keys.streamTime();
    }

    private long oldest() {
        return keys.oldest(streamTime());
    }

    byte @Nullable [] get(Bytes stored) {
        return keys.time(stored) < oldest() ? null : entries.get(stored);
    }

    /**
     * The entries of {@code key} whose time is from {@code from} to {@code to}, by time; those of
     * them that are wanted.
     */
    KeyValueIterator<Bytes, byte[]> of(
            Bytes key, long from, long to, boolean forward, Predicate<Bytes> wanted) {
        long earliest = Math.max(from, oldest());
        long latest = Math.min(to, streamTime());
        // Keys that only begin with this one may lie between.
        int length = Long.BYTES + key.get().length + keys.kind().suffix;
        return new TimedRange(
                segment ->
                        range(
                                Math.max(earliest, keys.start(segment)),
                                keys.first(segment, key, earliest),
                                keys.last(segment, key, latest),
                                forward),
                keys.segment(earliest),
                latest < 0 ? -1 : keys.segment(latest),
                forward,
                stored -> stored.get().length == length && wanted.test(stored));
    }

    /** The same for a range of keys, where null leaves a side open: by segment, then by key. */
    KeyValueIterator<Bytes, byte[]> between(
            @Nullable Bytes keyFrom,
            @Nullable Bytes keyTo,
            long from,
            long to,
            boolean forward,
            Predicate<Bytes> wanted) {
        long earliest = Math.max(from, oldest());
        long latest = Math.min(to, streamTime());
        return new TimedRange(
                segment ->
                        range(
                                Math.max(earliest, keys.start(segment)),
                                keys.lower(segment, keyFrom),
                                keys.upper(segment, keyTo),
                                forward),
                keys.segment(earliest),
                latest < 0 ? -1 : keys.segment(latest),
                forward,
                stored -> {
                    long time = keys.time(stored);
                    Bytes key = keys.key(stored);
                    return time >= earliest
                            && time <= latest
                            && (keyFrom == null || key.compareTo(keyFrom) >= 0)
                            && (keyTo == null || key.compareTo(keyTo) <= 0)
                            && wanted.test(stored);
                });
    }

    /** Entries whose time is {@code earliest} or later. */
    private KeyValueIterator<Bytes, byte[]> range(
            long earliest, Bytes from, Bytes to, boolean forward) {
        if (!committed
                && earliest > keys.committedTime()
                && entries instanceof BufferedStore buffered) {
            return buffered.uncommittedRange(from, to, forward);
        }
        return forward ? entries.range(from, to) : entries.reverseRange(from, to);
    }
}
