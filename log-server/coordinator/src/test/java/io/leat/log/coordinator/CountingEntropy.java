package io.leat.log.coordinator;

import io.leat.log.runtime.Entropy;
import java.util.Arrays;

/** Counts instead of drawing. */
public final class CountingEntropy implements Entropy {

    private long next;

    @Override
    public long nextLong() {
        return next++;
    }

    @Override
    public int nextInt(int bound) {
        return (int) (next++ % bound);
    }

    @Override
    public void nextBytes(byte[] target) {
        Arrays.fill(target, (byte) next++);
    }

    @Override
    public Entropy fork(String name) {
        return new CountingEntropy();
    }
}
