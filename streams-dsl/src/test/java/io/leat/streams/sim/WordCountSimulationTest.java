package io.leat.streams.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.leat.common.utils.Bytes;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.SimulationException;
import io.leat.log.testkit.sim.Report;
import io.leat.streams.state.KeyValueBytesStoreSupplier;
import io.leat.streams.state.KeyValueStore;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Many seeds of the word count: every count is right, whatever fails. */
class WordCountSimulationTest {

    private static final int SEEDS = Integer.getInteger("leat.seeds", 50);
    private static final long FIRST = Long.getLong("leat.seed", 1);
    private static final int BUDGET = 60;

    @Test
    void shouldCountEveryWordOnceWhateverFails() {
        int crashes = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Report report = run(seed);
            assertEquals(List.of(), report.anomalies(), "seed " + seed);
            crashes += report.crashes();
        }
        assertTrue(crashes > SEEDS / 2, "too calm: " + crashes);
    }

    @Test
    void shouldDoTheSameAgainWithTheSameSeed() {
        for (long seed = 1; seed <= 3; seed++) {
            assertEquals(run(seed), run(seed));
        }
    }

    /** A planted bug: the position runs ahead of the data that it stands for. */
    @Test
    void shouldFindAPositionAheadOfTheData() {
        for (long seed = 1; seed <= BUDGET; seed++) {
            try (WordCountScenario scenario = new AheadScenario(seed)) {
                if (!scenario.run().anomalies().isEmpty()) {
                    return;
                }
            } catch (SimulationException e) {
                return;
            }
        }
        fail("not found by " + BUDGET + " seeds");
    }

    private static Report run(long seed) {
        try (WordCountScenario scenario = new WordCountScenario(seed)) {
            return scenario.run();
        }
    }

    private static final class AheadScenario extends WordCountScenario {

        AheadScenario(long seed) {
            super(seed);
        }

        @Override
        KeyValueBytesStoreSupplier store(Disk disk, Entropy flushes) {
            return new KeyValueBytesStoreSupplier() {
                @Override
                public String name() {
                    return "words";
                }

                @Override
                public KeyValueStore<Bytes, byte[]> get() {
                    return new AheadStore(disk, flushes);
                }

                @Override
                public String metricsScope() {
                    return "simulated";
                }
            };
        }
    }

    /** Writes the position at once and the data one commit later. */
    private static final class AheadStore extends DiskStore {

        private SortedMap<Bytes, byte[]> held = new TreeMap<>();

        AheadStore(Disk disk, Entropy flushes) {
            super("words", disk, flushes);
        }

        @Override
        public byte[] get(Bytes key) {
            return held.containsKey(key) ? held.get(key) : super.get(key);
        }

        @Override
        public void write(SortedMap<Bytes, byte[]> changes, long newPosition) {
            SortedMap<Bytes, byte[]> before = held;
            held = new TreeMap<>(changes);
            super.write(before, newPosition);
        }
    }
}
