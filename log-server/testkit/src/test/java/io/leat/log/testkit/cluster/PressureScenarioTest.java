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

/** Quotas and too little memory for requests, while nothing fails and while everything does. */
@Tag("simulate")
final class PressureScenarioTest {

    private static final int SEEDS = Math.max(1, Integer.getInteger("leat.seeds", 50) / 5);
    private static final long FIRST = Long.getLong("leat.seed", 1);
    private static final int BUDGET = 40;

    private long heldUp;

    @Test
    void shouldHoldUpWhoWantsTooMuchAndNobodyElse() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            assertEquals(List.of(), anomalies(seed), "seed " + seed);
        }
        assertTrue(heldUp > SEEDS, "memory was never short");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nobody waits for memory, broker.RequestMemory, isFull, NOTHING",
        "memory is not given back, broker.BrokerConnection, gaveBack, NOTHING",
        "quotas are not kept, broker.quota.Bucket, take, NOTHING",
        "the time of requests is not paid for, broker.quota.ClientLimits, worked, NOTHING",
        "who owes something is read from, broker.BrokerConnection, mute, NOTHING",
        "all pay for one client, broker.quota.ClientQuotas, find, FOR_THE_HEAVY_ONE",
    })
    void shouldFind(String what, String inClass, String method, Instead instead) {
        new BugHunt(PressureScenario::new, BUDGET).assertFound(what, inClass, method, instead, 1);
    }

    private List<Anomaly> anomalies(long seed) {
        try (PressureScenario scenario = new PressureScenario(seed)) {
            List<Anomaly> found = scenario.run().anomalies();
            heldUp += scenario.heldUp();
            return found;
        }
    }
}
