package io.leat.streams.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries whose keys are laid out by {@link TimedKeys}: hashed by all of the key but its suffix,
 * and sorted by that among those they share the rest with. To find what one user key has near a
 * time takes one look into a hash table, where a tree takes one comparison for each of its levels.
 * Owned by its task's thread.
 */
final class KeyGroups {

    /** With more in one group, a tree is the better place for all. */
    private static final int CROWD = 256;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The entries of one user key in one segment of time, by time. */
    private static final class Group implements Comparable<Group> {

        /** A key of the group; what counts of it is {@link #length} bytes. */
        private byte[] key;

        private int length;
        private int hash;
        private BufferedEntry[] entries = NONE;
        private int size;

        private static final BufferedEntry[] NONE = new BufferedEntry[0];

        Group(byte[] key, int length, int hash) {
            this.key = key;
            this.length = length;
            this.hash = hash;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Group that
                    && hash == that.hash
                    && Arrays.equals(key, 0, length, that.key, 0, that.length);
        }

        /** For tables in which many have one hash. */
        @Override
        public int compareTo(Group that) {
            return Arrays.compareUnsigned(key, 0, length, that.key, 0, that.length);
        }

        /** Where the first entry is that does not come before {@code wanted}. */
        int find(byte[] wanted) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (compare(entries[middle], wanted) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        /** Both are of this group: only what follows counts. */
        private int compare(BufferedEntry entry, byte[] wanted) {
            byte[] bytes = entry.key.get();
            return Arrays.compareUnsigned(
                    bytes, length, bytes.length, wanted, length, wanted.length);
        }

        void insert(int at, BufferedEntry entry) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, Math.max(1, 2 * size));
            }
            System.arraycopy(entries, at, entries, at + 1, size - at);
            entries[at] = entry;
            size++;
        }
    }

    private final int suffix;
    private final Map<Group, Group> groups = new HashMap<>();

    /** What is looked for, so that a search creates nothing. */
    private final Group wanted = new Group(new byte[0], 0, 0);

    private boolean crowded;

    /**
     * @param suffix how many bytes at the end of keys say their time
     */
    KeyGroups(int suffix) {
        this.suffix = suffix;
    }

    /** Whether one user key has so many entries that it is no longer quick to add one. */
    boolean crowded() {
        return crowded;
    }

    @Nullable BufferedEntry get(byte[] key) {
        Group group = group(key);
        if (group == null) {
            return null;
        }
        int at = group.find(key);
        return at < group.size && group.compare(group.entries[at], key) == 0
                ? group.entries[at]
                : null;
    }

    /** Adds {@code fresh}, unless there is an entry of that key; that one is returned. */
    @Nullable BufferedEntry add(BufferedEntry fresh) {
        byte[] key = fresh.key.get();
        Group group = group(key);
        if (group == null) {
            group = new Group(key, wanted.length, wanted.hash);
            groups.put(group, group);
        }
        int at = group.find(key);
        if (at < group.size && group.compare(group.entries[at], key) == 0) {
            return group.entries[at];
        }
        group.insert(at, fresh);
        crowded |= group.size > CROWD;
        return null;
    }

    /** From {@code from} to {@code to}, which belong to one group, both included. */
    List<BufferedEntry> range(byte[] from, byte[] to) {
        Group group = group(from);
        if (group == null) {
            return List.of();
        }
        int first = group.find(from);
        int end = first;
        while (end < group.size && group.compare(group.entries[end], to) <= 0) {
            end++;
        }
        return first == end ? List.of() : List.of(Arrays.copyOfRange(group.entries, first, end));
    }

    void clear() {
        groups.clear();
        crowded = false;
    }

    private @Nullable Group group(byte[] key) {
        wanted.key = key;
        wanted.length = Math.max(0, key.length - suffix);
        wanted.hash = hash(key, wanted.length);
        return groups.get(wanted);
    }

    /** Eight bytes at a time. */
    private static int hash(byte[] key, int length) {
        long hash = length;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(key, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        for (; at < length; at++) {
            hash = (hash ^ key[at]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return (int) hash;
    }
}
