package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.leat.log.testkit.sim.Report;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many seeds of clusters of one to five nodes: whatever fails, nothing acknowledged is lost,
 * nothing is doubled or torn, and no invariant is broken at any moment.
 */
final class ClusterScenarioTest {

    private static final int SEEDS = Math.max(1, Integer.getInteger("leat.seeds", 50) / 5);
    private static final long FIRST = Long.getLong("leat.seed", 1);

    @Test
    @Tag("seeds")
    void shouldKeepItsPromisesWhateverFails() {
        int crashes = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Report report = run(seed);
            if (!report.anomalies().isEmpty()) {
                fail("seed " + seed + ": " + report.anomalies() + Shrinker.hint(seed));
            }
            crashes += report.crashes();
        }
        assertTrue(crashes >= SEEDS / 2, "too calm: " + crashes);
    }

    /**
     * 205: programs that rested for minutes after all was well. 215: a replica that had a hole by a
     * lying disk was elected, and nothing was committed after that. 288: a new transaction
     * coordinator sent a marker before it was decided. 477, 518: a fetch was under way while the
     * disk that had what it says was replaced. 187: a member lost what it was taking over
     * (KIP-848). 1069, 1088, 1473: disks that lied left logs damaged, without a beginning, and with
     * a hole.
     */
    @Tag("simulate")
    @ParameterizedTest
    @ValueSource(longs = {205, 215, 288, 477, 518, 187, 1069, 1088, 1473})
    void shouldKeepItsPromisesWhereItOnceSeemedNotTo(long seed) {
        assertEquals(List.of(), run(seed).anomalies());
    }

    /** 7: connections of a node that stopped were closed in the order of their identity. */
    @Test
    void shouldDoTheSameAgainWithTheSameSeed() {
        for (long seed : new long[] {2, 7}) {
            assertEquals(run(seed), run(seed));
        }
    }

    /** A failure that needs one fault of many is traced back to it. */
    @Test
    void shouldFindOutWhichFaultAFailureNeeds() {
        Set<Fault> drawn = Set.of(Fault.KILL, Fault.CUT, Fault.PAUSE);
        Shrinker shrinker =
                new Shrinker(
                        drawn, without -> without.contains(Fault.CUT) ? null : "it was cut off");
        assertEquals(Set.of(Fault.CUT), shrinker.shrink());
        assertEquals("it was cut off", shrinker.failure());
        assertEquals(List.of(), List.copyOf(new Shrinker(drawn, w -> "always").shrink()));
    }

    private static Report run(long seed) {
        try (ClusterScenario scenario = new ClusterScenario(seed)) {
            return scenario.run();
        }
    }
}
