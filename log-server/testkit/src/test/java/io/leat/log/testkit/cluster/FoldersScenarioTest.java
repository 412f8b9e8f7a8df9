package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.leat.log.runtime.sim.Simulation;
import io.leat.log.runtime.sim.SimulationException;
import io.leat.log.testkit.sim.PlantedBug;
import io.leat.log.testkit.sim.PlantedBug.Instead;
import io.leat.log.testkit.sim.Report;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clusters whose brokers keep data in two folders, each on a disk of its own: one of them fails,
 * and replicas move between them, beside all else that fails.
 */
final class FoldersScenarioTest {

    private static final int SEEDS = Math.max(1, Integer.getInteger("leat.seeds", 50) / 5);
    private static final long FIRST = Long.getLong("leat.seed", 1);
    private static final int BUDGET = 60;
    private static final int FOUND_LAST = 8;

    private static ClusterScenario scenario(long seed) {
        try (Simulation dice = new Simulation(seed)) {
            ClusterPlan plan = ClusterPlan.draw(dice.entropy("plan"), Set.of());
            return new ClusterScenario(seed, plan.inTwoFolders());
        }
    }

    @Test
    @Tag("seeds")
    void shouldKeepItsPromisesWhateverFolderFails() {
        int moves = 0;
        int errors = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try (ClusterScenario scenario = scenario(seed)) {
                Report report = scenario.run();
                if (!report.anomalies().isEmpty()) {
                    fail("seed " + seed + ": " + report.anomalies());
                }
                moves += scenario.struck().getOrDefault(Fault.MOVE_FOLDER, 0);
                errors += scenario.struck().getOrDefault(Fault.DISK_ERROR, 0);
            }
        }
        assertTrue(moves >= SEEDS && errors >= SEEDS, moves + " moves, " + errors + " errors");
    }

    /** A replica is in two folders then, after a crash, and its node does not start. */
    @Test
    void shouldFindOutThatItIsNotNotedWhereAReplicaMoves() {
        String marks = "io.leat.log.broker.directory.MoveMarks";
        try (PlantedBug bug = new PlantedBug(marks, "set", Instead.NOTHING)) {
            for (long seed = FOUND_LAST; seed < FOUND_LAST + BUDGET; seed++) {
                if (found(seed) != null) {
                    return;
                }
            }
        }
        fail("it was not found by " + BUDGET + " seeds");
    }

    private static @Nullable String found(long seed) {
        try (ClusterScenario scenario = scenario(seed)) {
            var anomalies = scenario.run().anomalies();
            return anomalies.isEmpty() ? null : anomalies.get(0).toString();
        } catch (SimulationException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
