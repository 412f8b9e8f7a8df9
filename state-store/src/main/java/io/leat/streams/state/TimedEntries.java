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
        Predicate<Bytes> ofKey = stored -> stored.get().length == length && wanted.test(stored);
        long segment = keys.segment(earliest);
        if (latest >= 0 && segment == keys.segment(latest)) {
            // Most often: only what is new.
            BufferedStore buffered = withoutCommitted(earliest);
            if (buffered != null) {
                return buffered.uncommittedRange(
                        keys.first(segment, key, earliest),
                        keys.last(segment, key, latest),
                        forward,
                        ofKey);
            }
        }
        return new TimedRange(
                each ->
                        range(
                                Math.max(earliest, keys.start(each)),
                                keys.first(each, key, earliest),
                                keys.last(each, key, latest),
                                forward),
                segment,
                latest < 0 ? -1 : keys.segment(latest),
                forward,
                ofKey);
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
        BufferedStore buffered = withoutCommitted(earliest);
        if (buffered != null) {
            return buffered.uncommittedRange(from, to, forward, stored -> true);
        }
        return forward ? entries.range(from, to) : entries.reverseRange(from, to);
    }

    /** The buffer, if nothing of {@code earliest} or later is committed; else null. */
    private @Nullable BufferedStore withoutCommitted(long earliest) {
        return !committed
                        && earliest > keys.committedTime()
                        && entries instanceof BufferedStore buffered
                ? buffered
                : null;
    }
}
