package io.leat.log.transport;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.Entropy;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Real randomness: identifiers and nonces from the operating system, other values from a generator
 * (SplitMix64) that it seeded. Safe from any thread.
 */
final class SystemEntropy implements Entropy {

    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private final SecureRandom secure;
    private final AtomicLong state;

    SystemEntropy() {
        this(new SecureRandom());
    }

    private SystemEntropy(SecureRandom secure) {
        this.secure = secure;
        this.state = new AtomicLong(secure.nextLong());
    }

    @Override
    public long nextLong() {
        long z = state.addAndGet(GOLDEN);
        z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }

    @Override
    public int nextInt(int bound) {
        Check.that(bound > 0, "a random bound must be positive");
        return (int) (((nextLong() >>> 33) * bound) >>> 31);
    }

    @Override
    public void nextBytes(byte[] target) {
        secure.nextBytes(target);
    }

    @Override
    public Entropy fork(String name) {
        return new SystemEntropy(secure);
    }
}
