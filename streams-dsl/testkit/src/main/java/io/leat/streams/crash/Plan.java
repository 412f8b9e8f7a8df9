package io.leat.streams.crash;

import io.leat.common.serialization.Deserializer;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all runs of a crash test have in common. Immutable.
 *
 * @param config of the application, beside what a simulation needs
 * @param topics all topics that are not internal
 * @param outputs those that are compared, and how their records are shown
 * @param stores the names of all stores
 */
record Plan(
        Supplier<Topology> topology,
        Map<String, Object> config,
        int partitions,
        Set<String> topics,
        List<InputRecord> input,
        Map<String, Reading> outputs,
        Set<String> stores,
        Outside outside,
        long seed) {

    static final String APPLICATION = "app";

    /** How records of a topic are shown; null for a guess. */
    record Reading(@Nullable Deserializer<?> key, @Nullable Deserializer<?> value) {

        static final Reading GUESSED = new Reading(null, null);
    }

    /**
     * What the topology does beside the log.
     *
     * @param reset called before each run
     * @param seen called after it
     */
    record Outside(Runnable reset, Supplier<? extends @Nullable Object> seen) {

        static final Outside NOTHING = new Outside(() -> {}, () -> null);
    }

    boolean exactlyOnce() {
        return !StreamsConfig.AT_LEAST_ONCE.equals(
                config.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
    }
}
