package io.leat.streams;

import io.leat.streams.errors.TopologyException;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.topology.InternalTopic;
import io.leat.streams.topology.ProcessorGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds stores and internal topics whose names change with the topology because nobody chose them
 * (KIP-1111). Used once, by one thread.
 */
final class ExplicitNames {

    private static final String REPARTITION = "-repartition";
    private static final List<String> ENDINGS = List.of("", "-store", "-Buffer");

    /** Of the store that foreign keys are looked up in: there is no way to name it, as in Kafka. */
    private static final String SUBSCRIPTIONS = "KTABLE-FK-JOIN-SUBSCRIPTION-";

    /** Nobody can ask for such a store: its changelog alone matters. */
    private static final String HELD_BACK = "KTABLE-SUPPRESS-";

    private final List<String> changelogs = new ArrayList<>();
    private final List<String> stores = new ArrayList<>();
    private final List<String> repartitions = new ArrayList<>();

    private ExplicitNames(ProcessorGraph graph) {
        for (StoreBuilder<?> store : graph.storeBuilders()) {
            if (isGenerated(graph, store.name()) && !store.name().startsWith(SUBSCRIPTIONS)) {
                add(store);
            }
        }
        for (InternalTopic topic : graph.internalTopics()) {
            String name = topic.name();
            if (name.endsWith(REPARTITION)
                    && graph.isGenerated(name.substring(0, name.length() - REPARTITION.length()))) {
                repartitions.add(name);
            }
        }
    }

    private void add(StoreBuilder<?> store) {
        if (store.loggingEnabled()) {
            changelogs.add(store.name() + "-changelog");
        }
        if (!store.name().startsWith(HELD_BACK)) {
            stores.add(store.name());
        }
    }

    private static boolean isGenerated(ProcessorGraph graph, String store) {
        return ENDINGS.stream()
                .anyMatch(
                        ending ->
                                store.endsWith(ending)
                                        && graph.isGenerated(
                                                store.substring(
                                                        0, store.length() - ending.length())));
    }

    /**
     * @throws TopologyException if something has a generated name
     */
    static void check(ProcessorGraph graph) {
        ExplicitNames found = new ExplicitNames(graph);
        List<String> all = new ArrayList<>();
        say("changelog topics", found.changelogs, all);
        say("stores", found.stores, all);
        say("repartition topics", found.repartitions, all);
        if (!all.isEmpty()) {
            throw new TopologyException(
                    StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG
                            + " is set, and these have generated names: "
                            + String.join("; ", all)
                            + ". Name them with Materialized, Grouped, Joined, StreamJoined,"
                            + " Repartitioned, TableJoined or Suppressed; renamedFrom keeps their"
                            + " data.");
        }
    }

    private static void say(String what, List<String> names, List<String> all) {
        if (!names.isEmpty()) {
            all.add(what + " " + String.join(", ", names));
        }
    }
}
