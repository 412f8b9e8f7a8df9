package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.InternalTopic;
import io.leat.streams.topology.ProcessorGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lets records that several operators need by the same new key go through one repartition topic
 * right after the node that changes the key, instead of one for each operator:
 *
 * <pre>
 * selectKey --> [topic 1] --> count            selectKey --> [topic 1] --> count
 *          \\-> filter --> [topic 2] --> reduce                       \\-> filter --> reduce
 * </pre>
 *
 * Owned by the builder.
 */
final class RepartitionMerge {

    /** One way through a topic. */
    record Repartition(
            String filter,
            String sink,
            String source,
            String topic,
            Serde<?> keys,
            Serde<?> values,
            NullKeys nullKeys) {

        Repartition(
                String filter,
                String sink,
                String source,
                String topic,
                Serde<?> keys,
                Serde<?> values) {
            this(filter, sink, source, topic, keys, values, new NullKeys());
        }
    }

    /** Whether records without a key pass a repartition; known when the topology is written. */
    static final class NullKeys {
        boolean pass;
    }

    private final DslGraph dsl;
    private final Map<String, GraphNode> nodes = new LinkedHashMap<>();
    private final Map<String, Repartition> repartitions = new LinkedHashMap<>();
    private final Map<String, String> renamed = new HashMap<>();
    private final Set<String> valueChanging;
    private final Set<String> merging;

    /** By the node that changes the key. */
    private final Map<String, Set<String>> groups = new LinkedHashMap<>();

    RepartitionMerge(
            DslGraph dsl,
            List<Repartition> repartitions,
            Set<String> keyChanging,
            Set<String> valueChanging,
            Set<String> merging) {
        this.dsl = dsl;
        this.valueChanging = valueChanging;
        this.merging = merging;
        repartitions.forEach(one -> this.repartitions.put(one.filter(), one));
        keyChanging.forEach(name -> groups.put(name, new LinkedHashSet<>()));
    }

    void apply(ProcessorGraph graph) {
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        groups.keySet().retainAll(nodes.keySet());
        for (String repartition : repartitions.keySet()) {
            String changing =
                    ancestor(
                            repartition,
                            name -> groups.containsKey(name) || valueChanging.contains(name));
            if (changing != null && groups.containsKey(changing)) {
                groups.get(changing).add(repartition);
            }
        }
        groupByMerges();
        Set<String> gone = new HashSet<>();
        groups.forEach(
                (changing, group) -> {
                    if (!group.isEmpty()) {
                        gone.addAll(merge(graph, changing, group));
                    }
                });
        graph.rewrite(new ArrayList<>(nodes.values()), gone, renamed);
    }

    /** What comes together before it is repartitioned is repartitioned after that. */
    private void groupByMerges() {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        for (String merge : merging) {
            Set<String> changers = new LinkedHashSet<>();
            groups.forEach(
                    (changing, group) -> {
                        boolean after = group.stream().allMatch(one -> child(one, merge) != null);
                        if (after && child(merge, changing) != null) {
                            changers.add(changing);
                        }
                    });
            found.put(merge, changers);
        }
        Set<String> replaced = new HashSet<>();
        found.forEach(
                (merge, changers) -> {
                    Set<String> all = new LinkedHashSet<>();
                    changers.forEach(changing -> all.addAll(groups.get(changing)));
                    replaced.addAll(changers);
                    groups.put(merge, all);
                });
        groups.keySet().removeAll(replaced);
    }

    /** The nodes before {@code name}; a repartition goes by the name of its first node. */
    private List<String> parents(String name) {
        List<String> found = new ArrayList<>();
        for (String parent : nodes.get(name).parents()) {
            found.add(parent);
        }
        if (nodes.get(name) instanceof GraphNode.Source) {
            for (Repartition one : repartitions.values()) {
                if (one.source().equals(name)) {
                    found.add(one.filter());
                }
            }
        }
        return found;
    }

    private String ancestor(String name, Predicate<String> wanted) {
        if (wanted.test(name)) {
            return name;
        }
        for (String parent : parents(name)) {
            String found = ancestor(parent, wanted);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The node right after {@code top} on the way to {@code name}. */
    private String child(String name, String top) {
        return ancestor(name, at -> parents(at).contains(top));
    }

    /** Puts one repartition after {@code changing}; returns the topics that are gone. */
    private Set<String> merge(ProcessorGraph graph, String changing, Set<String> group) {
        List<Repartition> all = group.stream().map(repartitions::get).toList();
        Serde<?> keys = first(all.stream().map(Repartition::keys).toList());
        Serde<?> values = first(all.stream().map(Repartition::values).toList());
        String topic = all.get(0).topic();
        Repartitions.skipNames(dsl);
        Repartition merged =
                new Repartition(
                        topic + "-filter", topic + "-sink", topic + "-source", topic, keys, values);
        dsl.repartitions(merged);
        Set<String> gone = new HashSet<>();
        for (Repartition one : all) {
            String child = child(one.filter(), changing);
            if (child != null) {
                replaceParent(child, changing, List.of(merged.source()));
            }
            List<String> before = nodes.get(one.filter()).parents();
            nodes.remove(one.filter());
            nodes.remove(one.sink());
            nodes.remove(one.source());
            repartitions.remove(one.filter());
            for (String name : List.copyOf(nodes.keySet())) {
                replaceParent(name, one.source(), before);
            }
            renamed.put(one.source(), merged.source());
            gone.add(one.topic());
        }
        gone.remove(topic);
        insert(changing, merged);
        graph.addInternalTopic(
                new InternalTopic(topic, InternalTopic.Kind.REPARTITION, null, Map.of()));
        return gone;
    }

    private static Serde<?> first(List<? extends Serde<?>> serdes) {
        for (Serde<?> serde : serdes) {
            if (serde != null) {
                return serde;
            }
        }
        return null;
    }

    private void insert(String after, Repartition merged) {
        Map<String, GraphNode> before = new LinkedHashMap<>(nodes);
        nodes.clear();
        before.forEach(
                (name, node) -> {
                    nodes.put(name, node);
                    if (name.equals(after)) {
                        for (GraphNode one : Repartitions.nodes(merged, after)) {
                            nodes.put(one.name(), one);
                        }
                    }
                });
    }

    private void replaceParent(String name, String parent, List<String> by) {
        GraphNode node = nodes.get(name);
        if (!node.parents().contains(parent)) {
            return;
        }
        List<String> parents = new ArrayList<>();
        for (String one : node.parents()) {
            if (one.equals(parent)) {
                parents.addAll(by);
            } else {
                parents.add(one);
            }
        }
        nodes.put(name, withParents(node, parents));
    }

    private static GraphNode withParents(GraphNode node, List<String> parents) {
        if (node instanceof GraphNode.Processing it) {
            return new GraphNode.Processing(
                    it.name(), parents, it.supplier(), it.fixedKeySupplier());
        }
        GraphNode.Sink it = (GraphNode.Sink) node;
        return new GraphNode.Sink(
                it.name(),
                parents,
                it.topic(),
                it.extractor(),
                it.keySerializer(),
                it.valueSerializer(),
                it.partitioner());
    }
}
