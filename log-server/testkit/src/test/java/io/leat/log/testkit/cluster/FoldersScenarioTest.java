package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.leat.log.runtime.sim.Simulation;
import io.leat.log.testkit.sim.BugHunt;
import io.leat.log.testkit.sim.PlantedBug.Instead;
import io.leat.log.testkit.sim.Report;
import java.util.Set;
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
    private static final int STAYS_FOUND_LAST = 13;

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
        new BugHunt(FoldersScenarioTest::scenario, BUDGET)
                .assertFound(
                        "it is not noted where a replica moves",
                        "broker.directory.MoveMarks",
                        "set",
                        Instead.NOTHING,
                        FOUND_LAST);
    }

    /** What is asked for is under way, and stays that. */
    @Test
    void shouldFindOutThatAMoveDoesNotGoOn() {
        new BugHunt(FoldersScenarioTest::scenario, BUDGET)
                .assertFound(
                        "a move between folders does not go on",
                        "broker.data.ReplicaMove",
                        "step",
                        Instead.NOTHING,
                        STAYS_FOUND_LAST);
    }
}
