package io.leat.clients.consumer;

import io.leat.common.Cluster;
import io.leat.common.TopicPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** An assignor that only needs to know how many partitions each topic has. */
abstract class TopicCountAssignor implements ConsumerPartitionAssignor {

    /**
     * Assigns all partitions of the subscribed topics.
     *
     * @param partitionsPerTopic number of partitions of each topic that exists
     * @param subscriptions by member id
     */
    public abstract Map<String, List<TopicPartition>> assign(
            Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions);

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription groupSubscription) {
        Map<String, Subscription> subscriptions = groupSubscription.groupSubscription();
        Map<String, Integer> counts = new HashMap<>();
        for (Subscription subscription : subscriptions.values()) {
            for (String topic : subscription.topics()) {
                Integer count = metadata.partitionCountForTopic(topic);
                if (count != null && count > 0) {
                    counts.put(topic, count);
                }
            }
        }
        Map<String, Assignment> assignments = new HashMap<>();
        assign(counts, subscriptions)
                .forEach(
                        (member, partitions) ->
                                assignments.put(member, new Assignment(partitions)));
        return new GroupAssignment(assignments);
    }

    /** Empty lists for all members. */
    static Map<String, List<TopicPartition>> nothing(Map<String, Subscription> subscriptions) {
        Map<String, List<TopicPartition>> assignment = new HashMap<>();
        for (String member : subscriptions.keySet()) {
            assignment.put(member, new ArrayList<>());
        }
        return assignment;
    }

    /**
     * Members in the order all assignors agree on: static members first, by instance id, so that a
     * restart (new member id, same instance id) changes nothing; then the others by member id.
     */
    static List<String> inOrder(Map<String, Subscription> subscriptions) {
        List<String> members = new ArrayList<>(subscriptions.keySet());
        members.sort(
                Comparator.comparing(
                                (String member) ->
                                        subscriptions.get(member).groupInstanceId().isEmpty())
                        .thenComparing(
                                member ->
                                        subscriptions.get(member).groupInstanceId().orElse(member))
                        .thenComparing(Comparator.naturalOrder()));
        return members;
    }

    /** Topics that exist and that some member subscribes to, sorted. */
    static TreeSet<String> topics(
            Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions) {
        TreeSet<String> topics = new TreeSet<>();
        for (Subscription subscription : subscriptions.values()) {
            for (String topic : subscription.topics()) {
                if (partitionsPerTopic.getOrDefault(topic, 0) > 0) {
                    topics.add(topic);
                }
            }
        }
        return topics;
    }
}
