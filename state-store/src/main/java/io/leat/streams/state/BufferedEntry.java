package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last value of a changed key in a {@link BufferedStore}, which owns it, and who has not heard
 * of it yet.
 */
final class BufferedEntry
        implements Map.Entry<Bytes, byte @Nullable []>, Comparable<BufferedEntry> {
    final Bytes key;

    /** How the key begins: enough to compare most keys by. */
    private final long head;

    byte @Nullable [] value;
    byte @Nullable [] forwardedValue;
    boolean toForward;
    boolean toLog;

    /** The number of its last update. */
    long update;

    BufferedEntry(Bytes key) {
        this.key = key;
        this.head = head(key.get());
    }

    BufferedEntry(Bytes key, byte @Nullable [] value) {
        this(key);
        this.value = value;
    }

    private static long head(byte[] key) {
        long head = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            head = head << Byte.SIZE | (i < key.length ? key[i] & 0xff : 0);
        }
        return head;
    }

    @Override
    public int compareTo(BufferedEntry other) {
        int byHead = Long.compareUnsigned(head, other.head);
        return byHead != 0 ? byHead : key.compareTo(other.key);
    }

    @Override
    public Bytes getKey() {
        return key;
    }

    @Override
    public byte @Nullable [] getValue() {
        return value;
    }

    @Override
    public byte @Nullable [] setValue(byte @Nullable [] next) {
        throw new UnsupportedOperationException();
    }
}
