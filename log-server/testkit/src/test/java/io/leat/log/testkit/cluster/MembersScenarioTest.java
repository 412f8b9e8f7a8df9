package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.runtime.sim.Simulation;
import io.leat.log.testkit.sim.BugHunt;
import io.leat.log.testkit.sim.PlantedBug.Instead;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Groups of members that are not like others: they are slow, or have names and come back with
 * another protocol, while everything else fails.
 */
@Tag("simulate")
final class MembersScenarioTest {

    private static final int SEEDS = Math.max(1, Integer.getInteger("leat.seeds", 50) / 5);
    private static final long FIRST = Long.getLong("leat.seed", 1);

    private static ClusterScenario scenario(long seed, Readers readers) {
        try (Simulation dice = new Simulation(seed)) {
            ClusterPlan plan = ClusterPlan.draw(dice.entropy("plan"), Set.of());
            return new ClusterScenario(seed, plan.readBy(List.of(readers)));
        }
    }

    private static BugHunt hunt(Readers readers) {
        return new BugHunt(seed -> scenario(seed, readers), 40);
    }

    @ParameterizedTest
    @EnumSource(names = {"SLOW", "STATIC"})
    void shouldGiveEachPartitionToOneOfThem(Readers readers) {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            assertEquals(List.of(), hunt(readers).anomalies(seed), "seed " + seed);
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "SLOW, slow members of classic groups stay in them,"
                + " coordinator.group.Rebalancer, dropSlowMembers, NOTHING",
        "SLOW, commits of former members are taken,"
                + " coordinator.group.ClassicGroup, checkCommit, RETURN_NO_ERROR",
        "STATIC, a partition is given before its member gave it up,"
                + " coordinator.group.consumer.Reconciliation, isFree, RETURN_TRUE",
        "STATIC, nobody waits until a member has given up what it was told to,"
                + " coordinator.group.consumer.Reconciliation, stillOwns, NOTHING",
        "STATIC, former members of classic groups commit,"
                + " coordinator.group.ClassicGroup, checkCommit, RETURN_NO_ERROR",
    })
    void shouldFind(Readers readers, String what, String inClass, String method, Instead instead) {
        hunt(readers).assertFound(what, inClass, method, instead, 1);
    }
}
