package io.leat.log.testkit.sim;

import static org.junit.jupiter.api.Assertions.fail;

import io.leat.log.testkit.sim.PlantedBug.Instead;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The seeds find what is broken in replication, each bug within its budget of seeds, from the seed
 * on that found it last.
 */
final class ReplicaPlantedBugsTest {

    private static final int BUDGET = 60;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "records are acknowledged before the ISR has them,"
                + " broker.data.LeaderRole, onAll, RETURN_ARGUMENT, 1",
        "logs that part are not cut, broker.data.FetchQuery, divergence, NOTHING, 1",
        "followers cut to their high watermark,"
                + " broker.data.FollowerRole, begin, CUT_TO_HIGH_WATERMARK, 18",
        "a shrunk ISR counts before the controller says so,"
                + " broker.data.InSyncReplicas, propose, COMMIT_AT_ONCE, 44",
        "followers show what is not committed,"
                + " broker.data.LogPartition, advance, HIGHEST_ON_FOLLOWERS, 15",
        "epochs that are cut off are remembered, storage.EpochCache, truncateFrom, NOTHING, 13",
        "what is not on disk counts, broker.data.LogPartition, persisted, NOTHING, 30",
    })
    void shouldBeFound(String what, String inClass, String method, Instead instead, long first) {
        hunt(what, inClass, method, instead, first, false);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a deposed leader changes the ISR,"
                + " quorum.controller.AlterPartition, checkEpochs, NOTHING, 13",
    })
    void shouldBeFoundWhereProposalsAreLate(
            String what, String inClass, String method, Instead instead, long first) {
        hunt(what, inClass, method, instead, first, true);
    }

    private static void hunt(
            String what, String inClass, String method, Instead instead, long first, boolean slow) {
        try (PlantedBug bug = new PlantedBug("io.leat.log." + inClass, method, instead)) {
            for (long seed = first; seed < first + BUDGET; seed++) {
                try (ReplicaScenario scenario = new ReplicaScenario(seed, slow)) {
                    scenario.run();
                } catch (RuntimeException | AssertionError e) {
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    System.out.println(what + ": seed " + seed + ", " + cause.getMessage());
                    return;
                }
            }
        }
        fail(what + " was not found by " + BUDGET + " seeds");
    }
}
