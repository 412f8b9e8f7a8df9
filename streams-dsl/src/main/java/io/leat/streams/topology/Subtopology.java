package io.leat.streams.topology;

import io.leat.streams.state.spi.RetainingBuilder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A connected part of a topology: what one task runs. Immutable.
 *
 * @param nodes in an order in which parents come first
 * @param copartitioned groups of topics that must have equally many partitions
 * @param sourceStores the topics that stores are restored from instead of a changelog of their own
 * @param formerNames of stores that were renamed and keep their data
 */
public record Subtopology(
        int id,
        List<GraphNode> nodes,
        Map<String, GraphStore> stores,
        Map<String, InternalTopic> internalTopics,
        List<Set<String>> copartitioned,
        Map<String, String> sourceStores,
        FormerNames formerNames) {

    public List<GraphNode.Source> sources() {
        return nodes.stream()
                .filter(GraphNode.Source.class::isInstance)
                .map(GraphNode.Source.class::cast)
                .toList();
    }

    /** The topics that are read, by the names in the topology. Patterns are not among them. */
    public Set<String> sourceTopics() {
        Set<String> topics = new TreeSet<>();
        sources().forEach(source -> topics.addAll(source.topics()));
        return topics;
    }

    /** The topics that are written and known beforehand. */
    public Set<String> sinkTopics() {
        Set<String> topics = new TreeSet<>();
        for (GraphNode node : nodes) {
            if (node instanceof GraphNode.Sink sink && sink.topic() != null) {
                topics.add(sink.topic());
            }
        }
        return topics;
    }

    /** Stores of earlier nodes first: what they forward at a commit may change later stores. */
    public Collection<GraphStore> storesInOrderOfUse() {
        Map<Integer, GraphStore> ordered = new TreeMap<>();
        for (GraphStore store : stores.values()) {
            int first = 0;
            while (!store.users().contains(nodes.get(first).name())) {
                first++;
            }
            int place = first * 1000;
            while (ordered.containsKey(place)) {
                place++;
            }
            ordered.put(place, store);
        }
        return ordered.values();
    }

    /** The stores that {@code node} uses. */
    public Set<String> storesOf(String node) {
        Set<String> names = new TreeSet<>();
        for (GraphStore store : stores.values()) {
            if (store.users().contains(node)) {
                names.add(store.name());
            }
        }
        return names;
    }

    /** Whether {@code topic} is made by the application. */
    public boolean isInternal(String topic) {
        return internalTopics.containsKey(topic);
    }

    /** How long {@code store} keeps what it has, in milliseconds; null for good. */
    public @Nullable Long retentionMs(String store) {
        GraphStore found = stores.get(store);
        return found != null && found.builder() instanceof RetainingBuilder builder
                ? builder.retentionMs()
                : null;
    }

    /** How long {@code store} keeps versions after their end; null where it keeps none. */
    public @Nullable Long historyRetentionMs(String store) {
        GraphStore found = stores.get(store);
        return found == null ? null : found.historyRetentionMs();
    }

    /** The changelog topics by store, without the application id. */
    public Map<String, InternalTopic> changelogs() {
        Map<String, InternalTopic> topics = new TreeMap<>();
        for (GraphStore store : stores.values()) {
            if (store.builder().loggingEnabled()) {
                topics.put(
                        store.name(),
                        new InternalTopic(
                                formerNames.of(store.name()) + "-changelog",
                                InternalTopic.Kind.CHANGELOG,
                                null,
                                store.builder().logConfig()));
            }
        }
        return topics;
    }

    /** The repartition topics that are read here. */
    public Collection<InternalTopic> repartitionSources() {
        Map<String, InternalTopic> topics = new LinkedHashMap<>();
        for (String topic : sourceTopics()) {
            InternalTopic internal = internalTopics.get(topic);
            if (internal != null) {
                topics.put(topic, internal);
            }
        }
        return topics.values();
    }
}
