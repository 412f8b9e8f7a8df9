package io.leat.log.runtime.sim;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.Entropy;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * Random values as a function of a seed (SplitMix64). A fork depends on the seed, the name and how
 * often that name was forked before, never on what was drawn.
 */
final class SimEntropy implements Entropy {

    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private final long seed;
    private final TreeMap<String, Integer> forks = new TreeMap<>();
    private long state;

    SimEntropy(long seed) {
        this.seed = scramble(seed);
        this.state = this.seed;
    }

    static long scramble(long word) {
        long z = word;
        z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }

    @Override
    public long nextLong() {
        state += GOLDEN;
        return scramble(state);
    }

    @Override
    public int nextInt(int bound) {
        Check.that(bound > 0, "a random bound must be positive");
        return (int) (((nextLong() >>> 33) * bound) >>> 31);
    }

    /** True with probability {@code p}. */
    boolean chance(double p) {
        return p > 0 && nextDouble() < p;
    }

    /** A uniformly random value in {@code [low, high]}. */
    long between(long low, long high) {
        return low + (long) (nextDouble() * (high - low + 1));
    }

    @Override
    public void nextBytes(byte[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = (byte) nextLong();
        }
    }

    @Override
    public SimEntropy fork(String name) {
        int before = forks.merge(name, 1, Integer::sum);
        long hash = before;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = scramble(hash * 31 + b);
        }
        return new SimEntropy(seed ^ hash);
    }
}
