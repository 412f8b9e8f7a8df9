package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Balances like {@link StickyAssignor} without stopping the group (KIP-429): members keep reading
 * while they join. A partition that must move is first taken from its owner and assigned to nobody;
 * the owner joins again once it has let go, and then the partition gets its new reader.
 */
public class CooperativeStickyAssignor extends TopicCountAssignor {

    public static final String COOPERATIVE_STICKY_ASSIGNOR_NAME = "cooperative-sticky";

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
