package io.leat.log.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replication under seeds: {@code -Dseeds=N} runs more, {@code -Dseed=S -Dseeds=1} one. */
final class ReplicaScenarioTest {

    private static final int SEEDS = Integer.getInteger("leat.seeds", 50);
    private static final long FIRST = Long.getLong("leat.seed", 1);

    @Test
    @Tag("seeds")
    void shouldKeepWhatWasAcknowledgedOrRead() {
        run(false);
    }

    @Test
    @Tag("simulate")
    void shouldKeepItWhereTheControllerHearsOfAllProposalsLate() {
        run(true);
    }

    private static void run(boolean slow) {
        long acknowledged = 0;
        long read = 0;
        long crashes = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try (ReplicaScenario scenario = new ReplicaScenario(seed, slow)) {
                scenario.run();
                acknowledged += scenario.clients.acknowledged;
                read += scenario.clients.read;
                crashes += scenario.crashes;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("replay with -Dseeds=1 -Dseed=" + seed, e);
            }
        }
        System.out.println(
                SEEDS
                        + " seeds: "
                        + acknowledged
                        + " acknowledged, "
                        + read
                        + " read, "
                        + crashes
                        + " crashes");
        assertTrue(acknowledged > 10 * SEEDS && read > acknowledged && crashes >= SEEDS / 2);
    }
}
