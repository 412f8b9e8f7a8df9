package io.leat.streams.crash;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds out from runs without crashes in which sense a topic is always the same. Immutable. */
final class CalmRuns {

    private static final Set<Equality> FOUND_OUT =
            EnumSet.range(Equality.EXACT, Equality.LAST_VALUES);

    private final Plan plan;
    private final Map<String, Equality> demanded;

    /**
     * @param demanded by the user, whatever the runs show
     */
    CalmRuns(Plan plan, Map<String, Equality> demanded) {
        this.plan = plan;
        this.demanded = demanded;
    }

    /** The strictest sense in which all runs are equal, for each topic. */
    Map<String, Equality> equalities(List<Outcome> runs) {
        Map<String, Equality> equalities = new TreeMap<>();
        for (String topic : plan.outputs().keySet()) {
            Equality given = demanded.get(topic);
            if (given != null) {
                equalities.put(topic, given);
            } else if (!plan.exactlyOnce()) {
                equalities.put(topic, Equality.NOTHING_LOST);
            } else {
                equalities.put(topic, strictest(topic, runs));
            }
        }
        return equalities;
    }

    private static Equality strictest(String topic, List<Outcome> runs) {
        List<OutputRecord> first = runs.get(0).of(topic);
        for (Equality equality : FOUND_OUT) {
            if (runs.stream().allMatch(run -> Differences.equal(equality, first, run.of(topic)))) {
                return equality;
            }
        }
        return Equality.LAST_VALUES;
    }
}
