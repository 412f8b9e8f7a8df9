package io.leat.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random topology as data, for both sides to build. A function of its seed. Immutable. */
record RandomPlan(List<Step> steps) {

    /** What a step adds. The lower half works on streams, the rest on tables. */
    enum Op {
        FILTER,
        FILTER_NOT,
        MAP,
        MAP_VALUES,
        FLAT_MAP,
        FLAT_MAP_VALUES,
        PEEK,
        SELECT_KEY,
        MERGE,
        SPLIT,
        COUNT,
        GROUP_BY_COUNT,
        REDUCE,
        AGGREGATE,
        TO_TABLE,
        REPARTITION,
        PROCESS,
        PROCESS_VALUES,
        TABLE_FILTER,
        TABLE_MAP_VALUES,
        TABLE_TO_STREAM,
        TABLE_GROUP_COUNT,
        TABLE_GROUP_REDUCE,
        TABLE_GROUP_AGGREGATE,
        TABLE_SUPPRESS,
        COGROUP,
        GLOBAL_JOIN,
        GLOBAL_LEFT_JOIN,
        FOREIGN_JOIN,
        FOREIGN_LEFT_JOIN
    }

    /** How many operators there were when the first seeds were kept. */
    static final int FIRST_OPS = 24;

    /**
     * One step.
     *
     * @param on which stream or table it is added to, modulo how many there are
     * @param other which other stream it takes, for merges
     * @param name whether it has a name of its own, and which
     */
    record Step(Op op, int on, int other, String name) {}

    static RandomPlan of(long seed) {
        return of(seed, Op.values().length);
    }

    /** A plan of the first {@code ops} operators alone. */
    static RandomPlan of(long seed, int ops) {
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        for (int i = 3 + random.nextInt(7); i > 0; i--) {
            Op op = Op.values()[random.nextInt(ops)];
            String name = random.nextInt(3) == 0 ? "named-" + i : null;
            steps.add(new Step(op, random.nextInt(100), random.nextInt(100), name));
        }
        return new RandomPlan(steps);
    }

    /** Whether a step joins the global table. */
    boolean global() {
        return steps.stream()
                .anyMatch(step -> step.op() == Op.GLOBAL_JOIN || step.op() == Op.GLOBAL_LEFT_JOIN);
    }
}
