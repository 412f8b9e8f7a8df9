package io.leat.common.utils;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Bytes that can be compared (unsigned, lexicographically) and used as a key of a map. */
public class Bytes implements Comparable<Bytes> {

    public static final byte[] EMPTY = new byte[0];

    /** Compares arrays as unsigned bytes, lexicographically. */
    public static final ByteArrayComparator BYTES_LEXICO_COMPARATOR = new LexicographicComparator();

    /** A comparator of arrays, and of parts of them. */
    public interface ByteArrayComparator extends Comparator<byte[]>, Serializable {

        int compare(
                byte[] buffer1, int offset1, int length1, byte[] buffer2, int offset2, int length2);
    }

    private final byte[] bytes;
    private int hashCode;

    public Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps {@code bytes} without copying; null gives null. */
    @SuppressWarnings("NullAway") // null in, null out, as callers of Kafka's class rely on
    public static Bytes wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : new Bytes(bytes);
    }

    /** The array itself. */
    public byte[] get() {
        return bytes;
    }

    @Override
    public int hashCode() {
        if (hashCode == 0) {
            hashCode = Arrays.hashCode(bytes);
        }
        return hashCode;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int compareTo(Bytes that) {
        return Arrays.compareUnsigned(bytes, that.bytes);
    }

    /** Printable ASCII as it is, everything else and the backslash as {@code \xHH}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            int value = b & 0xff;
            if (value >= ' ' && value <= '~' && value != '\\') {
                text.append((char) value);
            } else {
                text.append(String.format(java.util.Locale.ROOT, "\\x%02X", value));
            }
        }
        return text.toString();
    }

    /**
     * The smallest bytes of the same length that are larger than {@code input}.
     *
     * @throws IndexOutOfBoundsException if all bytes are 0xff
     */
    public static Bytes increment(Bytes input) throws IndexOutOfBoundsException {
        byte[] next = input.bytes.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return wrap(next);
            }
        }
        throw new IndexOutOfBoundsException("nothing follows " + input);
    }

    private static final class LexicographicComparator implements ByteArrayComparator {

        private static final long serialVersionUID = 1L;

        @Override
        public int compare(byte[] buffer1, byte[] buffer2) {
            return Arrays.compareUnsigned(buffer1, buffer2);
        }

        @Override
        public int compare(
                byte[] buffer1,
                int offset1,
                int length1,
                byte[] buffer2,
                int offset2,
                int length2) {
            return Arrays.compareUnsigned(
                    buffer1, offset1, offset1 + length1, buffer2, offset2, offset2 + length2);
        }
    }
}
