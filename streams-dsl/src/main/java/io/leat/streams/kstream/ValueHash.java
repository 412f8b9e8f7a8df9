package io.leat.streams.kstream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The 128-bit hash of a serialized value: MurmurHash3 for 64-bit machines (Appleby, public domain)
 * with the seed that Kafka uses. Immutable.
 */
record ValueHash(long high, long low) {

    static final int BYTES = 2 * Long.BYTES;

    private static final long SEED = 104729;
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    /** The hash of a value; null for none. */
    static ValueHash of(byte[] value) {
        if (value == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        long one = SEED;
        long two = SEED;
        while (in.remaining() >= BYTES) {
            one ^= first(in.getLong());
            one = (Long.rotateLeft(one, 27) + two) * 5 + 0x52dce729;
            two ^= second(in.getLong());
            two = (Long.rotateLeft(two, 31) + one) * 5 + 0x38495ab5;
        }
        two ^= second(tail(in, Long.BYTES));
        one ^= first(tail(in, 0));
        one ^= value.length;
        two ^= value.length;
        one += two;
        two += one;
        one = mixed(one);
        two = mixed(two);
        one += two;
        two += one;
        return new ValueHash(one, two);
    }

    private static long first(long part) {
        return Long.rotateLeft(part * C1, 31) * C2;
    }

    private static long second(long part) {
        return Long.rotateLeft(part * C2, 33) * C1;
    }

    /** Up to eight of the bytes that are left, from {@code skipped} on, the lowest first. */
    private static long tail(ByteBuffer in, int skipped) {
        long part = 0;
        for (int i = Math.min(in.remaining() - skipped, Long.BYTES) - 1; i >= 0; i--) {
            part = part << 8 | in.get(in.position() + skipped + i) & 0xff;
        }
        return part;
    }

    private static long mixed(long hash) {
        long next = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        next = (next ^ next >>> 33) * 0xc4ceb9fe1a85ec53L;
        return next ^ next >>> 33;
    }

    static ValueHash read(ByteBuffer in) {
        return new ValueHash(in.getLong(), in.getLong());
    }

    /** Writes a version, marked where there is no hash, and the hash. */
    static void put(ByteBuffer out, int version, ByteBuffer between, ValueHash hash) {
        out.put((byte) (hash == null ? version | 0x80 : version)).put(between);
        if (hash != null) {
            out.putLong(hash.high).putLong(hash.low);
        }
    }
}
