package io.leat.clients.network;

import io.leat.common.Cluster;
import io.leat.common.Node;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of the cluster at one moment. Immutable, read by any thread.
 *
 * @param version grows with each change
 * @param epochs leader epochs, of partitions whose epoch is known
 * @param errors what the broker said of topics it could not describe
 */
public record ClusterView(
        long version,
        Cluster cluster,
        Map<TopicPartition, Integer> epochs,
        Map<String, ErrorCode> errors) {

    static final ClusterView EMPTY = new ClusterView(0, Cluster.empty(), Map.of(), Map.of());

    /** Epoch of the partition's leader, or -1 when it is not known. */
    public int leaderEpoch(TopicPartition partition) {
        return epochs.getOrDefault(partition, -1);
    }

    /** The error the broker gave for the topic, or NONE. */
    public ErrorCode error(String topic) {
        return errors.getOrDefault(topic, ErrorCode.NONE);
    }

    /**
     * The view after {@code response}. Partitions whose leader epoch went back are kept as they
     * were, unless the topic was created anew: an old broker must not make us forget a new leader.
     *
     * @param keepOthers keep topics the response does not mention
     */
    ClusterView with(MetadataResponse response, boolean keepOthers) {
        Map<Integer, Node> nodes = new HashMap<>();
        for (MetadataResponse.Broker broker : response.brokers()) {
            nodes.put(
                    broker.nodeId(),
                    new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack()));
        }
        Builder next = new Builder(this, nodes);
        Set<String> mentioned = new HashSet<>();
        for (MetadataResponse.Topic topic : response.topics()) {
            String name = topic.name();
            if (name != null) {
                mentioned.add(name);
                next.topic(name, topic);
            }
        }
        if (keepOthers) {
            next.keepAllBut(mentioned);
        }
        return next.build(response);
    }

    /** The view with another leader of one partition, unless what is known is newer. */
    ClusterView withLeader(TopicPartition partition, Node leader, int epoch) {
        PartitionInfo old = cluster.partition(partition);
        if (old == null || epoch <= leaderEpoch(partition)) {
            return this;
        }
        Map<TopicPartition, Integer> newEpochs = new HashMap<>(epochs);
        newEpochs.put(partition, epoch);
        PartitionInfo info =
                new PartitionInfo(
                        partition.topic(),
                        partition.partition(),
                        leader,
                        old.replicas(),
                        old.inSyncReplicas(),
                        old.offlineReplicas());
        Map<Integer, Node> nodes = new HashMap<>();
        cluster.nodes().forEach(node -> nodes.put(node.id(), node));
        nodes.put(leader.id(), leader);
        Cluster withNode =
                new Cluster(
                        cluster.clusterResource().clusterId(),
                        nodes.values(),
                        allPartitions(),
                        cluster.unauthorizedTopics(),
                        cluster.invalidTopics(),
                        cluster.internalTopics(),
                        cluster.controller(),
                        ids());
        return new ClusterView(
                version + 1,
                withNode.withPartitions(Map.of(partition, info)),
                Map.copyOf(newEpochs),
                errors);
    }

    private List<PartitionInfo> allPartitions() {
        List<PartitionInfo> all = new ArrayList<>();
        cluster.topics().forEach(topic -> all.addAll(cluster.partitionsForTopic(topic)));
        return all;
    }

    private Map<String, Uuid> ids() {
        Map<String, Uuid> ids = new HashMap<>();
        for (Uuid id : cluster.topicIds()) {
            String name = cluster.topicName(id);
            if (name != null) {
                ids.put(name, id);
            }
        }
        return ids;
    }

    /** Collects the parts of the next view. */
    private static final class Builder {

        private final ClusterView old;
        private final Map<Integer, Node> nodes;
        private final List<PartitionInfo> partitions = new ArrayList<>();
        private final Map<TopicPartition, Integer> epochs = new HashMap<>();
        private final Map<String, ErrorCode> errors = new HashMap<>();
        private final Map<String, Uuid> ids = new HashMap<>();
        private final Set<String> internal = new HashSet<>();

        Builder(ClusterView old, Map<Integer, Node> nodes) {
            this.old = old;
            this.nodes = nodes;
        }

        void topic(String name, MetadataResponse.Topic topic) {
            if (topic.errorCode() != ErrorCode.NONE) {
                errors.put(name, topic.errorCode());
            }
            Uuid id = new Uuid(topic.topicId().high(), topic.topicId().low());
            boolean sameTopic = id.equals(old.cluster.topicId(name));
            if (!id.equals(Uuid.ZERO_UUID)) {
                ids.put(name, id);
            }
            if (topic.isInternal()) {
                internal.add(name);
            }
            for (MetadataResponse.Partition partition : topic.partitions()) {
                add(name, partition, sameTopic);
            }
        }

        private void add(String name, MetadataResponse.Partition partition, boolean sameTopic) {
            TopicPartition key = new TopicPartition(name, partition.partitionIndex());
            int epoch = partition.leaderEpoch();
            PartitionInfo known = old.cluster.partition(key);
            if (known != null && sameTopic && epoch >= 0 && epoch < old.leaderEpoch(key)) {
                partitions.add(known);
                epochs.put(key, old.leaderEpoch(key));
                return;
            }
            if (epoch >= 0) {
                epochs.put(key, epoch);
            }
            partitions.add(
                    new PartitionInfo(
                            name,
                            partition.partitionIndex(),
                            nodes.get(partition.leaderId()),
                            nodes(partition.replicaNodes()),
                            nodes(partition.isrNodes()),
                            nodes(partition.offlineReplicas())));
        }

        private Node[] nodes(List<Integer> brokerIds) {
            Node[] found = new Node[brokerIds.size()];
            for (int i = 0; i < found.length; i++) {
                int id = brokerIds.get(i);
                found[i] = nodes.getOrDefault(id, new Node(id, "", -1));
            }
            return found;
        }

        void keepAllBut(Set<String> mentioned) {
            for (PartitionInfo info : old.allPartitions()) {
                if (!mentioned.contains(info.topic())) {
                    TopicPartition key = new TopicPartition(info.topic(), info.partition());
                    partitions.add(info);
                    Integer epoch = old.epochs.get(key);
                    if (epoch != null) {
                        epochs.put(key, epoch);
                    }
                }
            }
            old.ids()
                    .forEach(
                            (name, id) -> {
                                if (!mentioned.contains(name)) {
                                    ids.put(name, id);
                                }
                            });
            old.errors.forEach(
                    (name, error) -> {
                        if (!mentioned.contains(name)) {
                            errors.put(name, error);
                        }
                    });
            old.cluster.internalTopics().stream()
                    .filter(name -> !mentioned.contains(name))
                    .forEach(internal::add);
        }

        ClusterView build(MetadataResponse response) {
            @Nullable Node controller = nodes.get(response.controllerId());
            Cluster cluster =
                    new Cluster(
                            response.clusterId(),
                            nodes.values(),
                            partitions,
                            named(ErrorCode.TOPIC_AUTHORIZATION_FAILED),
                            named(ErrorCode.INVALID_TOPIC_EXCEPTION),
                            internal,
                            controller,
                            ids);
            return new ClusterView(
                    old.version + 1, cluster, Map.copyOf(epochs), Map.copyOf(errors));
        }

        private Set<String> named(ErrorCode wanted) {
            Set<String> names = new HashSet<>();
            errors.forEach(
                    (name, error) -> {
                        if (error == wanted) {
                            names.add(name);
                        }
                    });
            return names;
        }
    }
}
