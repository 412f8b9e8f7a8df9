package io.leat.log.runtime.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NemesisTest {

    @Test
    void shouldRepeatItsFaultsAndLeaveEverythingHealed() {
        Set<FaultPlan> plans = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(run(seed, plans), run(seed, plans));
        }
        assertTrue(plans.size() > 10);
    }

    private static long run(long seed, Set<FaultPlan> plans) {
        try (Simulation simulation = new Simulation(seed)) {
            FaultPlan plan = FaultPlan.draw(simulation.entropy("plan"));
            plans.add(plan);
            Chatter.start(simulation, 3);
            Nemesis nemesis = new Nemesis(simulation, plan, simulation.nodes(), node -> {});
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
