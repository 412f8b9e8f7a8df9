package io.leat.common;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the cluster's metadata says of one partition. */
public class PartitionInfo {

    private final String topic;
    private final int partition;
    private final @Nullable Node leader;
    private final Node[] replicas;
    private final Node[] inSyncReplicas;
    private final Node[] offlineReplicas;

    public PartitionInfo(
            String topic,
            int partition,
            @Nullable Node leader,
            Node[] replicas,
            Node[] inSyncReplicas) {
        this(topic, partition, leader, replicas, inSyncReplicas, new Node[0]);
    }

    public PartitionInfo(
            String topic,
            int partition,
            @Nullable Node leader,
            Node[] replicas,
            Node[] inSyncReplicas,
            Node[] offlineReplicas) {
        this.topic = topic;
        this.partition = partition;
        this.leader = leader;
        this.replicas = replicas;
        this.inSyncReplicas = inSyncReplicas;
        this.offlineReplicas = offlineReplicas;
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    /** The leader, or null when the partition has none. */
    public @Nullable Node leader() {
        return leader;
    }

    public Node[] replicas() {
        return replicas;
    }

    public Node[] inSyncReplicas() {
        return inSyncReplicas;
    }

    public Node[] offlineReplicas() {
        return offlineReplicas;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                topic,
                partition,
                leader,
                Arrays.hashCode(replicas),
                Arrays.hashCode(inSyncReplicas),
                Arrays.hashCode(offlineReplicas));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof PartitionInfo that
                        && partition == that.partition
                        && Objects.equals(topic, that.topic)
                        && Objects.equals(leader, that.leader)
                        && Arrays.equals(replicas, that.replicas)
                        && Arrays.equals(inSyncReplicas, that.inSyncReplicas)
                        && Arrays.equals(offlineReplicas, that.offlineReplicas);
    }

    @Override
    public String toString() {
        return "Partition(topic = "
                + topic
                + ", partition = "
                + partition
                + ", leader = "
                + (leader == null ? "none" : leader.idString())
                + ", replicas = "
                + ids(replicas)
                + ", isr = "
                + ids(inSyncReplicas)
                + ", offlineReplicas = "
                + ids(offlineReplicas)
                + ")";
    }

    private static String ids(Node[] nodes) {
        return Arrays.toString(Arrays.stream(nodes).map(Node::idString).toArray());
    }
}
