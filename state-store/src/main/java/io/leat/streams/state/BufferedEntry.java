package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last value of a changed key in a {@link BufferedStore}, which owns it, and who has not heard
 * of it yet.
 */
final class BufferedEntry
        implements Map.Entry<Bytes, byte @Nullable []>, Comparable<BufferedEntry> {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    final Bytes key;

    /** How the key begins, and goes on: enough to compare most keys by. */
    final long head;

    final long next;

    byte @Nullable [] value;
    byte @Nullable [] forwardedValue;
    boolean toForward;
    boolean toLog;

    /** The number of its last update. */
    long update;

    BufferedEntry(Bytes key) {
        this.key = key;
        this.head = eight(key.get(), 0);
        this.next = eight(key.get(), Long.BYTES);
    }

    BufferedEntry(Bytes key, byte @Nullable [] value) {
        this(key);
        this.value = value;
    }

    /** Eight bytes of {@code key}, zeros after its end. */
    private static long eight(byte[] key, int from) {
        if (from + Long.BYTES <= key.length) {
            return (long) LONGS.get(key, from);
        }
        long eight = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            eight = eight << Byte.SIZE | (i < key.length ? key[i] & 0xff : 0);
        }
        return eight;
    }

    @Override
    public int compareTo(BufferedEntry other) {
        int order = Long.compareUnsigned(head, other.head);
        if (order == 0) {
            order = Long.compareUnsigned(next, other.next);
        }
        return order != 0 ? order : key.compareTo(other.key);
    }

    /** The change as it is now. */
    MergeIterator.Uncommitted change() {
        return new MergeIterator.Uncommitted(key, value);
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
