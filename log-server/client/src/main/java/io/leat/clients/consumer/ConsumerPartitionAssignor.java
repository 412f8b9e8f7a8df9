package io.leat.clients.consumer;

import io.leat.common.Cluster;
import io.leat.common.TopicPartition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides, inside the member that leads a classic group, which member reads which partitions. Runs
 * on the polling thread. A {@code Configurable} one gets the consumer's settings.
 */
public interface ConsumerPartitionAssignor {

    /** Bytes for the leader's assignor, sent when this member joins; null for none. */
    default ByteBuffer subscriptionUserData(Set<String> topics) {
        return null;
    }

    /** Assigns the partitions of {@code metadata} to the members of {@code groupSubscription}. */
    GroupAssignment assign(Cluster metadata, GroupSubscription groupSubscription);

    /** Called with what this member was assigned. */
    default void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {}

    /** The protocols it can run under, eager unless said otherwise. */
    default List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.EAGER);
    }

    /** Version of the user data. */
    default short version() {
        return 0;
    }

    /** The name by which members agree on an assignor. */
    String name();

    /** Makes assignors from class names or classes and configures them. */
    static List<ConsumerPartitionAssignor> getAssignorInstances(
            List<String> assignorClasses, Map<String, Object> configs) {
        return AssignorLoader.load(assignorClasses, configs);
    }

    /** What one member wants and owns. */
    final class Subscription {

        private final List<String> topics;
        private final ByteBuffer userData;
        private final List<TopicPartition> ownedPartitions;
        private final int generationId;
        private final Optional<String> rackId;
        private Optional<String> groupInstanceId = Optional.empty();

        public Subscription(
                List<String> topics,
                ByteBuffer userData,
                List<TopicPartition> ownedPartitions,
                int generationId,
                Optional<String> rackId) {
            this.topics = topics;
            this.userData = userData;
            this.ownedPartitions = ownedPartitions;
            this.generationId = generationId;
            this.rackId = rackId;
        }

        public Subscription(
                List<String> topics, ByteBuffer userData, List<TopicPartition> ownedPartitions) {
            this(topics, userData, ownedPartitions, -1, Optional.empty());
        }

        public Subscription(List<String> topics, ByteBuffer userData) {
            this(topics, userData, List.of());
        }

        public Subscription(List<String> topics) {
            this(topics, null);
        }

        public List<String> topics() {
            return topics;
        }

        /** What {@link #subscriptionUserData} of that member gave, or null. */
        public ByteBuffer userData() {
            return userData;
        }

        /** What it still owns while it joins; empty under the eager protocol. */
        public List<TopicPartition> ownedPartitions() {
            return ownedPartitions;
        }

        public Optional<String> rackId() {
            return rackId;
        }

        public void setGroupInstanceId(Optional<String> groupInstanceId) {
            this.groupInstanceId = groupInstanceId;
        }

        public Optional<String> groupInstanceId() {
            return groupInstanceId;
        }

        /** The generation in which it got {@link #ownedPartitions}, if it says so. */
        public Optional<Integer> generationId() {
            return generationId < 0 ? Optional.empty() : Optional.of(generationId);
        }

        @Override
        public String toString() {
            return "Subscription(topics="
                    + topics
                    + ", ownedPartitions="
                    + ownedPartitions
                    + ", groupInstanceId="
                    + groupInstanceId.orElse("null")
                    + ", generationId="
                    + generationId
                    + ", rackId="
                    + rackId.orElse("null")
                    + ")";
        }
    }

    /** What one member gets. */
    final class Assignment {

        private final List<TopicPartition> partitions;
        private final ByteBuffer userData;

        public Assignment(List<TopicPartition> partitions, ByteBuffer userData) {
            this.partitions = partitions;
            this.userData = userData;
        }

        public Assignment(List<TopicPartition> partitions) {
            this(partitions, null);
        }

        public List<TopicPartition> partitions() {
            return partitions;
        }

        public ByteBuffer userData() {
            return userData;
        }

        @Override
        public String toString() {
            return "Assignment(partitions=" + partitions + ")";
        }
    }

    /** The subscriptions of all members, by member id. */
    final class GroupSubscription {

        private final Map<String, Subscription> subscriptions;

        public GroupSubscription(Map<String, Subscription> subscriptions) {
            this.subscriptions = subscriptions;
        }

        public Map<String, Subscription> groupSubscription() {
            return subscriptions;
        }

        @Override
        public String toString() {
            return "GroupSubscription(subscriptions=" + subscriptions + ")";
        }
    }

    /** The assignments of all members, by member id. */
    final class GroupAssignment {

        private final Map<String, Assignment> assignments;

        public GroupAssignment(Map<String, Assignment> assignments) {
            this.assignments = assignments;
        }

        public Map<String, Assignment> groupAssignment() {
            return assignments;
        }

        @Override
        public String toString() {
            return "GroupAssignment(assignments=" + assignments + ")";
        }
    }

    /** What members give up before they join. */
    enum RebalanceProtocol {
        /** Everything. */
        EAGER((byte) 0),
        /** Nothing; what must move is given up afterwards, and the group joins again (KIP-429). */
        COOPERATIVE((byte) 1);

        private final byte id;

        RebalanceProtocol(byte id) {
            this.id = id;
        }

        public byte id() {
            return id;
        }

        public static RebalanceProtocol forId(byte id) {
            for (RebalanceProtocol protocol : values()) {
                if (protocol.id == id) {
                    return protocol;
                }
            }
            throw new IllegalArgumentException("no rebalance protocol has id " + id);
        }
    }
}
