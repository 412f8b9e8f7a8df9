package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.testkit.sim.BugHunt;
import io.leat.log.testkit.sim.PlantedBug.Instead;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Share groups while leaders, share coordinators, members and everything else fail. */
@Tag("simulate")
final class SharingScenarioTest {

    private static final int SEEDS = Math.max(1, Integer.getInteger("leat.seeds", 50) / 5);
    private static final long FIRST = Long.getLong("leat.seed", 1);
    private static final BugHunt HUNT = new BugHunt(SharingScenario::new, 60);

    @Test
    void shouldGiveEachRecordUntilItIsDoneAndNotAgain() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            assertEquals(List.of(), HUNT.anomalies(seed), "seed " + seed);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "what was acknowledged is not kept, coordinator.share.StateBatches, merge, RETURN_EMPTY_LIST",
        "records of aborted transactions are handed out,"
                + " broker.share.ReadBatches, aborted, RETURN_EMPTY_LIST",
        "records that somebody has are handed out, broker.share.Run, isFree, RETURN_TRUE",
        "members answer for each other, broker.share.Run, isHeldBy, RETURN_TRUE",
        "what is kept too long is not taken back, broker.share.SharePartition, expire, NOTHING",
        "a lock that is renewed ends all the same, broker.share.Run, renew, NOTHING",
        "what could not be told is not told later, broker.share.DeliveryLog, tellStart, NOTHING",
    })
    void shouldFind(String what, String inClass, String method, Instead instead) {
        HUNT.assertFound(what, inClass, method, instead, 1);
    }
}
