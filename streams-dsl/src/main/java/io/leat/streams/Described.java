package io.leat.streams;

import io.leat.streams.processor.TopicNameExtractor;
import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.ProcessorGraph;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the description of a topology. Nodes are listed by the number of paths that begin at them,
 * most first, so that sources come before what they feed; the text is Kafka's, because people keep
 * it in tests.
 */
final class Described implements TopologyDescription {

    private static final Comparator<Node> BY_SIZE =
            Comparator.<Node>comparingInt(node -> -((Part) node).size).thenComparing(Node::name);

    private final Set<Subtopology> parts = new LinkedHashSet<>();
    private final Set<GlobalStore> globals = new LinkedHashSet<>();
    private final Map<String, String> renamed = new TreeMap<>();

    Described(ProcessorGraph graph) {
        graph.subtopologies().forEach(part -> parts.add(new Group(graph, part)));
        graph.globalStores().forEach(global -> globals.add(new Global(global)));
        renamed.putAll(graph.formerNames().stores());
    }

    @Override
    public Set<Subtopology> subtopologies() {
        return Collections.unmodifiableSet(parts);
    }

    @Override
    public Set<GlobalStore> globalStores() {
        return Collections.unmodifiableSet(globals);
    }

    @Override
    public String toString() {
        Map<Integer, Object> inOrder = new TreeMap<>();
        parts.forEach(part -> inOrder.put(part.id(), part));
        globals.forEach(global -> inOrder.put(global.id(), global));
        StringBuilder text =
                new StringBuilder(
                        inOrder.values().stream()
                                .map(part -> "  " + part)
                                .collect(Collectors.joining("", "Topologies:\n ", "")));
        renamed.forEach(
                (now, former) ->
                        text.append("  Renamed: ")
                                .append(now)
                                .append(" from ")
                                .append(former)
                                .append('\n'));
        return text.toString();
    }

    /** What fills a global store. */
    private static final class Global implements GlobalStore {
        private final int id;
        private final Reads source;
        private final Runs processor;

        Global(io.leat.streams.topology.GlobalStore global) {
            id = global.id();
            source = new Reads(global.source());
            processor = new Runs(global.processor().name(), Set.of(global.name()));
            source.successors.add(processor);
            processor.predecessors.add(source);
        }

        @Override
        public Source source() {
            return source;
        }

        @Override
        public Processor processor() {
            return processor;
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public String toString() {
            return String.join(
                    "\n",
                    "Sub-topology: " + id + " for global store (will not generate tasks)",
                    "    " + source,
                    "    " + processor,
                    "");
        }
    }

    /** A connected part. */
    private static final class Group implements Subtopology {

        private final int id;
        private final Set<Node> nodes = new TreeSet<>(BY_SIZE);

        Group(ProcessorGraph graph, io.leat.streams.topology.Subtopology part) {
            id = part.id();
            Map<String, GraphNode> declared = new HashMap<>();
            part.nodes().forEach(node -> declared.put(node.name(), node));
            Map<String, Part> described = new HashMap<>();
            part.nodes().forEach(node -> described.put(node.name(), Part.of(graph, node)));
            for (Map.Entry<String, GraphNode> entry : declared.entrySet()) {
                Part node = Objects.requireNonNull(described.get(entry.getKey()));
                for (String parent : entry.getValue().parents()) {
                    Part before = Objects.requireNonNull(described.get(parent));
                    node.predecessors.add(before);
                    before.successors.add(node);
                    before.grow(node.size);
                }
            }
            nodes.addAll(described.values());
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public Set<Node> nodes() {
            return Collections.unmodifiableSet(nodes);
        }

        @Override
        public String toString() {
            return nodes.stream()
                    .map(node -> "    " + node + "\n")
                    .collect(Collectors.joining("", "Sub-topology: " + id + "\n", "\n"));
        }
    }

    /** A node; what its kind does not have is null. */
    private static class Part implements Node {

        final String name;
        final Set<Node> predecessors = new TreeSet<>(BY_SIZE);
        final Set<Node> successors = new TreeSet<>(BY_SIZE);
        int size = 1;

        Part(String name) {
            this.name = name;
        }

        static Part of(ProcessorGraph graph, GraphNode node) {
            if (node instanceof GraphNode.Source source) {
                return new Reads(source);
            }
            if (node instanceof GraphNode.Sink sink) {
                return new Writes(sink);
            }
            return new Runs(node.name(), graph.storesOf(node.name()));
        }

        void grow(int by) {
            size += by;
            predecessors.forEach(node -> ((Part) node).grow(by));
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Set<Node> predecessors() {
            return Collections.unmodifiableSet(predecessors);
        }

        @Override
        public Set<Node> successors() {
            return Collections.unmodifiableSet(successors);
        }

        static String names(Set<Node> nodes) {
            return nodes.isEmpty()
                    ? "none"
                    : nodes.stream().map(Node::name).collect(Collectors.joining(", "));
        }
    }

    private static final class Reads extends Part implements Source {

        private final GraphNode.Source source;

        Reads(GraphNode.Source source) {
            super(source.name());
            this.source = source;
        }

        @Override
        public @Nullable Set<String> topicSet() {
            return source.topics().isEmpty() ? null : new HashSet<>(source.topics());
        }

        @Override
        public @Nullable Pattern topicPattern() {
            return source.pattern();
        }

        @Override
        public String toString() {
            Object topics = source.topics().isEmpty() ? source.pattern() : topicSet();
            return "Source: " + name + " (topics: " + topics + ")\n      --> " + names(successors);
        }
    }

    private static final class Runs extends Part implements Processor {

        private final Set<String> stores;

        Runs(String name, Set<String> stores) {
            super(name);
            this.stores = stores;
        }

        @Override
        public Set<String> stores() {
            return stores;
        }

        @Override
        public String toString() {
            return "Processor: "
                    + name
                    + " (stores: "
                    + stores
                    + ")\n      --> "
                    + names(successors)
                    + "\n      <-- "
                    + names(predecessors);
        }
    }

    private static final class Writes extends Part implements Sink {

        private final GraphNode.Sink sink;

        Writes(GraphNode.Sink sink) {
            super(sink.name());
            this.sink = sink;
        }

        @Override
        public @Nullable String topic() {
            return sink.topic();
        }

        @Override
        public @Nullable TopicNameExtractor<?, ?> topicNameExtractor() {
            return sink.extractor();
        }

        @Override
        public String toString() {
            return "Sink: "
                    + name
                    + (sink.topic() != null
                            ? " (topic: " + sink.topic()
                            : " (extractor class: " + sink.extractor())
                    + ")\n      <-- "
                    + names(predecessors);
        }
    }
}
