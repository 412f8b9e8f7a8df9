package io.leat.log.server;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.admin.DescribeClusterOptions;
import io.leat.clients.admin.DescribeClusterResult;
import io.leat.clients.admin.DescribeMetadataQuorumOptions;
import io.leat.clients.admin.ListTopicsOptions;
import io.leat.clients.admin.PartitionReassignment;
import io.leat.clients.admin.QuorumInfo;
import io.leat.clients.admin.TopicDescription;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionInfo;
import io.leat.common.config.ConfigResource;
import io.leat.log.cli.replicas.Moving;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.PartitionRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord;
import io.leat.log.protocol.message.TopicRecord;
import io.leat.log.quorum.health.ClusterHealth;
import io.leat.log.quorum.health.Finding;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is, in plain words: asks as any client does, and lets {@link ClusterHealth} judge.
 * Used by one thread.
 */
final class ClusterStatus {

    private static final String MIN_ISR = "min.insync.replicas";

    /** An election takes a second or two. */
    private static final int QUORUM_MS = 5_000;

    private static final PartitionReassignment STILL =
            new PartitionReassignment(List.of(), List.of(), List.of());

    private final Admin admin;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, @Nullable Object> document = new LinkedHashMap<>();

    ClusterStatus(Admin admin) {
        this.admin = admin;
    }

    /** What there is to tell, in plain words. */
    List<String> lines() {
        return lines;
    }

    /** The same for programs. */
    Map<String, @Nullable Object> document() {
        return document;
    }

    private static Map<String, Object> object(Node broker) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", broker.id());
        object.put("host", broker.host());
        object.put("port", broker.port());
        return object;
    }

    private static Map<String, Object> object(Finding finding) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        object.put("text", finding.text());
        return object;
    }

    /** Asks; returns whether nothing is missing. */
    boolean look() throws Exception {
        DescribeClusterResult cluster =
                admin.describeCluster(new DescribeClusterOptions().includeFencedBrokers(true));
        List<Node> brokers = new ArrayList<>(cluster.nodes().get());
        brokers.sort(Comparator.comparingInt(Node::id));
        document.put("clusterId", cluster.clusterId().get());
        document.put("brokers", brokers.stream().map(ClusterStatus::object).toList());
        lines.add("Cluster " + cluster.clusterId().get());
        for (Node broker : brokers) {
            lines.add("Broker " + broker.id() + " on " + broker.host() + ":" + broker.port());
        }
        boolean led = quorum();
        Map<TopicPartition, PartitionReassignment> moving = led ? moving() : Map.of();
        document.put("moving", moving.keySet().stream().map(Object::toString).sorted().toList());
        Collection<String> names =
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
        Map<String, TopicDescription> topics = admin.describeTopics(names).allTopicNames().get();
        Map<String, Integer> minIsr = minIsr(names);
        List<Finding> findings =
                ClusterHealth.of(
                        image(brokers, topics.values(), moving),
                        topic -> minIsr.getOrDefault(topic, 1),
                        broker -> null);
        findings.forEach(finding -> lines.add(finding.text() + "."));
        document.put("findings", findings.stream().map(ClusterStatus::object).toList());
        return led
                && findings.stream()
                        .allMatch(each -> each.severity().compareTo(Finding.Severity.MOVING) >= 0);
    }

    /** Who decides on metadata, and how far those are that do not lead; false if nobody does. */
    private boolean quorum() throws InterruptedException {
        QuorumInfo quorum;
        try {
            quorum =
                    admin.describeMetadataQuorum(
                                    new DescribeMetadataQuorumOptions().timeoutMs(QUORUM_MS))
                            .quorumInfo()
                            .get();
        } catch (ExecutionException e) {
            document.put("metadataLeader", null);
            lines.add(
                    "Metadata is led by nobody: no majority of the controllers is up. Until it is,"
                            + " nothing about topics and brokers changes, leaders that fail are not"
                            + " replaced, and what follows may be out of date. Start the nodes of"
                            + " controller.quorum.voters that are missing.");
            return false;
        }
        List<QuorumInfo.ReplicaState> voters = new ArrayList<>(quorum.voters());
        voters.sort(Comparator.comparingInt(QuorumInfo.ReplicaState::replicaId));
        document.put("metadataLeader", quorum.leaderId());
        document.put("metadataEpoch", quorum.leaderEpoch());
        long end = voters.stream().mapToLong(QuorumInfo.ReplicaState::logEndOffset).max().orElse(0);
        List<String> shown = new ArrayList<>();
        for (QuorumInfo.ReplicaState voter : voters) {
            long lag = Math.max(0, end - voter.logEndOffset());
            shown.add(voter.replicaId() + (lag == 0 ? "" : " (" + lag + " records behind)"));
        }
        document.put("voters", voters.stream().map(QuorumInfo.ReplicaState::replicaId).toList());
        lines.add(
                "Metadata is led by node "
                        + quorum.leaderId()
                        + " in epoch "
                        + quorum.leaderEpoch()
                        + "; voters are "
                        + String.join(", ", shown));
        return true;
    }

    private Map<TopicPartition, PartitionReassignment> moving() throws Exception {
        Moving moving = new Moving(admin);
        Map<TopicPartition, PartitionReassignment> now = moving.now();
        if (!now.isEmpty()) {
            lines.add("Moving: " + moving.left(now));
        }
        return now;
    }

    private Map<String, Integer> minIsr(Collection<String> topics) throws Exception {
        List<ConfigResource> resources =
                topics.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList();
        Map<String, Integer> values = new HashMap<>();
        admin.describeConfigs(resources)
                .all()
                .get()
                .forEach(
                        (resource, config) -> {
                            ConfigEntry entry = config.get(MIN_ISR);
                            if (entry != null && entry.value() != null) {
                                values.put(resource.name(), Integer.parseInt(entry.value()));
                            }
                        });
        return values;
    }

    /** What the answers say, as the image that the judge reads. */
    private static MetadataImage image(
            Collection<Node> brokers,
            Collection<TopicDescription> topics,
            Map<TopicPartition, PartitionReassignment> moving) {
        MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
        for (Node broker : brokers) {
            delta.apply(
                    RegisterBrokerRecord.builder()
                            .brokerId(broker.id())
                            .fenced(broker.isFenced())
                            .rack(broker.rack())
                            .build());
        }
        for (TopicDescription topic : topics) {
            Uuid id = Uuid.parse(topic.topicId().toString());
            delta.apply(new TopicRecord(topic.name(), id));
            for (TopicPartitionInfo partition : topic.partitions()) {
                Node leader = partition.leader();
                PartitionReassignment move =
                        moving.getOrDefault(
                                new TopicPartition(topic.name(), partition.partition()), STILL);
                delta.apply(
                        PartitionRecord.builder()
                                .addingReplicas(move.addingReplicas())
                                .removingReplicas(move.removingReplicas())
                                .partitionId(partition.partition())
                                .topicId(id)
                                .replicas(ids(partition.replicas()))
                                .isr(ids(partition.isr()))
                                .eligibleLeaderReplicas(ids(partition.elr()))
                                .lastKnownElr(ids(partition.lastKnownElr()))
                                .leader(leader == null || leader.isEmpty() ? -1 : leader.id())
                                .build());
            }
        }
        return delta.image(0);
    }

    private static List<Integer> ids(@Nullable List<Node> nodes) {
        return nodes == null ? List.of() : nodes.stream().map(Node::id).toList();
    }
}
