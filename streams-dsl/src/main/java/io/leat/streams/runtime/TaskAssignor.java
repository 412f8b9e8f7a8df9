package io.leat.streams.runtime;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.ConsumerPartitionAssignor;
import io.leat.common.Cluster;
import io.leat.common.Configurable;
import io.leat.common.TopicPartition;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.TaskAssignor.AssignmentError;
import io.leat.streams.runtime.GivenAssignor.InvalidAssignmentException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Assigns whole tasks to the threads of an application. The consumer makes it; what it does is done
 * by its {@link GroupMember} and, in the leader of the group, by the {@link GroupLeader}.
 */
public final class TaskAssignor implements ConsumerPartitionAssignor, Configurable {

    static final String PARTS_CONFIG = "__leat.streams.assignor.parts";

    static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    /** What the assignor of one thread works with. */
    record Parts(TaskPlan plan, GroupMember member, GroupLeader leader) {}

    private @Nullable Parts parts;

    @Override
    public void configure(Map<String, ?> configs) {
        parts = (Parts) configs.get(PARTS_CONFIG);
    }

    private Parts parts() {
        Parts given = parts;
        if (given == null) {
            throw new IllegalStateException("the assignor is for the threads of LeatStreams only");
        }
        return given;
    }

    /** Tasks that stay where they are run on while the group comes together (KIP-429). */
    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE);
    }

    /** Not that of the first version, which let go of everything: a group cannot have both. */
    @Override
    public String name() {
        return "leat-streams-cooperative";
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return parts().member().tell();
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        parts().member().told(assignment.userData(), metadata);
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription groupSubscription) {
        Map<String, Joiner> members = new TreeMap<>();
        Set<String> topics = new TreeSet<>();
        groupSubscription
                .groupSubscription()
                .forEach(
                        (member, subscription) -> {
                            topics.addAll(subscription.topics());
                            members.put(member, joiner(member, subscription));
                        });
        Map<TaskId, Set<TopicPartition>> tasks =
                parts().plan().tasks(topics, topic -> partitions(metadata, topic));
        GroupLeader leader = parts().leader();
        GroupLeader.Decision decision;
        try {
            decision = leader.decide(tasks, members);
        } catch (InvalidAssignmentException e) {
            leader.tell(new GroupAssignment(Map.of()), groupSubscription, e.error());
            throw e;
        }
        GroupAssignment assignment = new GroupAssignment(decision.assignments());
        leader.tell(assignment, groupSubscription, AssignmentError.NONE);
        parts().member().led(decision);
        return assignment;
    }

    private static Joiner joiner(String member, Subscription subscription) {
        MemberData told = MemberData.decode(subscription.userData());
        return new Joiner(
                told == null ? MemberData.unknown(member) : told,
                subscription.rackId(),
                Set.copyOf(subscription.ownedPartitions()));
    }

    private static int partitions(Cluster metadata, String topic) {
        Integer count = metadata.partitionCountForTopic(topic);
        return count == null ? 0 : count;
    }
}
