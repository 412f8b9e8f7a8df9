package io.leat.log.runtime.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NemesisTest {

    private static final int SEEDS = Integer.getInteger("leat.seeds", 50);

    @Test
    void shouldRepeatEveryEventOfASeedWithFaults() {
        Set<FaultPlan> plans = new HashSet<>();
        Set<Long> hashes = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            long hash = run(seed, plans);
            assertEquals(hash, run(seed, plans), "seed " + seed);
            hashes.add(hash);
        }
        assertEquals(SEEDS, hashes.size(), "each seed is another run");
        assertTrue(plans.size() > SEEDS / 2);
    }

    private static long run(long seed, Set<FaultPlan> plans) {
        try (Simulation simulation = new Simulation(seed)) {
            FaultPlan plan = FaultPlan.draw(simulation.entropy("plan"));
            plans.add(plan);
            Chatter.start(simulation, 3);
            Nemesis nemesis = new Nemesis(simulation, plan, simulation.nodes(), Chatter::boot);
            nemesis.begin();
            simulation.runFor(3_000);
            nemesis.healForGood();
            simulation.runFor(500);
            for (SimNode node : simulation.nodes()) {
                assertTrue(node.isUp() && !node.isPaused());
            }
            return simulation.eventHash();
        }
    }
}
