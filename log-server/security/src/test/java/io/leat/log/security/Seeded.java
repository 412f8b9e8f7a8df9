package io.leat.log.security;

import io.leat.log.runtime.Entropy;
import java.util.Random;

/** Random values that a test can have again. */
record Seeded(Random random) implements Entropy {

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    @Override
    public int nextInt(int bound) {
        return random.nextInt(bound);
    }

    @Override
    public void nextBytes(byte[] target) {
        random.nextBytes(target);
    }

    @Override
    public Entropy fork(String name) {
        return this;
    }
}
