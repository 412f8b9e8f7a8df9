package io.leat.log.runtime;

import java.util.UUID;

/** A source of random values. In simulation every fork is a function of the seed and its name. */
public interface Entropy {

    /** A uniformly random 64-bit value. */
    long nextLong();

    /** A uniformly random value in {@code [0, bound)}; {@code bound} must be positive. */
    int nextInt(int bound);

    /** Fills {@code target} with random bytes, fit for identifiers and nonces. */
    void nextBytes(byte[] target);

    /**
     * An independent source for the component {@code name}: drawing from it does not shift the
     * values that any other component sees.
     */
    Entropy fork(String name);

    /** A random (version 4) UUID. */
    default UUID nextUuid() {
        long high = (nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long low = (nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** A uniformly random value in {@code [0, 1)}. */
    default double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }
}
