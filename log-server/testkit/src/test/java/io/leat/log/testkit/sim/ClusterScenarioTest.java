package io.leat.log.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many seeds of a cluster of three: nodes lose power, are killed, cut off and paused, and nothing
 * acknowledged is lost, nothing is doubled or torn. Replicas persist before they acknowledge,
 * because power may fail on all of them at once.
 */
final class ClusterScenarioTest {

    private static final int SEEDS = Math.max(1, Integer.getInteger("leat.seeds", 50) / 2);
    private static final long FIRST = Long.getLong("leat.seed", 1);
    private static final Map<String, String> PERSISTED = Map.of("durability", "persisted");

    @Test
    @Tag("seeds")
    void shouldKeepItsPromisesWhateverFails() {
        int crashes = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Report report = run(seed);
            assertEquals(List.of(), report.anomalies(), "seed " + seed);
            crashes += report.crashes();
        }
        assertTrue(crashes > SEEDS / 2, "too calm: " + crashes);
    }

    /** 30: without a controller a refused request for producer ids was sent again for ever. */
    @ParameterizedTest
    @ValueSource(longs = {30})
    void shouldStayWellWhereItOnceFailed(long seed) {
        assertEquals(List.of(), run(seed).anomalies());
    }

    @Test
    void shouldDoTheSameAgainWithTheSameSeed() {
        for (long seed = 1; seed <= 3; seed++) {
            assertEquals(run(seed), run(seed));
        }
    }

    private static Report run(long seed) {
        try (Scenario scenario = new Scenario(seed, 3, PERSISTED)) {
            return scenario.run();
        }
    }
}
