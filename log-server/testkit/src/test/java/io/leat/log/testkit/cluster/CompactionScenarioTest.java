package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.sim.BugHunt;
import io.leat.log.testkit.sim.PlantedBug.Instead;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that are compacted all the time while nodes crash in the midst of it. */
@Tag("simulate")
final class CompactionScenarioTest {

    private static final int SEEDS = Math.max(1, Integer.getInteger("leat.seeds", 50) / 5);
    private static final long FIRST = Long.getLong("leat.seed", 1);
    private static final int BUDGET = 40;

    private long compactedAway;
    private long swapsStruck;

    @Test
    void shouldKeepTheNewestValueOfEachRow() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            assertEquals(List.of(), anomalies(seed), "seed " + seed);
        }
        assertTrue(compactedAway > 50L * SEEDS, "too little was compacted: " + compactedAway);
        assertTrue(swapsStruck > SEEDS / 2, "too little was struck: " + swapsStruck);
    }

    /**
     * After a crash readers were told of aborted transactions whose markers were compacted away,
     * and left out what the same producer committed since.
     */
    @ParameterizedTest
    @ValueSource(longs = {403, 422, 443, 496})
    void shouldKeepTheNewestValueWhereItOnceDidNot(long seed) {
        BugHunt asItWas = new BugHunt(each -> new CompactionScenario(each, false, false), 1);
        assertEquals(List.of(), asItWas.anomalies(seed));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "records of aborted transactions count,"
                + " storage.CleaningTransactions, isAborted, NOTHING",
        "committed records do not count," + " storage.CleaningTransactions, isAborted, RETURN_TRUE",
        "deleted rows come back, storage.BatchCleaner, isOver, RETURN_TRUE",
        "the newest record is not kept, storage.KeyMap, isNewest, NOTHING",
        "a swap that was struck is not finished, storage.SegmentSwap, recover, NOTHING",
    })
    void shouldFind(String what, String inClass, String method, Instead instead) {
        new BugHunt(CompactionScenario::new, BUDGET).assertFound(what, inClass, method, instead, 1);
    }

    private List<Anomaly> anomalies(long seed) {
        try (CompactionScenario scenario = new CompactionScenario(seed)) {
            List<Anomaly> found = scenario.run().anomalies();
            compactedAway += scenario.compactedAway();
            swapsStruck += scenario.swapsStruck();
            return found;
        }
    }
}
