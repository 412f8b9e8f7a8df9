package io.leat.streams.state;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.streams.state.CrashedState.Bug;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Data and position stay together, and uncommitted changes stay out of the durable store, whatever
 * write the crash falls into. {@code -Dseeds=N} runs more seeds.
 */
class CrashedStateTest {

    private static final int SEEDS = Integer.getInteger("seeds", 400);

    @Test
    void shouldFindTheStateOfACommitAfterEachCrash() {
        int crashes = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            crashes += CrashedState.run(seed, Bug.NONE);
        }
        assertTrue(crashes > SEEDS, "there were crashes");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldNoticePlantedBugs(Bug bug) {
        assertThrows(
                AssertionError.class,
                () -> {
                    for (long seed = 0; seed < 100; seed++) {
                        CrashedState.run(seed, bug);
                    }
                });
    }
}
