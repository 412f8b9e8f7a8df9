package io.leat.log.quorum.controller;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random histories of small clusters. A failure names its seed; {@code -Dmodel.seed=N} runs that
 * one alone, {@code -Dmodel.seeds=N} as many.
 */
class ClusterModelTest {

    private static final int STEPS = 500;
    private static final int SEEDS = Integer.getInteger("model.seeds", 1000);

    /** In how many histories each planted mistake has to show. */
    private static final int BUDGET = 3000;

    @Test
    void shouldKeepItsPromisesInRandomHistories() {
        Integer only = Integer.getInteger("model.seed");
        Map<String, Integer> happened = new TreeMap<>();
        for (int seed = only == null ? 0 : only; seed < (only == null ? SEEDS : only + 1); seed++) {
            ClusterModel model = new ClusterModel(seed, ModelBug.NONE);
            try {
                model.run(STEPS);
            } catch (RuntimeException e) {
                throw new AssertionError("-Dmodel.seed=" + seed + ": " + e.getMessage(), e);
            }
            model.happened.forEach((what, times) -> happened.merge(what, times, Integer::sum));
        }
        if (only == null) {
            for (String rare :
                    new String[] {
                        "acknowledged", "proposal NONE", "proposal INELIGIBLE_REPLICA",
                        "proposal NEW_LEADER_ELECTED", "reassignment NONE", "election NONE",
                        "recovered with loss", "fenced alive", "unregistered"
                    }) {
                assertTrue(happened.getOrDefault(rare, 0) > 10, rare + " in " + happened);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldFindAPlantedMistake(ModelBug bug) {
        for (int seed = 0; seed < BUDGET; seed++) {
            try {
                new ClusterModel(seed, bug).run(STEPS);
            } catch (ModelInvariants.Violation found) {
                return;
            }
        }
        fail(bug + " went unnoticed in " + BUDGET + " histories");
    }
}
