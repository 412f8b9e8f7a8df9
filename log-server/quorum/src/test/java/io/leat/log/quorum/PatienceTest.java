package io.leat.log.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.sim.Simulation;
import org.junit.jupiter.api.Test;

class PatienceTest {

    @Test
    void shouldGrowWithFailedRoundsUpToFourTimesAndBeginAnewWithALeader() {
        try (Simulation simulation = new Simulation(1)) {
            Patience patience = new Patience(300, simulation.entropy("patience"));
            for (int factor : new int[] {1, 2, 4, 4}) {
                for (int i = 0; i < 100; i++) {
                    int roundMs = patience.roundMs();
                    assertTrue(roundMs >= 300 * factor && roundMs < 600 * factor, "" + roundMs);
                    assertEquals(0, roundMs % factor);
                }
                patience.failed();
            }
            patience.renew();
            assertTrue(patience.roundMs() < 600);
        }
    }
}
