package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cuts ranges out of sorted maps. */
final class SortedRange {

    private SortedRange() {}

    /** From {@code from} to {@code to}, both included; null leaves a side open. */
    static <V> NavigableMap<Bytes, V> of(
            NavigableMap<Bytes, V> map, @Nullable Bytes from, @Nullable Bytes to) {
        if (from != null && to != null) {
            return from.compareTo(to) > 0 ? new TreeMap<>() : map.subMap(from, true, to, true);
        }
        if (from != null) {
            return map.tailMap(from, true);
        }
        return to == null ? map : map.headMap(to, true);
    }

    /** Keys that begin with {@code prefix}. */
    static <V> NavigableMap<Bytes, V> prefix(NavigableMap<Bytes, V> map, byte[] prefix) {
        byte[] end = endOfPrefix(prefix);
        return end == null
                ? map.tailMap(Bytes.wrap(prefix), true)
                : map.subMap(Bytes.wrap(prefix), true, Bytes.wrap(end), false);
    }

    /** The first key after all that begin with {@code prefix}; null when nothing follows them. */
    static byte @Nullable [] endOfPrefix(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xff) {
                byte[] end = Arrays.copyOf(prefix, i + 1);
                end[i]++;
                return end;
            }
        }
        return null;
    }
}
