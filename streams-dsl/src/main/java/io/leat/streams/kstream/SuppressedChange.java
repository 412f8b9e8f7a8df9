package io.leat.streams.kstream;

import io.leat.streams.topology.RecordOrigin;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A change that is held back, in bytes: the new value, the old one, and the one that downstream
 * heard of before all that is held back. Immutable.
 */
record SuppressedChange(byte[] prior, byte[] removed, byte[] added, RecordOrigin origin) {

    /** In place of the length of an old value that is the prior one. */
    private static final int SAME = -2;

    static SuppressedChange of(byte[] prior, byte[] removed, byte[] added, RecordOrigin origin) {
        return new SuppressedChange(
                Arrays.equals(prior, removed) ? removed : prior, removed, added, origin);
    }

    long heapBytes() {
        return length(prior) + (same() ? 0 : length(removed)) + length(added) + origin.heapBytes();
    }

    private boolean same() {
        return prior == removed;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** As it is logged: origin, prior, old and new value, then the time of its place. */
    byte[] logged(long time) {
        byte[] from = origin.bytes();
        long size = length(prior) + (same() ? 0 : length(removed)) + length(added);
        ByteBuffer out =
                ByteBuffer.allocate(from.length + (int) size + 3 * Integer.BYTES + Long.BYTES);
        out.put(from);
        RecordOrigin.put(out, prior);
        if (removed != null && same()) {
            out.putInt(SAME);
        } else {
            RecordOrigin.put(out, removed);
        }
        RecordOrigin.put(out, added);
        return out.putLong(time).array();
    }

    /** Reads what was logged, up to the time. */
    static SuppressedChange read(ByteBuffer in) {
        RecordOrigin origin = RecordOrigin.read(in);
        byte[] prior = RecordOrigin.get(in);
        in.mark();
        byte[] removed = prior;
        if (in.getInt() != SAME) {
            in.reset();
            removed = RecordOrigin.get(in);
        }
        return of(prior, removed, RecordOrigin.get(in), origin);
    }
}
