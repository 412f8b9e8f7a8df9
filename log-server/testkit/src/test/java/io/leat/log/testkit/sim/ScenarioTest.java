package io.leat.log.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many seeds of a whole system: nothing acknowledged is lost, nothing is doubled or torn. */
final class ScenarioTest {

    private static final int SEEDS = Integer.getInteger("leat.seeds", 50);
    private static final long FIRST = Long.getLong("leat.seed", 1);

    @Test
    void shouldKeepItsPromisesWhateverFails() {
        int crashes = 0;
        long started = System.nanoTime();
        long virtualMs = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Report report = run(seed);
            assertEquals(List.of(), report.anomalies(), "seed " + seed);
            crashes += report.crashes();
            virtualMs += report.virtualMs();
        }
        System.out.printf(
                "%d seeds, %d crashes, %d s simulated in %d s%n",
                SEEDS, crashes, virtualMs / 1000, (System.nanoTime() - started) / 1_000_000_000);
        assertTrue(crashes > SEEDS / 2, "too calm: " + crashes);
    }

    /**
     * 552: the next transaction wrote to a partition before the marker of the last one came, and
     * counted as part of it.
     */
    @ParameterizedTest
    @ValueSource(longs = {552})
    void shouldStayWellWhereItOnceFailed(long seed) {
        assertEquals(List.of(), run(seed).anomalies());
    }

    @Test
    void shouldDoTheSameAgainWithTheSameSeed() {
        for (long seed = 1; seed <= 5; seed++) {
            assertEquals(run(seed), run(seed));
        }
    }

    private static Report run(long seed) {
        try (Scenario scenario = new Scenario(seed)) {
            return scenario.run();
        }
    }
}
