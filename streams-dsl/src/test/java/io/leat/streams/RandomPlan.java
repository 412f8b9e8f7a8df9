package io.leat.streams;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

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
        FOREIGN_LEFT_JOIN,
        TUMBLING,
        HOPPING,
        SLIDING,
        SESSIONS,
        CLOSED_TUMBLING,
        CLOSED_SLIDING,
        FINAL_RESULTS,
        COGROUP_WINDOWS,
        STREAM_JOIN,
        STREAM_LEFT_JOIN,
        STREAM_OUTER_JOIN,
        STREAM_TABLE_JOIN,
        STREAM_TABLE_LEFT_JOIN,
        TABLE_JOIN,
        TABLE_LEFT_JOIN,
        TABLE_OUTER_JOIN,
        VERSIONED_TABLE,
        GRACE_JOIN,
        MEMORY_TABLE,
        LRU_TABLE,
        MEMORY_WINDOWS
    }

    /**
     * Those whose stores are in RocksDB whatever the settings say: one program of eight has them.
     */
    private static final Set<Op> SLOW = EnumSet.of(Op.VERSIONED_TABLE, Op.GRACE_JOIN);

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
            while (SLOW.contains(op) && seed % 8 != 3) {
                op = Op.values()[random.nextInt(ops)];
            }
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

    /** This plan without one step, which moves what later steps work on. */
    RandomPlan without(int index) {
        List<Step> fewer = new ArrayList<>(steps);
        fewer.remove(index);
        return new RandomPlan(fewer);
    }

    /**
     * Suppressions log in the order of a hash, and without times. Of what is too late for the
     * stores of a join, or has no value, Kafka logs also what it does not keep; and it does not log
     * what a store of the last used keys lets go.
     */
    static boolean comparesChangelog(String topic) {
        return !topic.matches(
                ".*(SUPPRESS|named-[0-9]+-store|-(this|other)-join-store).*-changelog"
                        + "|.*(THIS-[0-9]+|OTHER-[0-9]+)-store-changelog|app-lru-.*");
    }

    /** Others are compared by their changelogs alone: what they hold has no common text. */
    static boolean comparesStore(String store) {
        return !store.matches(".*SUPPRESS.*|.*-store|.*SUBSCRIPTION.*|.*-Buffer");
    }
}
