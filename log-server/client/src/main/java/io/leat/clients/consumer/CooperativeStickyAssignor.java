package io.leat.clients.consumer;

import io.leat.common.Cluster;
import io.leat.common.TopicPartition;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Balances like {@link StickyAssignor} without stopping the group (KIP-429): members keep reading
 * while they join. A partition that must move is first taken from its owner and assigned to nobody;
 * the owner joins again once it has let go, and then the partition gets its new reader.
 *
 * <p>A static member may be replaced after it let go and before it joins again. Its successor gets
 * the assignment that the coordinator keeps, without a rebalance, and knows of nothing to let go:
 * the partition would have no reader for ever. So an assignment says whether it takes something
 * away, in user data that Kafka's assignor ignores.
 */
public class CooperativeStickyAssignor extends TopicCountAssignor {

    public static final String COOPERATIVE_STICKY_ASSIGNOR_NAME = "cooperative-sticky";

    /** The user data of an assignment that takes something away. */
    private static final byte TAKES_AWAY = 1;

    private int generation = -1;

    @Override
    public String name() {
        return COOPERATIVE_STICKY_ASSIGNOR_NAME;
    }

    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        generation = metadata.generationId();
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return ByteBuffer.allocate(4).putInt(generation).flip();
    }

    @Override
    public Map<String, List<TopicPartition>> assign(
            Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions) {
        Claims claims = new Claims();
        for (String member : inOrder(subscriptions)) {
            Subscription subscription = subscriptions.get(member);
            claims.add(
                    member,
                    new Claims.Claim(subscription.ownedPartitions(), generation(subscription)));
        }
        Map<String, List<TopicPartition>> settled = new HashMap<>();
        StickyPlan.of(partitionsPerTopic, subscriptions, claims)
                .forEach(
                        (member, partitions) ->
                                settled.put(member, withoutMoving(member, partitions, claims)));
        return settled;
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription groupSubscription) {
        Map<String, Subscription> subscriptions = groupSubscription.groupSubscription();
        Map<String, Assignment> assignments = new HashMap<>();
        super.assign(metadata, groupSubscription)
                .groupAssignment()
                .forEach(
                        (member, assignment) ->
                                assignments.put(
                                        member,
                                        told(
                                                assignment,
                                                subscriptions.get(member).ownedPartitions())));
        return new GroupAssignment(assignments);
    }

    private static Assignment told(Assignment assignment, List<TopicPartition> owned) {
        return new HashSet<>(assignment.partitions()).containsAll(owned)
                ? assignment
                : new Assignment(
                        assignment.partitions(), ByteBuffer.allocate(1).put(TAKES_AWAY).flip());
    }

    /** Whether who gets {@code assignment} has to let go of something, and to join again. */
    static boolean takesAway(Assignment assignment) {
        ByteBuffer data = assignment.userData();
        return data != null && data.remaining() == 1 && data.get(data.position()) == TAKES_AWAY;
    }

    private static List<TopicPartition> withoutMoving(
            String member, List<TopicPartition> partitions, Claims claims) {
        return partitions.stream()
                .filter(
                        partition ->
                                member.equals(claims.owners().get(partition))
                                        || !claims.claimedByOther(member, partition))
                .toList();
    }

    private static int generation(Subscription subscription) {
        if (subscription.generationId().isPresent()) {
            return subscription.generationId().get();
        }
        ByteBuffer data = subscription.userData();
        return data == null || data.remaining() < 4 ? -1 : data.getInt(data.position());
    }
}
