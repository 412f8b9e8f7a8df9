package io.leat.log.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Replication under seeds: {@code -Dleat.seeds=N} runs more, {@code -Dleat.seed=S} one. */
final class ReplicaScenarioTest {

    @Test
    void shouldKeepWhatWasAcknowledgedOrRead() {
        long one = Long.getLong("leat.seed", 0);
        long seeds = one > 0 ? 1 : Long.getLong("leat.seeds", 60);
        long acknowledged = 0;
        long read = 0;
        long crashes = 0;
        for (long seed = Math.max(one, 1); seed < Math.max(one, 1) + seeds; seed++) {
            try (ReplicaScenario scenario = new ReplicaScenario(seed)) {
                scenario.run();
                acknowledged += scenario.clients.acknowledged;
                read += scenario.clients.read;
                crashes += scenario.crashes;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("replay with -Dleat.seed=" + seed, e);
            }
        }
        System.out.println(
                seeds
                        + " seeds: "
                        + acknowledged
                        + " acknowledged, "
                        + read
                        + " read, "
                        + crashes
                        + " crashes");
        assertTrue(acknowledged > 10 * seeds && read > acknowledged && crashes >= seeds / 2);
    }
}
