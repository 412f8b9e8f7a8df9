package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a store of windows, sessions or versions lays out its keys, and how far its time has come. A
 * key in the store is the number of its segment of time (8 bytes) and then the key as the changelog
 * has it: for windows the user's key, start (8 bytes) and sequence number (4); for sessions the
 * user's key, end and start (8 bytes each); for versions the user's key and their beginning (8
 * bytes). So a range of time is a few ranges of keys, and what is too old is forgotten with one
 * range. Owned by its task's thread; time may be read by others.
 */
final class TimedKeys {

    /** Where time and sequence number are kept in the store: after every segment. */
    static final Bytes PROGRESS = Bytes.wrap(new byte[] {(byte) 0xff});

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** What an entry's suffix says. */
    enum Kind {
        WINDOW(Long.BYTES + Integer.BYTES),
        SESSION(2 * Long.BYTES),
        VERSION(Long.BYTES);

        final int suffix;

        Kind(int suffix) {
            this.suffix = suffix;
        }
    }

    private final Kind kind;
    private final long retentionMs;
    private final long segmentMs;
    private long streamTime = -1;
    private volatile long committedTime = -1;
    private int sequence;
    private long sentUpTo = -1;
    private volatile long keepFrom = Long.MAX_VALUE;

    TimedKeys(Kind kind, long retentionMs, long segmentMs) {
        this.kind = kind;
        this.retentionMs = retentionMs;
        this.segmentMs = segmentMs;
    }

    Kind kind() {
        return kind;
    }

    /** The latest time that was put into the store; -1 in the beginning. */
    long streamTime() {
        return streamTime;
    }

    void observe(long time) {
        if (time > streamTime) {
            streamTime = time;
        }
    }

    /** The stream time as of the last commit; safe from any thread. */
    long committedTime() {
        return committedTime;
    }

    long sentUpTo() {
        return sentUpTo;
    }

    /** Forgets nothing from {@code time} on, even if it is old. */
    void sentUpTo(long closeTime, long time) {
        sentUpTo = closeTime;
        keepFrom = time;
    }

    /** The earliest time that is not forgotten. */
    long oldest() {
        return oldest(streamTime);
    }

    long oldest(long time) {
        return Math.max(0, Math.min(time - retentionMs + 1, keepFrom));
    }

    long segment(long time) {
        return time / segmentMs;
    }

    /** The first time of {@code segment}. */
    long start(long segment) {
        return segment * segmentMs;
    }

    /** The sequence number for one more value of a key in a window. */
    int nextSequence() {
        sequence = (sequence + 1) & Integer.MAX_VALUE;
        return sequence;
    }

    /** The first key that is not forgotten. */
    Bytes bound() {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(segment(oldest())).array());
    }

    /** Time and sequence number as of now: they are being committed. */
    byte[] commit() {
        committedTime = streamTime;
        return ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES)
                .putLong(streamTime)
                .putInt(sequence)
                .putLong(sentUpTo)
                .putLong(keepFrom)
                .array();
    }

    /** Goes back to what {@link #commit} said; null means the beginning. */
    void progress(byte @Nullable [] stored) {
        ByteBuffer in = stored == null ? null : ByteBuffer.wrap(stored);
        streamTime = in == null ? -1 : in.getLong();
        sequence = in == null ? 0 : in.getInt();
        sentUpTo = in == null ? -1 : in.getLong();
        keepFrom = in == null ? Long.MAX_VALUE : in.getLong();
        committedTime = streamTime;
    }

    /** Takes note of an entry that comes from the changelog. */
    void restored(Bytes logged) {
        observe(time(logged.get(), 0));
        if (kind == Kind.WINDOW) {
            byte[] bytes = logged.get();
            sequence =
                    Math.max(sequence, ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES));
        }
    }

    boolean fits(Bytes logged) {
        return logged.get().length >= kind.suffix;
    }

    /** The key in the store of one in the changelog. */
    Bytes stored(Bytes logged) {
        byte[] bytes = logged.get();
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES + bytes.length)
                        .putLong(segment(time(bytes, 0)))
                        .put(bytes)
                        .array());
    }

    Bytes logged(Bytes stored) {
        return Bytes.wrap(Arrays.copyOfRange(stored.get(), Long.BYTES, stored.get().length));
    }

    /** The first key of {@code segment} that {@code key} may have at {@code time} or later. */
    Bytes first(long segment, Bytes key, long time) {
        return Bytes.wrap(inSegment(segment, key, time, kind.suffix - Long.BYTES));
    }

    /** The last key of {@code segment} that {@code key} may have at {@code time} or earlier. */
    Bytes last(long segment, Bytes key, long time) {
        byte[] last = inSegment(segment, key, time, kind.suffix - Long.BYTES);
        switch (kind) {
            case WINDOW -> INTS.set(last, last.length - Integer.BYTES, -1);
            case SESSION -> LONGS.set(last, last.length - Long.BYTES, -1L);
            case VERSION -> {} // its time is all there is
        }
        return Bytes.wrap(last);
    }

    Bytes window(Bytes key, long start, int sequence) {
        byte[] stored = inSegment(segment(start), key, start, Integer.BYTES);
        INTS.set(stored, stored.length - Integer.BYTES, sequence);
        return Bytes.wrap(stored);
    }

    Bytes session(Bytes key, long start, long end) {
        byte[] stored = inSegment(segment(end), key, end, Long.BYTES);
        LONGS.set(stored, stored.length - Long.BYTES, start);
        return Bytes.wrap(stored);
    }

    /** A key in the store that ends with {@code rest} zeros. */
    private static byte[] inSegment(long segment, Bytes key, long time, int rest) {
        int length = key.get().length;
        byte[] stored = new byte[2 * Long.BYTES + length + rest];
        LONGS.set(stored, 0, segment);
        System.arraycopy(key.get(), 0, stored, Long.BYTES, length);
        LONGS.set(stored, Long.BYTES + length, time);
        return stored;
    }

    /** The user's key in a key of the store. */
    Bytes key(Bytes stored) {
        byte[] bytes = stored.get();
        return Bytes.wrap(Arrays.copyOfRange(bytes, Long.BYTES, bytes.length - kind.suffix));
    }

    /** A window's start, or a session's end, in a key of the store. */
    long time(Bytes stored) {
        return time(stored.get(), Long.BYTES);
    }

    private long time(byte[] bytes, int from) {
        return (long) LONGS.get(bytes, Math.max(from, bytes.length - kind.suffix));
    }

    /** A session's start in a key of the store. */
    long sessionStart(Bytes stored) {
        byte[] bytes = stored.get();
        return (long) LONGS.get(bytes, bytes.length - Long.BYTES);
    }

    /** The first key of {@code segment} that may belong to {@code from} or a later key. */
    Bytes lower(long segment, @Nullable Bytes from) {
        byte[] key = from == null ? new byte[0] : from.get();
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES + key.length).putLong(segment).put(key).array());
    }

    /**
     * The last key of {@code segment} that may belong to {@code to} or an earlier key. An earlier
     * key can begin {@code to}; with its suffix it may then come after {@code to} with the largest.
     */
    Bytes upper(long segment, @Nullable Bytes to) {
        byte[] suffix = new byte[kind.suffix];
        Arrays.fill(suffix, (byte) 0xff);
        if (to == null) {
            return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(segment + 1).array());
        }
        Bytes last = null;
        for (int length = to.get().length; length >= 0; length--) {
            Bytes candidate =
                    Bytes.wrap(
                            ByteBuffer.allocate(Long.BYTES + length + suffix.length)
                                    .putLong(segment)
                                    .put(to.get(), 0, length)
                                    .put(suffix)
                                    .array());
            last = last == null || candidate.compareTo(last) > 0 ? candidate : last;
        }
        return last == null ? lower(segment + 1, null) : last;
    }
}
