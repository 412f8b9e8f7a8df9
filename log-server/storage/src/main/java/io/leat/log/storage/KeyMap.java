package io.leat.log.storage;

import io.leat.log.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The newest offset of each key, for compaction: 16 bytes of a hash and an offset each, in one
 * array that grows up to a bound. Owned by one cleaning, used by whoever runs its step.
 *
 * <p>The hash is the first half of SHA-256: two keys that share it would be taken for one, so it
 * must be one that nobody can find such keys for.
 */
final class KeyMap {

    /** Bytes of one slot. */
    static final int SLOT_BYTES = 24;

    private static final int SLOT_LONGS = 3;
    private static final int FIRST_SLOTS = 256;
    private static final int SLOTS_MAX = Integer.MAX_VALUE / SLOT_LONGS / 2;
    private static final int HASH_BYTES = 32;
    private static final int ASKED_MAX = 1024;

    /** Offsets are stored one higher, so that 0 says that a slot is free. */
    private long[] slots = new long[FIRST_SLOTS * SLOT_LONGS];

    private final MessageDigest digest = sha256();
    private final byte[] hash = new byte[HASH_BYTES];
    private final ByteBuffer halves = ByteBuffer.wrap(hash);

    /** As {@link #slots}: keys that are looked up together, with the offsets of their records. */
    private final long[] asked = new long[ASKED_MAX * SLOT_LONGS];

    private int askedCount;
    private final int slotsMax;
    private int capacity = FIRST_SLOTS;
    private int size;

    /**
     * @param bytesMax most bytes to take
     */
    KeyMap(long bytesMax) {
        this.slotsMax = (int) Math.max(FIRST_SLOTS, Math.min(SLOTS_MAX, bytesMax / SLOT_BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    int size() {
        return size;
    }

    /** Whether so many more keys fit without going over the bound. */
    boolean hasRoom(int keys) {
        return (long) size + keys <= usable(slotsMax);
    }

    private static long usable(int slots) {
        return slots / 4L * 3;
    }

    /**
     * Takes the record at {@code cursor}, for one of the methods below, which look up all that were
     * taken. The array is larger than caches: looked up one right after the other, keys are waited
     * for together, while between hashes each would be waited for alone.
     */
    void ask(RecordCursor cursor) {
        int at = askedCount++ * SLOT_LONGS;
        hash(cursor);
        asked[at] = halves.getLong(0);
        asked[at + 1] = halves.getLong(Long.BYTES);
        asked[at + 2] = cursor.offset();
    }

    /** Whether no more can be taken before those are looked up and forgotten. */
    boolean askedIsFull() {
        return askedCount == ASKED_MAX;
    }

    void forgetAsked() {
        askedCount = 0;
    }

    /** Notes that the keys of those taken are (again) at their offsets, newer than all before. */
    void putAsked() {
        for (int i = 0; i < askedCount; i++) {
            if (size + 1 > usable(capacity)) {
                grow();
            }
            long high = asked[i * SLOT_LONGS];
            long low = asked[i * SLOT_LONGS + 1];
            int at = find(high, low);
            if (slots[at + 2] == 0) {
                slots[at] = high;
                slots[at + 1] = low;
                size++;
            }
            slots[at + 2] = asked[i * SLOT_LONGS + 2] + 1;
        }
        askedCount = 0;
    }

    /** Whether no newer record than this one of those taken has its key, as far as is known. */
    boolean isNewest(int i) {
        int at = i * SLOT_LONGS;
        return asked[at + 2] >= slots[find(asked[at], asked[at + 1]) + 2] - 1;
    }

    private void hash(RecordCursor cursor) {
        cursor.digestKey(digest);
        try {
            digest.digest(hash, 0, HASH_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Index of the key's slot, or of the free one where it belongs. */
    private int find(long high, long low) {
        int slot = (int) ((high >>> Integer.SIZE) * capacity >>> Integer.SIZE);
        while (true) {
            int at = slot * SLOT_LONGS;
            if (slots[at + 2] == 0 || slots[at] == high && slots[at + 1] == low) {
                return at;
            }
            slot = slot + 1 == capacity ? 0 : slot + 1;
        }
    }

    private void grow() {
        long[] old = slots;
        // Over the bound only for a single batch that would not fit otherwise.
        capacity =
                (int)
                        Math.min(
                                capacity < slotsMax ? slotsMax : SLOTS_MAX,
                                Math.min(capacity * 2L, SLOTS_MAX));
        slots = new long[capacity * SLOT_LONGS];
        for (int at = 0; at < old.length; at += SLOT_LONGS) {
            if (old[at + 2] != 0) {
                int target = find(old[at], old[at + 1]);
                System.arraycopy(old, at, slots, target, SLOT_LONGS);
            }
        }
    }
}
