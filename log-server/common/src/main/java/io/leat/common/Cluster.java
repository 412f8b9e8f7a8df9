package io.leat.common;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An immutable picture of a cluster's brokers, topics and partitions, as a client knows it. */
public final class Cluster {

    private final boolean bootstrapConfigured;
    private final ClusterResource clusterResource;
    private final List<Node> nodes;
    private final @Nullable Node controller;
    private final Set<String> unauthorizedTopics;
    private final Set<String> invalidTopics;
    private final Set<String> internalTopics;
    private final Map<TopicPartition, PartitionInfo> partitions;
    private final Map<String, List<PartitionInfo>> byTopic;
    private final Map<String, List<PartitionInfo>> availableByTopic;
    private final Map<Integer, Node> nodesById;
    private final Map<String, Uuid> topicIds;
    private final Map<Uuid, String> topicNames;

    public Cluster(
            @Nullable String clusterId,
            Collection<Node> nodes,
            Collection<PartitionInfo> partitions,
            Set<String> unauthorizedTopics,
            Set<String> internalTopics) {
        this(clusterId, nodes, partitions, unauthorizedTopics, internalTopics, null);
    }

    public Cluster(
            @Nullable String clusterId,
            Collection<Node> nodes,
            Collection<PartitionInfo> partitions,
            Set<String> unauthorizedTopics,
            Set<String> internalTopics,
            @Nullable Node controller) {
        this(
                clusterId,
                nodes,
                partitions,
                unauthorizedTopics,
                Set.of(),
                internalTopics,
                controller);
    }

    public Cluster(
            @Nullable String clusterId,
            Collection<Node> nodes,
            Collection<PartitionInfo> partitions,
            Set<String> unauthorizedTopics,
            Set<String> invalidTopics,
            Set<String> internalTopics,
            @Nullable Node controller) {
        this(
                clusterId,
                nodes,
                partitions,
                unauthorizedTopics,
                invalidTopics,
                internalTopics,
                controller,
                Map.of());
    }

    public Cluster(
            @Nullable String clusterId,
            Collection<Node> nodes,
            Collection<PartitionInfo> partitions,
            Set<String> unauthorizedTopics,
            Set<String> invalidTopics,
            Set<String> internalTopics,
            @Nullable Node controller,
            Map<String, Uuid> topicIds) {
        this(
                clusterId,
                false,
                nodes,
                partitions,
                unauthorizedTopics,
                invalidTopics,
                internalTopics,
                controller,
                topicIds);
    }

    private Cluster(
            @Nullable String clusterId,
            boolean bootstrapConfigured,
            Collection<Node> nodes,
            Collection<PartitionInfo> partitions,
            Set<String> unauthorizedTopics,
            Set<String> invalidTopics,
            Set<String> internalTopics,
            @Nullable Node controller,
            Map<String, Uuid> topicIds) {
        this.bootstrapConfigured = bootstrapConfigured;
        this.clusterResource = new ClusterResource(clusterId);
        this.nodes = List.copyOf(nodes);
        this.controller = controller;
        this.unauthorizedTopics = Set.copyOf(unauthorizedTopics);
        this.invalidTopics = Set.copyOf(invalidTopics);
        this.internalTopics = Set.copyOf(internalTopics);
        this.topicIds = Map.copyOf(topicIds);
        this.nodesById = new HashMap<>();
        this.nodes.forEach(node -> nodesById.put(node.id(), node));
        this.topicNames = new HashMap<>();
        this.topicIds.forEach((name, id) -> topicNames.put(id, name));
        this.partitions = new HashMap<>();
        Map<String, List<PartitionInfo>> all = new HashMap<>();
        Map<String, List<PartitionInfo>> available = new HashMap<>();
        for (PartitionInfo info : partitions) {
            this.partitions.put(new TopicPartition(info.topic(), info.partition()), info);
            all.computeIfAbsent(info.topic(), topic -> new ArrayList<>()).add(info);
            if (info.leader() != null) {
                available.computeIfAbsent(info.topic(), topic -> new ArrayList<>()).add(info);
            }
        }
        all.replaceAll((topic, list) -> List.copyOf(list));
        available.replaceAll((topic, list) -> List.copyOf(list));
        this.byTopic = all;
        this.availableByTopic = available;
    }

    /** A cluster of which nothing is known. */
    public static Cluster empty() {
        return new Cluster(null, List.of(), List.of(), Set.of(), Set.of());
    }

    /** A cluster of which only addresses are known; its nodes have negative ids. */
    public static Cluster bootstrap(List<InetSocketAddress> addresses) {
        List<Node> nodes = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            nodes.add(new Node(-1 - nodes.size(), address.getHostString(), address.getPort()));
        }
        return new Cluster(
                null, true, nodes, List.of(), Set.of(), Set.of(), Set.of(), null, Map.of());
    }

    /** This cluster with {@code partitions} added or replaced. */
    public Cluster withPartitions(Map<TopicPartition, PartitionInfo> partitions) {
        Map<TopicPartition, PartitionInfo> combined = new HashMap<>(this.partitions);
        combined.putAll(partitions);
        return new Cluster(
                clusterResource.clusterId(),
                nodes,
                combined.values(),
                unauthorizedTopics,
                invalidTopics,
                internalTopics,
                controller,
                topicIds);
    }

    public List<Node> nodes() {
        return nodes;
    }

    /** The broker of this id, or null when it is not known. */
    public @Nullable Node nodeById(int id) {
        return nodesById.get(id);
    }

    /** The broker, if it holds a replica of {@code partition} that is online. */
    public Optional<Node> nodeIfOnline(TopicPartition partition, int id) {
        Node node = nodeById(id);
        PartitionInfo info = partition(partition);
        if (node == null
                || info == null
                || List.of(info.offlineReplicas()).contains(node)
                || !List.of(info.replicas()).contains(node)) {
            return Optional.empty();
        }
        return Optional.of(node);
    }

    /** The leader of the partition, or null when there is none or it is not known. */
    public @Nullable Node leaderFor(TopicPartition topicPartition) {
        PartitionInfo info = partitions.get(topicPartition);
        return info == null ? null : info.leader();
    }

    public @Nullable PartitionInfo partition(TopicPartition topicPartition) {
        return partitions.get(topicPartition);
    }

    /** The partitions of the topic, empty when it is not known. */
    public List<PartitionInfo> partitionsForTopic(String topic) {
        return byTopic.getOrDefault(topic, List.of());
    }

    /** How many partitions the topic has, or null when it is not known. */
    public @Nullable Integer partitionCountForTopic(String topic) {
        List<PartitionInfo> list = byTopic.get(topic);
        return list == null ? null : Integer.valueOf(list.size());
    }

    /** The partitions of the topic that have a leader. */
    public List<PartitionInfo> availablePartitionsForTopic(String topic) {
        return availableByTopic.getOrDefault(topic, List.of());
    }

    /** The partitions that this broker leads. */
    public List<PartitionInfo> partitionsForNode(int nodeId) {
        List<PartitionInfo> led = new ArrayList<>();
        for (PartitionInfo info : partitions.values()) {
            Node leader = info.leader();
            if (leader != null && leader.id() == nodeId) {
                led.add(info);
            }
        }
        return led;
    }

    public Set<String> topics() {
        return Collections.unmodifiableSet(byTopic.keySet());
    }

    public Set<String> unauthorizedTopics() {
        return unauthorizedTopics;
    }

    public Set<String> invalidTopics() {
        return invalidTopics;
    }

    public Set<String> internalTopics() {
        return internalTopics;
    }

    public boolean isBootstrapConfigured() {
        return bootstrapConfigured;
    }

    public ClusterResource clusterResource() {
        return clusterResource;
    }

    public @Nullable Node controller() {
        return controller;
    }

    public Collection<Uuid> topicIds() {
        return topicIds.values();
    }

    /** The id of the topic, {@link Uuid#ZERO_UUID} when it is not known. */
    public Uuid topicId(String topic) {
        return topicIds.getOrDefault(topic, Uuid.ZERO_UUID);
    }

    /** The name of the topic with this id, or null when it is not known. */
    public @Nullable String topicName(Uuid topicId) {
        return topicNames.get(topicId);
    }

    @Override
    public String toString() {
        return "Cluster(id = "
                + clusterResource.clusterId()
                + ", nodes = "
                + nodes
                + ", partitions = "
                + partitions.values()
                + ", controller = "
                + controller
                + ")";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Cluster that
                        && bootstrapConfigured == that.bootstrapConfigured
                        && clusterResource.equals(that.clusterResource)
                        && new HashSet<>(nodes).equals(new HashSet<>(that.nodes))
                        && java.util.Objects.equals(controller, that.controller)
                        && unauthorizedTopics.equals(that.unauthorizedTopics)
                        && invalidTopics.equals(that.invalidTopics)
                        && internalTopics.equals(that.internalTopics)
                        && partitions.equals(that.partitions)
                        && topicIds.equals(that.topicIds);
    }

    @Override
    public int hashCode() {
        return java.util.Objects.hash(clusterResource, partitions, topicIds);
    }
}
