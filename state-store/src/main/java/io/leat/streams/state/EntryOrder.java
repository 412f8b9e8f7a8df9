package io.leat.streams.state;

import java.util.Arrays;
import java.util.List;

/**
 * Sorts entries by key. Where they are many, what a comparison costs is to fetch both entries from
 * memory: so the bits in which keys begin to differ are sorted as numbers, each with the place of
 * its entry, and entries are compared only if those bits are equal.
 */
final class EntryOrder {

    /** Fewer than these fit into the cache of a processor. */
    private static final int MANY = 256;

    private EntryOrder() {}

    /** A sorted copy of {@code entries}; those of one key stay in their order. */
    static List<BufferedEntry> byKey(List<BufferedEntry> entries) {
        BufferedEntry[] sorted = entries.toArray(new BufferedEntry[0]);
        int shared = sorted.length < MANY ? 2 * Long.SIZE : sharedBits(sorted);
        if (shared == 2 * Long.SIZE) {
            Arrays.sort(sorted);
        } else {
            sort(sorted, shared);
        }
        return Arrays.asList(sorted);
    }

    /** With how many equal bits all keys begin. */
    private static int sharedBits(BufferedEntry[] entries) {
        BufferedEntry first = entries[0];
        long heads = 0;
        long nexts = 0;
        for (BufferedEntry entry : entries) {
            heads |= entry.head ^ first.head;
            nexts |= entry.next ^ first.next;
        }
        return heads != 0
                ? Long.numberOfLeadingZeros(heads)
                : Long.SIZE + Long.numberOfLeadingZeros(nexts);
    }

    private static void sort(BufferedEntry[] entries, int shared) {
        int placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(entries.length - 1);
        long places = (1L << placeBits) - 1;
        long[] order = new long[entries.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = ((bits(entries[i], shared) & ~places) | i) ^ Long.MIN_VALUE; // unsigned
        }
        Arrays.sort(order);
        BufferedEntry[] before = entries.clone();
        int start = 0;
        for (int i = 0; i < order.length; i++) {
            entries[i] = before[(int) (order[i] & places)];
            if ((order[i] & ~places) != (order[start] & ~places)) {
                sort(entries, start, i);
                start = i;
            }
        }
        sort(entries, start, order.length);
    }

    private static void sort(BufferedEntry[] entries, int from, int to) {
        if (to - from > 1) {
            Arrays.sort(entries, from, to);
        }
    }

    /** The 64 bits of a key after the first {@code shared}, fewer than 128. */
    private static long bits(BufferedEntry entry, int shared) {
        if (shared == 0) {
            return entry.head;
        }
        return shared < Long.SIZE
                ? (entry.head << shared) | (entry.next >>> (Long.SIZE - shared))
                : entry.next << (shared - Long.SIZE);
    }
}
