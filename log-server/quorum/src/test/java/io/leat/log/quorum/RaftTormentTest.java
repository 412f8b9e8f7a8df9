package io.leat.log.quorum;

import org.junit.jupiter.api.Test;

final class RaftTormentTest {

    private static final long SEEDS = Long.getLong("leat.seeds", 40);

    @Test
    void shouldAgreeUnderCrashesAndPartitions() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            for (int size : new int[] {1, 3, 5}) {
                Torment.run(seed, size, false);
            }
        }
    }

    @Test
    void shouldAgreeWhileVotersChangeAndDisksAreReplaced() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            for (int size : new int[] {1, 3}) {
                Torment.run(seed, size, true);
            }
        }
    }
}
