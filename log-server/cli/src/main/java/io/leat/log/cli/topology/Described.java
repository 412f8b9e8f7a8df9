package io.leat.log.cli.topology;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A topology as its description tells it. Immutable.
 *
 * @param renamed stores that keep their data under a former name, with that name
 */
record Described(List<Part> parts, Map<String, String> renamed) {

    /** A number of ten digits that the DSL gave: it changes when an operator comes before it. */
    private static final Pattern GENERATED = Pattern.compile(".*-\\d{10}(-.*)?");

    private static final String REPARTITION = "-repartition";

    /** What a node does. */
    enum Kind {
        SOURCE,
        PROCESSOR,
        SINK
    }

    /**
     * @param topics that it reads or writes
     * @param stores that it uses
     * @param next names of the nodes it feeds
     */
    record Node(
            Kind kind, String name, List<String> topics, List<String> stores, List<String> next) {
        Node {
            topics = List.copyOf(topics);
            stores = List.copyOf(stores);
            next = List.copyOf(next);
        }
    }

    /**
     * A sub-topology.
     *
     * @param nodes by name, in the order of the text
     */
    record Part(int id, boolean global, Map<String, Node> nodes) {

        Set<String> stores() {
            return nodes.values().stream()
                    .map(Node::stores)
                    .flatMap(Collection::stream)
                    .collect(TreeSet::new, Set::add, Set::addAll);
        }

        Set<String> topics(Kind kind) {
            return nodes.values().stream()
                    .filter(node -> node.kind() == kind)
                    .map(Node::topics)
                    .flatMap(Collection::stream)
                    .collect(TreeSet::new, Set::add, Set::addAll);
        }
    }

    Described {
        parts = List.copyOf(parts);
        renamed = Map.copyOf(renamed);
    }

    /** The same with the names under which stores keep their data. */
    Described asKept() {
        if (renamed.isEmpty()) {
            return this;
        }
        return new Described(
                parts.stream()
                        .map(
                                part ->
                                        new Part(
                                                part.id(),
                                                part.global(),
                                                inOrder(
                                                        part.nodes().values().stream()
                                                                .map(this::asKept)
                                                                .toList())))
                        .toList(),
                Map.of());
    }

    private Node asKept(Node node) {
        return new Node(
                node.kind(),
                node.name(),
                node.topics(),
                node.stores().stream().map(name -> renamed.getOrDefault(name, name)).toList(),
                node.next());
    }

    static boolean isGenerated(String name) {
        return GENERATED.matcher(name).matches();
    }

    /** Without the numbers that the DSL gave. */
    static String withoutNumber(String name) {
        return name.replaceAll("-\\d{10}", "");
    }

    /** A topic that an application writes for itself to read it by another key. */
    static boolean isRepartition(String topic) {
        return topic.endsWith(REPARTITION);
    }

    /** The sub-topology of each store. */
    Map<String, Integer> stores() {
        Map<String, Integer> stores = new TreeMap<>();
        for (Part part : parts) {
            part.stores().forEach(store -> stores.put(store, part.id()));
        }
        return stores;
    }

    /** What it reads, or what it writes. */
    Set<String> topics(Kind kind) {
        Set<String> topics = new TreeSet<>();
        parts.forEach(part -> topics.addAll(part.topics(kind)));
        return topics;
    }

    /** Stores and repartition topics: what keeps data under a name. */
    Set<String> keepers() {
        Set<String> keepers = new TreeSet<>(stores().keySet());
        topics(Kind.SOURCE).stream().filter(Described::isRepartition).forEach(keepers::add);
        return keepers;
    }

    static Map<String, Node> inOrder(List<Node> nodes) {
        Map<String, Node> byName = new LinkedHashMap<>();
        nodes.forEach(node -> byName.put(node.name(), node));
        return byName;
    }
}
