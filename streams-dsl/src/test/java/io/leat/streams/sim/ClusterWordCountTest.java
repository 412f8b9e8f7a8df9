package io.leat.streams.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.testkit.sim.Report;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The word count on three brokers: whatever fails of what it runs on, every count is right. */
class ClusterWordCountTest {

    private static final int SEEDS = Math.max(1, Integer.getInteger("leat.seeds", 50) / 12);
    private static final long FIRST = Long.getLong("leat.seed", 1);

    @Test
    @Tag("seeds")
    void shouldCountEveryWordOnceOnAClusterWhateverFails() {
        int crashes = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Report report = run(seed);
            assertEquals(List.of(), report.anomalies(), "seed " + seed);
            crashes += report.crashes();
        }
        assertTrue(crashes >= SEEDS / 2, "too calm: " + crashes);
    }

    @Test
    void shouldDoTheSameAgainWithTheSameSeed() {
        assertEquals(run(1), run(1));
    }

    static Report run(long seed) {
        try (ClusterWordCountScenario scenario = new ClusterWordCountScenario(seed)) {
            return scenario.run();
        }
    }

    /**
     * Runs seeds one after the other and says what each showed.
     *
     * @param arguments the first seed and how many
     */
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        for (long seed = first; seed < first + Long.parseLong(arguments[1]); seed++) {
            long start = System.nanoTime();
            String result;
            try (ClusterWordCountScenario scenario = new ClusterWordCountScenario(seed)) {
                Report report = scenario.run();
                result =
                        String.format(
                                "%s %d ms, %d crashes, %d errors, %s",
                                report.anomalies().isEmpty() ? "ok" : report.anomalies(),
                                report.virtualMs(),
                                report.crashes(),
                                report.errors(),
                                scenario.struck());
            } catch (RuntimeException | AssertionError e) {
                e.printStackTrace(System.out);
                result = "FAILED " + e;
            }
            System.out.printf(
                    "seed %d: %s in %d ms%n",
                    seed, result, (System.nanoTime() - start) / 1_000_000);
        }
    }
}
