package io.leat.log.testkit.sim;

import static org.junit.jupiter.api.Assertions.fail;

import io.leat.log.runtime.sim.SimulationException;
import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.sim.PlantedBug.Instead;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks for planted bugs with the seeds of one kind of scenario, one seed after the other up to a
 * budget. Immutable.
 */
public final class BugHunt {

    private final LongFunction<? extends Scenario> scenarios;
    private final int budget;

    /**
     * @param scenarios the scenario of a seed
     * @param budget how many seeds may be run for each bug
     */
    public BugHunt(LongFunction<? extends Scenario> scenarios, int budget) {
        this.scenarios = scenarios;
        this.budget = budget;
    }

    /** What goes wrong in a seed; nothing if all is well. */
    public List<Anomaly> anomalies(long seed) {
        try (Scenario scenario = scenarios.apply(seed)) {
            return scenario.run().anomalies();
        } catch (SimulationException e) {
            return List.of(new Anomaly("broken", String.valueOf(e.getMessage())));
        }
    }

    private @Nullable Anomaly first(long seed) {
        List<Anomaly> found = anomalies(seed);
        return found.isEmpty() ? null : found.get(0);
    }

    /**
     * Plants a bug and fails if no seed from {@code first} on shows it.
     *
     * @param inClass within {@code io.leat.log}
     */
    public void assertFound(
            String what, String inClass, String method, Instead instead, long first) {
        try (PlantedBug bug = new PlantedBug("io.leat.log." + inClass, method, instead)) {
            assertFound(what, first);
        }
    }

    /** Fails if no seed from {@code first} on shows what the scenario itself does wrong. */
    public void assertFound(String what, long first) {
        for (long seed = first; seed < first + budget; seed++) {
            Anomaly found = first(seed);
            if (found != null) {
                System.out.println(what + ": seed " + seed + ", " + found);
                return;
            }
        }
        fail(what + " was not found by " + budget + " seeds");
    }
}
