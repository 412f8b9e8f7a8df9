package io.leat.streams.topology;

import io.leat.streams.errors.TopologyException;
import io.leat.streams.processor.ConnectedStoreProvider;
import io.leat.streams.processor.api.FixedKeyProcessorSupplier;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.ProcessorWrapper;
import io.leat.streams.state.StoreBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The nodes, stores and internal topics of a topology, and how they hang together. Built by one
 * thread, read-only once an application runs it.
 */
public final class ProcessorGraph {

    private final Map<String, GraphNode> nodes = new LinkedHashMap<>();
    private final Map<String, GraphStore> stores = new LinkedHashMap<>();
    private final Map<String, InternalTopic> internalTopics = new LinkedHashMap<>();
    private final List<List<String>> copartitioned = new ArrayList<>();

    /** The topics that stores are restored from instead of a changelog of their own. */
    private final Map<String, String> sourceStores = new LinkedHashMap<>();

    /** The names that stores had whose data lies under them. */
    private final Map<String, String> formerNames = new LinkedHashMap<>();

    private final Set<String> generatedNames = new HashSet<>();

    /** By their sources. The nodes are among the others, the stores are not. */
    private final Map<String, GlobalStore> globals = new LinkedHashMap<>();

    private final @Nullable ProcessorWrapper wrapper;

    public ProcessorGraph() {
        this(null);
    }

    /**
     * @param wrapper what is put around processors, those of global stores excepted
     */
    public ProcessorGraph(@Nullable ProcessorWrapper wrapper) {
        this.wrapper = wrapper;
    }

    /** Adds a node; its parents must be there. */
    public void add(GraphNode node) {
        if (wrapper != null && node instanceof GraphNode.Processing bare) {
            put(wrapped(wrapper, bare));
        } else {
            put(node);
        }
    }

    private static GraphNode wrapped(ProcessorWrapper wrapper, GraphNode.Processing bare) {
        ProcessorSupplier<?, ?, ?, ?> supplier = bare.supplier();
        FixedKeyProcessorSupplier<?, ?, ?> fixedKey = bare.fixedKeySupplier();
        return new GraphNode.Processing(
                bare.name(),
                bare.parents(),
                supplier == null ? null : wrapper.wrapProcessorSupplier(bare.name(), supplier),
                fixedKey == null
                        ? null
                        : wrapper.wrapFixedKeyProcessorSupplier(bare.name(), fixedKey));
    }

    private void put(GraphNode node) {
        checkNew(node);
        if (!(node instanceof GraphNode.Source) && node.parents().isEmpty()) {
            throw new TopologyException("Node " + node.name() + " must have at least one parent.");
        }
        checkParents(node);
        if (node instanceof GraphNode.Source source) {
            checkTopics(source);
        }
        nodes.put(node.name(), node);
        if (node instanceof GraphNode.Processing processing) {
            addStoresOf(processing);
        }
    }

    private void checkNew(GraphNode node) {
        if (node.name() == null) {
            throw new NullPointerException("name must not be null");
        }
        if (nodes.containsKey(node.name())) {
            throw new TopologyException("Processor " + node.name() + " is already added.");
        }
    }

    private void checkParents(GraphNode node) {
        for (String parent : node.parents()) {
            if (parent.equals(node.name())) {
                throw new TopologyException("Processor " + parent + " cannot be its own parent.");
            }
            GraphNode found = nodes.get(parent);
            if (found == null) {
                throw new TopologyException("Parent processor " + parent + " is not added yet.");
            }
            if (found instanceof GraphNode.Sink) {
                throw new TopologyException("Sink " + parent + " cannot be a parent.");
            }
        }
    }

    private void checkTopics(GraphNode.Source added) {
        for (GraphNode node : nodes.values()) {
            if (node instanceof GraphNode.Source source) {
                for (String topic : added.topics()) {
                    if (source.topics().contains(topic)) {
                        throw new TopologyException(
                                "Topic "
                                        + topic
                                        + " has already been registered by another"
                                        + " source.");
                    }
                }
            }
        }
    }

    private void addStoresOf(GraphNode.Processing node) {
        ConnectedStoreProvider supplier =
                node.supplier() != null ? node.supplier() : node.fixedKeySupplier();
        Set<StoreBuilder<?>> builders = supplier == null ? null : supplier.stores();
        if (builders != null) {
            builders.forEach(builder -> addStore(builder, node.name()));
        }
    }

    /** Adds a store that every instance fills from all of a topic. */
    public void addGlobal(
            GraphNode.Source source,
            GraphNode.Processing processor,
            StoreBuilder<?> builder,
            boolean direct) {
        if (source.name().equals(processor.name())) {
            throw new TopologyException("sourceName and processorName must be different.");
        }
        if (hasStore(builder.name())) {
            throw new TopologyException(
                    "A different StateStore has already been added with the name "
                            + builder.name());
        }
        add(source);
        checkNew(processor);
        nodes.put(processor.name(), processor);
        if (builder.loggingEnabled()) {
            builder.withLoggingDisabled();
        }
        globals.put(source.name(), new GlobalStore(0, source, processor, builder, direct));
    }

    /** Adds a store of which {@code topic}, that {@code processor} fills it from, is the log. */
    public void addSourceStore(StoreBuilder<?> builder, String topic, String processor) {
        if (builder.loggingEnabled()) {
            builder.withLoggingDisabled();
        }
        addStore(builder, processor);
        sourceStores.put(builder.name(), topic);
    }

    /** Adds a store, unless the same builder was added before, and connects it. */
    public void addStore(StoreBuilder<?> builder, String... processors) {
        GraphStore known = stores.get(builder.name());
        if (known != null && known.builder() != builder || global(builder.name()) != null) {
            throw new TopologyException(
                    "A different StateStore has already been added with the name "
                            + builder.name());
        }
        if (known == null) {
            stores.put(builder.name(), new GraphStore(builder, new LinkedHashSet<>()));
        }
        for (String processor : processors) {
            connect(processor, builder.name());
        }
    }

    public void connect(String processor, String store) {
        GraphStore known = stores.get(store);
        if (global(store) != null) {
            throw new TopologyException(
                    "Global StateStore "
                            + store
                            + " can be used by a Processor without being specified; it should not"
                            + " be explicitly passed.");
        }
        if (known == null) {
            throw new TopologyException("StateStore " + store + " is not added yet.");
        }
        GraphNode node = nodes.get(processor);
        if (node == null) {
            throw new TopologyException("Processor " + processor + " is not added yet.");
        }
        if (!(node instanceof GraphNode.Processing)) {
            throw new TopologyException(
                    "Node " + processor + " is no processor: it cannot use StateStore " + store);
        }
        known.users().add(processor);
    }

    /** What {@code names} and the nodes before them read must be partitioned alike. */
    public void copartition(List<String> names) {
        copartitioned.add(names);
    }

    private void collectTopics(String name, Set<String> topics) {
        GraphNode node = nodes.get(name);
        if (node instanceof GraphNode.Source source) {
            topics.addAll(source.topics());
        } else if (node != null) {
            node.parents().forEach(parent -> collectTopics(parent, topics));
        }
    }

    private List<Set<String>> copartitionedTopics(Collection<String> names) {
        List<Set<String>> groups = new ArrayList<>();
        for (List<String> joined : copartitioned) {
            if (names.containsAll(joined)) {
                Set<String> topics = new TreeSet<>();
                joined.forEach(name -> collectTopics(name, topics));
                groups.add(topics);
            }
        }
        return groups;
    }

    /** The nodes in the order in which they were added. */
    public Collection<GraphNode> nodes() {
        return nodes.values();
    }

    /**
     * Replaces the nodes.
     *
     * @param gone internal topics that nobody uses any more
     * @param renamed sources that others took the place of
     */
    public void rewrite(List<GraphNode> by, Set<String> gone, Map<String, String> renamed) {
        nodes.clear();
        by.forEach(node -> nodes.put(node.name(), node));
        internalTopics.keySet().removeAll(gone);
        copartitioned.replaceAll(
                names ->
                        names.stream()
                                .map(name -> renamed.getOrDefault(name, name))
                                .distinct()
                                .toList());
    }

    /**
     * The store or repartition topic {@code name} keeps the data that it had under {@code former}.
     */
    public void renamed(String name, String former) {
        boolean topic = internalTopics.containsKey(name);
        if (!stores.containsKey(name) && !topic) {
            throw new TopologyException(
                    "There is no store and no repartition topic "
                            + name
                            + " that could be renamed from "
                            + former
                            + ". describe() has the names.");
        }
        if (stores.containsKey(former)
                || internalTopics.containsKey(former)
                || formerNames.containsValue(former)
                || sourceStores.containsKey(name)) {
            throw new TopologyException(
                    name
                            + " cannot be renamed from "
                            + former
                            + (sourceStores.containsKey(name)
                                    ? ": a source topic is its changelog."
                                    : ": something else has that name."));
        }
        if (topic) {
            keepTopic(name, former);
        } else {
            formerNames.put(name, former);
        }
    }

    private void keepTopic(String name, String former) {
        InternalTopic topic = Objects.requireNonNull(internalTopics.remove(name));
        internalTopics.put(
                former,
                new InternalTopic(former, topic.kind(), topic.partitions(), topic.config()));
        nodes.replaceAll((ignored, node) -> withTopic(node, name, former));
    }

    private static GraphNode withTopic(GraphNode node, String name, String former) {
        if (node instanceof GraphNode.Sink sink && name.equals(sink.topic())) {
            return new GraphNode.Sink(
                    sink.name(),
                    sink.parents(),
                    former,
                    null,
                    sink.keySerializer(),
                    sink.valueSerializer(),
                    sink.partitioner());
        }
        if (node instanceof GraphNode.Source source && source.topics().contains(name)) {
            return new GraphNode.Source(
                    source.name(),
                    source.topics().stream()
                            .map(topic -> topic.equals(name) ? former : topic)
                            .toList(),
                    source.pattern(),
                    source.reset(),
                    source.extractor(),
                    source.keyDeserializer(),
                    source.valueDeserializer(),
                    source.maxIdle());
        }
        return node;
    }

    /** Stores that were renamed, with their former names. */
    public FormerNames formerNames() {
        return new FormerNames(formerNames);
    }

    /** Nobody chose {@code names}: they change with the topology. */
    public void generated(Set<String> names) {
        generatedNames.addAll(names);
    }

    /** Whether {@code name}, of a node or of what is called after one, was generated. */
    public boolean isGenerated(String name) {
        return generatedNames.contains(name);
    }

    /** All stores, the global ones too, and their builders. */
    public List<StoreBuilder<?>> storeBuilders() {
        List<StoreBuilder<?>> builders = new ArrayList<>();
        stores.values().forEach(store -> builders.add(store.builder()));
        globals.values().forEach(global -> builders.add(global.builder()));
        return builders;
    }

    public Collection<InternalTopic> internalTopics() {
        return internalTopics.values();
    }

    public void addInternalTopic(InternalTopic topic) {
        internalTopics.put(topic.name(), topic);
    }

    public boolean hasStore(String name) {
        return stores.containsKey(name) || global(name) != null;
    }

    private @Nullable GlobalStore global(String store) {
        for (GlobalStore global : globals.values()) {
            if (global.name().equals(store)) {
                return global;
            }
        }
        return null;
    }

    public @Nullable GraphStore store(String name) {
        return stores.get(name);
    }

    public boolean hasNode(String name) {
        return nodes.containsKey(name);
    }

    public @Nullable GraphNode node(String name) {
        return nodes.get(name);
    }

    /** The stores that {@code processor} uses. */
    public Set<String> storesOf(String processor) {
        Set<String> used = new HashSet<>();
        for (GraphStore store : stores.values()) {
            if (store.users().contains(processor)) {
                used.add(store.name());
            }
        }
        return used;
    }

    /**
     * The connected parts, over parents and shared stores. Ids follow the order of their first
     * nodes. Global stores take part in the numbering only.
     */
    public List<Subtopology> subtopologies() {
        List<Subtopology> parts = new ArrayList<>();
        List<Set<String>> groups = groups();
        for (int id = 0; id < groups.size(); id++) {
            Set<String> names = groups.get(id);
            if (names.stream().noneMatch(globals::containsKey)) {
                parts.add(part(id, names));
            }
        }
        return parts;
    }

    /** The global stores, in the order of their numbers. */
    public List<GlobalStore> globalStores() {
        List<GlobalStore> found = new ArrayList<>();
        List<Set<String>> groups = groups();
        for (int id = 0; id < groups.size(); id++) {
            for (String name : groups.get(id)) {
                GlobalStore global = globals.get(name);
                if (global != null) {
                    found.add(
                            new GlobalStore(
                                    id,
                                    global.source(),
                                    global.processor(),
                                    global.builder(),
                                    global.direct()));
                }
            }
        }
        return found;
    }

    /** What fills the global stores, as one part. Timestamps are those of the topics. */
    public Subtopology global() {
        List<GraphNode> filling = new ArrayList<>();
        Map<String, GraphStore> filled = new LinkedHashMap<>();
        for (GlobalStore global : globals.values()) {
            GraphNode.Source source = global.source();
            filling.add(
                    new GraphNode.Source(
                            source.name(),
                            source.topics(),
                            null,
                            null,
                            (record, partitionTime) -> Math.max(0, record.timestamp()),
                            source.keyDeserializer(),
                            source.valueDeserializer()));
            filling.add(global.processor());
            filled.put(
                    global.name(),
                    new GraphStore(global.builder(), Set.of(global.processor().name())));
        }
        return new Subtopology(
                -1, filling, filled, internalTopics, List.of(), Map.of(), FormerNames.NONE);
    }

    private List<Set<String>> groups() {
        Map<String, String> roots = new HashMap<>();
        nodes.keySet().forEach(name -> roots.put(name, name));
        for (GraphNode node : nodes.values()) {
            node.parents().forEach(parent -> join(roots, parent, node.name()));
        }
        for (GraphStore store : stores.values()) {
            String first = null;
            for (String user : store.users()) {
                if (first != null) {
                    join(roots, first, user);
                }
                first = user;
            }
        }
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        nodes.keySet()
                .forEach(
                        name ->
                                groups.computeIfAbsent(root(roots, name), root -> new HashSet<>())
                                        .add(name));
        return List.copyOf(groups.values());
    }

    /** Everything but the global stores as one part, for running without partitions. */
    public Subtopology whole() {
        Set<String> names = new HashSet<>(nodes.keySet());
        for (GlobalStore global : globals.values()) {
            names.remove(global.source().name());
            names.remove(global.processor().name());
        }
        return part(0, names);
    }

    private static String root(Map<String, String> roots, String name) {
        String root = name;
        while (!roots.get(root).equals(root)) {
            root = roots.get(root);
        }
        return root;
    }

    private static void join(Map<String, String> roots, String one, String other) {
        roots.put(root(roots, other), root(roots, one));
    }

    private Subtopology part(int id, Collection<String> names) {
        Map<String, GraphStore> used = new LinkedHashMap<>();
        for (GraphStore store : stores.values()) {
            if (store.users().stream().anyMatch(names::contains)) {
                used.put(store.name(), store);
            }
        }
        return new Subtopology(
                id,
                nodes.values().stream().filter(node -> names.contains(node.name())).toList(),
                used,
                internalTopics,
                copartitionedTopics(names),
                sourceStores,
                formerNames());
    }
}
