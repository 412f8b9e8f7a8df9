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
        long segment = keys.segment(earliest);
        if (latest >= 0 && segment == keys.segment(latest) && isNew(earliest)) {
            // Most often: a look into the buffer says it all.
            return ofKey(segment, key, earliest, latest, forward, wanted);
        }
        // Keys that only begin with this one may lie between.
        int length = Long.BYTES + key.get().length + keys.kind().suffix;
        return new TimedRange(
                each -> ofKey(each, key, earliest, latest, forward, wanted),
                segment,
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

    /** What {@code key} has in one segment of time; others may lie between if it is committed. */
    private KeyValueIterator<Bytes, byte[]> ofKey(
            long segment,
            Bytes key,
            long earliest,
            long latest,
            boolean forward,
            Predicate<Bytes> wanted) {
        Bytes first = keys.first(segment, key, earliest);
        Bytes last = keys.last(segment, key, latest);
        if (!committed && entries instanceof BufferedStore buffered) {
            boolean older = !isNew(Math.max(earliest, keys.start(segment)));
            return buffered.ofKey(first, last, forward, older, wanted);
        }
        return forward ? entries.range(first, last) : entries.reverseRange(first, last);
    }

    /** Entries of any key whose time is {@code earliest} or later. */
    private KeyValueIterator<Bytes, byte[]> range(
            long earliest, Bytes from, Bytes to, boolean forward) {
        if (!committed && entries instanceof BufferedStore buffered && isNew(earliest)) {
            return buffered.uncommitted(from, to, forward);
        }
        return forward ? entries.range(from, to) : entries.reverseRange(from, to);
    }

    /** Whether nothing of {@code earliest} or later is committed. */
    private boolean isNew(long earliest) {
        return earliest > keys.committedTime();
    }
}
