package io.leat.clients.consumer;

import io.leat.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.leat.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import io.leat.clients.consumer.ConsumerPartitionAssignor.RebalanceProtocol;
import io.leat.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.leat.clients.consumer.Remote.Joined;
import io.leat.clients.consumer.Remote.Joiner;
import io.leat.clients.consumer.Remote.Protocol;
import io.leat.common.Cluster;
import io.leat.common.KafkaException;
import io.leat.common.TopicPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The assignors this member offers, and the rebalance protocol all of them can run under. */
final class Assignors {

    private final List<ConsumerPartitionAssignor> offered;
    private final RebalanceProtocol protocol;
    private final Optional<String> rack;

    Assignors(List<ConsumerPartitionAssignor> offered, Optional<String> rack) {
        this.offered = offered;
        this.rack = rack;
        boolean cooperative = !offered.isEmpty();
        boolean eager = true;
        for (ConsumerPartitionAssignor assignor : offered) {
            cooperative &= assignor.supportedProtocols().contains(RebalanceProtocol.COOPERATIVE);
            eager &= assignor.supportedProtocols().contains(RebalanceProtocol.EAGER);
        }
        if (!cooperative && !eager) {
            throw new IllegalArgumentException(
                    "partition.assignment.strategy: the assignors share no rebalance protocol");
        }
        this.protocol = cooperative ? RebalanceProtocol.COOPERATIVE : RebalanceProtocol.EAGER;
    }

    /**
     * Cooperative only when all assignors are, so that a group can be upgraded member by member.
     */
    RebalanceProtocol protocol() {
        return protocol;
    }

    List<Protocol> offers(Set<String> topics, List<TopicPartition> owned, int generation) {
        List<Protocol> offers = new ArrayList<>();
        for (ConsumerPartitionAssignor assignor : offered) {
            Subscription subscription =
                    new Subscription(
                            List.copyOf(new TreeSet<>(topics)),
                            assignor.subscriptionUserData(topics),
                            owned,
                            generation,
                            rack);
            offers.add(new Protocol(assignor.name(), AssignmentCodec.encode(subscription)));
        }
        return offers;
    }

    /** All topics that some member subscribes to. */
    Set<String> topicsOf(List<Joiner> joiners) {
        Set<String> topics = new TreeSet<>();
        for (Joiner joiner : joiners) {
            topics.addAll(AssignmentCodec.subscription(joiner.subscription()).topics());
        }
        return topics;
    }

    /** What the leader sends: the assignment of each member. */
    Map<String, ByteBuffer> assign(Joined joined, Cluster cluster) {
        Map<String, Subscription> subscriptions = new HashMap<>();
        for (Joiner joiner : joined.joiners()) {
            Subscription subscription = AssignmentCodec.subscription(joiner.subscription());
            subscription.setGroupInstanceId(joiner.instanceId());
            subscriptions.put(joiner.memberId(), subscription);
        }
        Map<String, ByteBuffer> assignments = new HashMap<>();
        named(joined.protocol())
                .assign(cluster, new GroupSubscription(subscriptions))
                .groupAssignment()
                .forEach(
                        (member, assignment) ->
                                assignments.put(member, AssignmentCodec.encode(assignment)));
        return assignments;
    }

    void assigned(String name, Assignment assignment, ConsumerGroupMetadata metadata) {
        named(name).onAssignment(assignment, metadata);
    }

    /** Whether others wait for what {@code assignment} takes away from whoever gets it. */
    boolean takesAway(String name, Assignment assignment) {
        return named(name) instanceof CooperativeStickyAssignor
                && CooperativeStickyAssignor.takesAway(assignment);
    }

    private ConsumerPartitionAssignor named(String name) {
        for (ConsumerPartitionAssignor assignor : offered) {
            if (assignor.name().equals(name)) {
                return assignor;
            }
        }
        throw new KafkaException("The coordinator chose an assignor never offered: " + name);
    }
}
