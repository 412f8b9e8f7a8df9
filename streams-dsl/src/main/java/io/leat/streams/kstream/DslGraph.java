package io.leat.streams.kstream;

import io.leat.streams.state.StoreBuilder;
import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.InternalTopic;
import io.leat.streams.topology.ProcessorGraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
        return prefix + String.format("%010d", index++);
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

    void addInternalTopic(InternalTopic topic) {
        later(graph -> graph.addInternalTopic(topic));
    }

    public <K, V> KStream<K, V> stream(
            Collection<String> topics, Pattern pattern, Consumed<K, V> consumed) {
        String name = nodeName(consumed.processorName, "KSTREAM-SOURCE-");
        add(source(name, List.copyOf(topics), pattern, consumed));
        return new StreamNode<>(this, name, consumed.keySerde, consumed.valueSerde, false);
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
                consumed.valueSerde == null ? null : consumed.valueSerde.deserializer());
    }

    public <K, V> KTable<K, V> table(
            String topic, Consumed<K, V> consumed, Materialized<K, V, ?> materialized) {
        return TableNode.of(this, topic, consumed, materialized);
    }

    /** Writes what was declared since the last call. */
    public void writeTo(ProcessorGraph graph) {
        while (written < declarations.size()) {
            declarations.get(written++).accept(graph);
        }
    }
}
