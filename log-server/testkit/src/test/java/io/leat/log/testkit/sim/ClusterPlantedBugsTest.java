package io.leat.log.testkit.sim;

import static org.junit.jupiter.api.Assertions.fail;

import io.leat.log.runtime.sim.SimulationException;
import io.leat.log.testkit.sim.PlantedBug.Instead;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a cluster can get wrong is seen by the seeds of {@link ClusterScenarioTest}. */
final class ClusterPlantedBugsTest {

    private static final int BUDGET = 40;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a leader commits without its followers, broker.data.LeaderRole, onAll, RETURN_ARGUMENT",
    })
    void shouldBeFound(String what, String inClass, String method, Instead instead) {
        try (PlantedBug bug = new PlantedBug("io.leat.log." + inClass, method, instead)) {
            for (long seed = 1; seed <= BUDGET; seed++) {
                String found = anomaly(seed);
                if (found != null) {
                    System.out.println(what + ": seed " + seed + ", " + found);
                    return;
                }
            }
        }
        fail(what + " was not found by " + BUDGET + " seeds");
    }

    private static String anomaly(long seed) {
        try (Scenario scenario = new Scenario(seed, 3, Map.of("durability", "persisted"))) {
            var anomalies = scenario.run().anomalies();
            return anomalies.isEmpty() ? null : anomalies.get(0).toString();
        } catch (SimulationException e) {
            return e.getMessage();
        }
    }
}
