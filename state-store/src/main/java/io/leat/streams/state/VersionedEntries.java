package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads versions out of a key-value store, or out of what is committed of it. Owned by whoever may
 * read {@code entries}.
 *
 * <p>The latest version of a key lies in a segment of its own, as {@code timestamp value}. A
 * version that has an end lies in the segment of its end, under key and beginning, as {@code end
 * value}, so that what is too old is forgotten with one range. A deletion is a mark in the segment
 * of its time, with -1 in the place of an end: it only ends what is put before it.
 */
record VersionedEntries(
        ReadOnlyKeyValueStore<Bytes, byte[]> entries,
        TimedKeys keys,
        long retentionMs,
        boolean committed) {

    static final long NO_END = -1;

    /** A value from {@code from} to before {@code to}. */
    record Version(byte[] value, long from, long to) {}

    /**
     * What there is at some time, among all but the latest version.
     *
     * @param covering the version that is valid then
     * @param next when the first version after it begins, {@link #NO_END} for none
     */
    record Found(@Nullable Version covering, long next) {}

    private long streamTime() {
        return committed ? keys.committedTime() : keys.streamTime();
    }

    boolean expired(long time) {
        return time < streamTime() - retentionMs;
    }

    static Bytes latestKey(Bytes key) {
        byte[] bytes = key.get();
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES + bytes.length)
                        .putLong(Long.MAX_VALUE)
                        .put(bytes)
                        .array());
    }

    @Nullable Version latest(Bytes key) {
        byte[] stored = entries.get(latestKey(key));
        return stored == null
                ? null
                : new Version(Stamped.value(stored), Stamped.timestamp(stored), NO_END);
    }

    @Nullable Version asOf(Bytes key, long time) {
        Version latest = latest(key);
        if (latest != null && latest.from() <= time) {
            return latest;
        }
        return expired(time) ? null : find(key, time).covering();
    }

    /** Looks at the versions that end after {@code time}, in order of time. */
    Found find(Bytes key, long time) {
        try (KeyValueIterator<Bytes, byte[]> later = ended(key, time, true)) {
            while (later.hasNext()) {
                KeyValue<Bytes, byte[]> entry = later.next();
                long from = keys.time(entry.key);
                long to = Stamped.timestamp(entry.value);
                if (from > time) {
                    return new Found(null, from);
                }
                if (to > time) {
                    return new Found(new Version(Stamped.value(entry.value), from, to), to);
                }
            }
        }
        return new Found(null, NO_END);
    }

    /** The versions that are valid at some time from {@code from} to {@code to}, by time. */
    List<Version> between(Bytes key, long from, long to, boolean ascending) {
        List<Version> found = new ArrayList<>();
        if (!expired(to)) {
            try (KeyValueIterator<Bytes, byte[]> ended = ended(key, from, true)) {
                while (ended.hasNext()) {
                    KeyValue<Bytes, byte[]> entry = ended.next();
                    long begin = keys.time(entry.key);
                    long end = Stamped.timestamp(entry.value);
                    if (end > from && begin <= to) {
                        found.add(new Version(Stamped.value(entry.value), begin, end));
                    }
                }
            }
        }
        Version latest = latest(key);
        if (latest != null && latest.from() <= to) {
            found.add(latest);
        }
        if (!ascending) {
            java.util.Collections.reverse(found);
        }
        return found;
    }

    private KeyValueIterator<Bytes, byte[]> ended(Bytes key, long after, boolean forward) {
        // Keys that only begin with this one may lie between.
        int length = Long.BYTES + key.get().length + keys.kind().suffix;
        return new TimedRange(
                segment ->
                        entries.range(
                                keys.first(segment, key, 0),
                                keys.last(segment, key, Long.MAX_VALUE)),
                keys.segment(Math.max(after, keys.oldest(streamTime()))),
                streamTime() < 0 ? -1 : keys.segment(streamTime()),
                forward,
                stored -> stored.get().length == length);
    }
}
