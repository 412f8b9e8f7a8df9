package io.leat.streams.kstream;

import io.leat.streams.StreamsConfig;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.InternalTopic;
import io.leat.streams.topology.ProcessorGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The declarations of one StreamsBuilder, in order. They are written into a topology at the end,
 * because only then it is known which tables need a store. Internal.
 */
public final class DslGraph {

    private final List<Consumer<ProcessorGraph>> declarations = new ArrayList<>();
    private int written;
    private int index;
    private Set<String> optimizations = Set.of();

    /** The source nodes of topics that streams are made from; each is read once. */
    private final Map<Set<String>, String> streamSources = new HashMap<>();

    private final Map<String, Set<String>> streamTopics = new HashMap<>();

    /** What {@link RepartitionMerge} goes by. */
    private final List<RepartitionMerge.Repartition> mergeable = new ArrayList<>();

    private final List<RepartitionMerge.Repartition> repartitions = new ArrayList<>();
    private final Set<String> takingNullKeys = new LinkedHashSet<>();

    private final Set<String> keyChanging = new LinkedHashSet<>();
    private final Set<String> valueChanging = new LinkedHashSet<>();
    private final Set<String> merging = new LinkedHashSet<>();
    private final Map<String, String> formerNames = new LinkedHashMap<>();
    private final Set<String> generatedNames = new LinkedHashSet<>();

    /**
     * The given name, or the next generated one. A number is used up either way, so that naming one
     * operator does not rename those after it.
     */
    String nodeName(Named named, String prefix) {
        return nodeName(named == null ? null : named.name, prefix);
    }

    String nodeName(String given, String prefix) {
        String generated = nextName(prefix);
        return given != null ? given : generated;
    }

    String nextName(String prefix) {
        return generated(prefix + String.format("%010d", index++));
    }

    /** Takes note that nobody chose {@code name}. */
    String generated(String name) {
        generatedNames.add(name);
        return name;
    }

    String nextStoreName(String prefix) {
        return nextName(prefix + "STATE-STORE-");
    }

    void add(GraphNode node) {
        later(graph -> graph.add(node));
    }

    void connect(String processor, String store) {
        later(graph -> graph.connect(processor, store));
    }

    /** What the nodes read must be partitioned alike. */
    void copartition(String... nodes) {
        later(graph -> graph.copartition(List.of(nodes)));
    }

    void later(Consumer<ProcessorGraph> declaration) {
        declarations.add(declaration);
    }

    public void addStore(StoreBuilder<?> builder) {
        later(graph -> graph.addStore(builder));
    }

    /** The store or repartition topic {@code name} had another one, and keeps its data. */
    public void renamedFrom(String name, String former) {
        formerNames.put(name, former);
    }

    void addInternalTopic(InternalTopic topic) {
        later(graph -> graph.addInternalTopic(topic));
    }

    public <K, V> KStream<K, V> stream(
            Collection<String> topics, Pattern pattern, Consumed<K, V> consumed) {
        String name = nodeName(consumed.processorName, "KSTREAM-SOURCE-");
        String known = pattern == null ? streamSources.get(Set.copyOf(topics)) : null;
        if (known == null) {
            known = name;
            add(source(name, List.copyOf(topics), pattern, consumed));
            if (pattern == null) {
                remember(Set.copyOf(topics), name);
            }
        }
        return new StreamNode<>(this, known, consumed.keySerde, consumed.valueSerde, false);
    }

    private void remember(Set<String> topics, String source) {
        for (String topic : topics) {
            if (streamTopics.put(topic, topics) != null) {
                throw new TopologyException(
                        "Two streams read topic "
                                + topic
                                + ", but not the same topics: those that overlap must be equal.");
            }
        }
        streamSources.put(topics, source);
    }

    /** A repartition that may become one with others. */
    void mergeable(RepartitionMerge.Repartition repartition) {
        mergeable.add(repartition);
    }

    void repartitions(RepartitionMerge.Repartition repartition) {
        repartitions.add(repartition);
    }

    /** The node does something with records that have no key. */
    void takesNullKeys(String node) {
        takingNullKeys.add(node);
    }

    /**
     * Records without a key pass every repartition that is somewhere above a node which takes them,
     * whatever internal topics lie between.
     */
    private void passNullKeys(ProcessorGraph graph) {
        Map<String, List<String>> writers = writersOfInternalTopics(graph);
        Set<String> above = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(takingNullKeys);
        while (!open.isEmpty()) {
            GraphNode node = graph.node(open.pop());
            List<String> parents = node == null ? List.of() : node.parents();
            if (node instanceof GraphNode.Source source) {
                parents =
                        source.topics().stream()
                                .flatMap(topic -> writers.getOrDefault(topic, List.of()).stream())
                                .toList();
            }
            for (String parent : parents) {
                if (above.add(parent)) {
                    open.push(parent);
                }
            }
        }
        repartitions.forEach(one -> one.nullKeys().pass = above.contains(one.filter()));
    }

    private static Map<String, List<String>> writersOfInternalTopics(ProcessorGraph graph) {
        Map<String, List<String>> writers = new HashMap<>();
        graph.internalTopics().forEach(topic -> writers.put(topic.name(), new ArrayList<>()));
        for (GraphNode node : graph.nodes()) {
            if (node instanceof GraphNode.Sink sink && writers.containsKey(sink.topic())) {
                writers.get(sink.topic()).add(sink.name());
            }
        }
        return writers;
    }

    void changesKey(String node) {
        keyChanging.add(node);
    }

    void changesValue(String node) {
        valueChanging.add(node);
    }

    void merges(String node) {
        merging.add(node);
    }

    /** Whether the topology is to be optimized like that; known when it is written. */
    boolean optimizes(String wish) {
        return optimizations.contains(wish);
    }

    static GraphNode.Source source(
            String name, List<String> topics, Pattern pattern, Consumed<?, ?> consumed) {
        return new GraphNode.Source(
                name,
                topics,
                pattern,
                consumed.resetPolicy,
                consumed.timestampExtractor,
                consumed.keySerde == null ? null : consumed.keySerde.deserializer(),
                consumed.valueSerde == null ? null : consumed.valueSerde.deserializer(),
                consumed.maxIdle);
    }

    public <K, V> KTable<K, V> table(
            String topic, Consumed<K, V> consumed, Materialized<K, V, ?> materialized) {
        return TableNode.of(this, topic, consumed, materialized);
    }

    public <K, V> GlobalKTable<K, V> globalTable(
            String topic, Consumed<K, V> consumed, Materialized<K, V, ?> materialized) {
        return GlobalTable.of(this, topic, consumed, materialized);
    }

    /** A store that every instance fills from all of {@code topic} with the processor. */
    public <K, V> void addGlobalStore(
            StoreBuilder<?> builder,
            String topic,
            Consumed<K, V> consumed,
            ProcessorSupplier<K, V, Void, Void> processor) {
        String given = consumed.processorName;
        String source = nodeName(given == null ? null : given + "-source", "KSTREAM-SOURCE-");
        String name = nodeName(given, "KTABLE-SOURCE-");
        later(
                graph ->
                        graph.addGlobal(
                                source(source, List.of(topic), null, consumed),
                                new GraphNode.Processing(name, List.of(source), processor, null),
                                builder,
                                false));
    }

    /** Writes what was declared since the last call, optimized as {@code wishes} say. */
    public void writeTo(ProcessorGraph graph, Set<String> wishes) {
        optimizations = wishes;
        while (written < declarations.size()) {
            declarations.get(written++).accept(graph);
        }
        if (optimizes(StreamsConfig.MERGE_REPARTITION_TOPICS) && !mergeable.isEmpty()) {
            new RepartitionMerge(this, mergeable, keyChanging, valueChanging, merging).apply(graph);
            mergeable.clear();
        }
        passNullKeys(graph);
        graph.generated(generatedNames);
        formerNames.forEach(graph::renamed);
        formerNames.clear();
    }
}
