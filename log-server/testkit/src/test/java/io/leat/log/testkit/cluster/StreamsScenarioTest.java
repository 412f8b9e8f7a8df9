package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.testkit.sim.BugHunt;
import io.leat.log.testkit.sim.PlantedBug.Instead;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams groups while members, coordinators and everything else fail. */
@Tag("simulate")
final class StreamsScenarioTest {

    private static final int SEEDS = Math.max(1, Integer.getInteger("leat.seeds", 50) / 5);
    private static final long FIRST = Long.getLong("leat.seed", 1);

    @Test
    void shouldHandOverEachTaskOnceAndComeToRest() {
        int handedOver = 0;
        int refused = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try (StreamsScenario scenario = new StreamsScenario(seed)) {
                assertEquals(List.of(), scenario.run().anomalies(), "seed " + seed);
                refused += scenario.wasRefused() ? 1 : 0;
                handedOver += scenario.watch().invariants().streams().handedOver();
            }
        }
        assertTrue(handedOver >= SEEDS, "too little was handed over: " + handedOver);
        assertTrue(refused > 0, "who was cut off was always let in again before it committed");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a task is given before its member gave it up, StreamsGroup, isFree, RETURN_TRUE",
        "a new coordinator does not watch who is silent, StreamsGroups, loaded, NOTHING",
        "who is silent is not removed, Fencing, watchSession, NOTHING",
        "nobody keeps copies of stores, StickyAssignor, assignStandby, NOTHING",
        "a copy is kept where the task is processed, StickyAssignor, mayKeep, RETURN_TRUE",
        "nobody waits until a member has given up what it was told to,"
                + " Reconciliation, stillOwns, NOTHING",
        "commits of former members are taken, StreamsGroup, commitRule, RETURN_NO_RULE",
    })
    void shouldFind(String what, String inClass, String method, Instead instead) {
        new BugHunt(StreamsScenario::new, 40)
                .assertFound(what, "coordinator.group.streams." + inClass, method, instead, 1);
    }
}
