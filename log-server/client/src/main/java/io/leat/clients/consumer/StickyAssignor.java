package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Balances partitions over members and lets each keep what it had as far as balance allows. Eager:
 * members give up everything while they join, and tell the leader in the user data what they had.
 */
public class StickyAssignor extends TopicCountAssignor {

    public static final String STICKY_ASSIGNOR_NAME = "sticky";

    private List<TopicPartition> assigned = List.of();
    private int generation = -1;

    @Override
    public String name() {
        return STICKY_ASSIGNOR_NAME;
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        assigned = List.copyOf(assignment.partitions());
        generation = metadata.generationId();
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return assigned.isEmpty() ? null : encode(new Claims.Claim(assigned, generation));
    }

    @Override
    public Map<String, List<TopicPartition>> assign(
            Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions) {
        Claims claims = new Claims();
        for (String member : inOrder(subscriptions)) {
            claims.add(member, claim(subscriptions.get(member)));
        }
        return StickyPlan.of(partitionsPerTopic, subscriptions, claims);
    }

    private static Claims.Claim claim(Subscription subscription) {
        if (!subscription.ownedPartitions().isEmpty() && subscription.generationId().isPresent()) {
            return new Claims.Claim(
                    subscription.ownedPartitions(), subscription.generationId().get());
        }
        return subscription.userData() == null
                ? new Claims.Claim(List.of(), -1)
                : decode(subscription.userData().duplicate());
    }

    /** Topics, each a 16-bit length and name, with 32-bit partitions; then the generation. */
    static ByteBuffer encode(Claims.Claim claim) {
        Map<String, List<Integer>> byTopic = new TreeMap<>();
        int size = 4 + 4;
        for (TopicPartition partition : claim.partitions()) {
            byTopic.computeIfAbsent(partition.topic(), none -> new ArrayList<>())
                    .add(partition.partition());
            size += 4;
        }
        for (String topic : byTopic.keySet()) {
            size += 2 + topic.getBytes(StandardCharsets.UTF_8).length + 4;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(byTopic.size());
        byTopic.forEach(
                (topic, partitions) -> {
                    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
                    out.putShort((short) name.length).put(name).putInt(partitions.size());
                    partitions.forEach(out::putInt);
                });
        out.putInt(claim.generation());
        return out.flip();
    }

    /** The inverse of {@link #encode}; the oldest clients leave out the generation. */
    static Claims.Claim decode(ByteBuffer in) {
        List<TopicPartition> partitions = new ArrayList<>();
        try {
            for (int topics = in.getInt(); topics > 0; topics--) {
                byte[] name = new byte[in.getShort()];
                in.get(name);
                String topic = new String(name, StandardCharsets.UTF_8);
                for (int count = in.getInt(); count > 0; count--) {
                    partitions.add(new TopicPartition(topic, in.getInt()));
                }
            }
            return new Claims.Claim(partitions, in.remaining() >= 4 ? in.getInt() : -1);
        } catch (RuntimeException malformed) {
            // What another member sent cannot be read: then it owns nothing, and balance is kept.
            return new Claims.Claim(List.of(), -1);
        }
    }
}
