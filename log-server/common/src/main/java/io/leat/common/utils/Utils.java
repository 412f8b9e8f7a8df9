package io.leat.common.utils;

/** The functions that custom partitioners use to agree with the built-in one. */
public final class Utils {

    private static final int MULTIPLIER = 0x5bd1e995;
    private static final int SEED = 0x9747b28c;

    private Utils() {}

    /**
     * The 32-bit MurmurHash2 (Austin Appleby, public domain) with the seed that all Kafka clients
     * use: it decides which partition a key goes to.
     */
    public static int murmur2(byte[] data) {
        int length = data.length;
        int hash = SEED ^ length;
        int whole = length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int word =
                    (data[i] & 0xff)
                            | (data[i + 1] & 0xff) << 8
                            | (data[i + 2] & 0xff) << 16
                            | data[i + 3] << 24;
            word *= MULTIPLIER;
            word ^= word >>> 24;
            hash = hash * MULTIPLIER ^ word * MULTIPLIER;
        }
        int rest = 0;
        for (int i = length - 1; i >= whole; i--) {
            rest = rest << 8 | data[i] & 0xff;
        }
        if (whole < length) {
            hash = (hash ^ rest) * MULTIPLIER;
        }
        hash ^= hash >>> 13;
        hash *= MULTIPLIER;
        return hash ^ hash >>> 15;
    }

    /** Clears the sign bit: not the absolute value, but never negative and cheap. */
    public static int toPositive(int number) {
        return number & 0x7fffffff;
    }
}
