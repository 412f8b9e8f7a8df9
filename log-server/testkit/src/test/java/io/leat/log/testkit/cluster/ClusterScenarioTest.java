package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.leat.log.runtime.BugException;
import io.leat.log.runtime.sim.Simulation;
import io.leat.log.testkit.sim.Report;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
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

    /**
     * A disk that lies again and again. 43, 139: it undid a cut, which was forced, below records
     * that it kept, so that its replica had other records than the rest; none of them may be seen.
     * 5, 19, 25: records were lost where all power failed while a plan only said that they were
     * forced.
     */
    @Tag("simulate")
    @Test
    void shouldLoseNothingButWhatADiskSaidToHave() {
        int judged = 0;
        LongStream seeds = LongStream.range(FIRST, FIRST + 2L * SEEDS);
        for (long seed : LongStream.concat(LongStream.of(5, 19, 25, 43, 139), seeds).toArray()) {
            try (ClusterScenario scenario = onLyingDisks(seed)) {
                assertEquals(List.of(), scenario.run().anomalies(), "seed " + seed);
                judged += scenario.forfeit() == null ? 1 : 0;
            }
        }
        assertTrue(judged > 0, "a replica without what it had led in each of them");
    }

    private static ClusterScenario onLyingDisks(long seed) {
        try (Simulation dice = new Simulation(seed)) {
            ClusterPlan plan = ClusterPlan.draw(dice.entropy("plan"), Set.of());
            return new ClusterScenario(seed, plan.onLyingDisks());
        }
    }

    /** A plan that takes power from all nodes, and nodes that do not force, do not fit. */
    @Test
    void shouldRefuseAPlanThatSaysOtherThanItsNodesDo() {
        try (Simulation dice = new Simulation(1)) {
            ClusterPlan plan = ClusterPlan.draw(dice.entropy("plan"), Set.of());
            String other = plan.persisted() ? "replicated" : "persisted";
            assertThrows(BugException.class, () -> plan.set(Map.of("durability", other)));
        }
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
