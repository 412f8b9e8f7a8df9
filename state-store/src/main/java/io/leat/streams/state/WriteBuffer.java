package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are not committed, by key. They are hashed until somebody reads ranges across keys,
 * and sorted from then on. Owned by its task's thread.
 */
final class WriteBuffer {

    /** In the order in which they came. */
    private final List<BufferedEntry> added = new ArrayList<>();

    /** Those of each user key together, where keys have a time; null as soon as they are sorted. */
    private @Nullable KeyGroups groups;

    /** All of them if there are no {@link #groups}. */
    private Map<Bytes, BufferedEntry> entries;

    /** All by key, as long as there is none more. */
    private List<BufferedEntry> inOrder = List.of();

    /** For keys of {@code keys}; null if they have no time. */
    WriteBuffer(@Nullable TimedKeys keys) {
        // The latest version of a key has no time: where they lie, all is read by ranges.
        boolean ranges = keys != null && keys.kind() == TimedKeys.Kind.VERSION;
        groups = keys == null || ranges ? null : new KeyGroups(keys.kind().suffix);
        entries = ranges ? new TreeMap<>() : new HashMap<>();
    }

    @Nullable BufferedEntry get(Bytes key) {
        return groups == null ? entries.get(key) : groups.get(key.get());
    }

    /** Adds {@code fresh}, unless there is an entry of that key; that one is returned. */
    @Nullable BufferedEntry add(BufferedEntry fresh) {
        BufferedEntry present =
                groups == null ? entries.putIfAbsent(fresh.key, fresh) : groups.add(fresh);
        if (present == null) {
            added.add(fresh);
            if (groups != null && groups.crowded()) {
                sorted();
            }
        }
        return present;
    }

    int size() {
        return added.size();
    }

    void clear() {
        added.clear();
        entries.clear();
        if (groups != null) {
            groups.clear();
        }
        inOrder = List.of();
    }

    /** All of them as they came. */
    List<BufferedEntry> added() {
        return added;
    }

    /** All of them by key; to be read before the next is added. */
    List<BufferedEntry> inOrder() {
        if (inOrder.size() != added.size()) {
            inOrder =
                    entries instanceof NavigableMap
                            ? new ArrayList<>(entries.values())
                            : EntryOrder.byKey(added);
        }
        return inOrder;
    }

    /** A view of all of them by key. */
    NavigableMap<Bytes, BufferedEntry> sorted() {
        if (entries instanceof NavigableMap<Bytes, BufferedEntry> sorted) {
            return sorted;
        }
        TreeMap<Bytes, BufferedEntry> sorted = new TreeMap<>();
        added.forEach(entry -> sorted.put(entry.key, entry));
        entries = sorted;
        groups = null;
        return sorted;
    }

    /**
     * Those of one user key, by time, from {@code from} to {@code to}, which belong to it and to
     * one segment of time.
     */
    List<BufferedEntry> ofKey(Bytes from, Bytes to) {
        if (groups != null) {
            return groups.range(from.get(), to.get());
        }
        List<BufferedEntry> found = List.of();
        for (BufferedEntry entry : sorted().tailMap(from, true).values()) {
            if (entry.key.compareTo(to) > 0) {
                break;
            }
            // Longer keys that only begin with this one may lie between.
            if (entry.key.get().length == from.get().length) {
                found = found.isEmpty() ? new ArrayList<>(1) : found;
                found.add(entry);
            }
        }
        return found;
    }
}
