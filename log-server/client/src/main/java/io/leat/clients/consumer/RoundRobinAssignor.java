package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.util.List;
import java.util.Map;

/**
 * Deals the partitions of all topics, in order, to the members in turn, leaving out a member for
 * topics it does not subscribe to.
 */
public class RoundRobinAssignor extends TopicCountAssignor {

    public static final String ROUNDROBIN_ASSIGNOR_NAME = "roundrobin";

    @Override
    public String name() {
        return ROUNDROBIN_ASSIGNOR_NAME;
    }

    @Override
    public Map<String, List<TopicPartition>> assign(
            Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions) {
        Map<String, List<TopicPartition>> assignment = nothing(subscriptions);
        List<String> members = inOrder(subscriptions);
        int turn = 0;
        for (String topic : topics(partitionsPerTopic, subscriptions)) {
            for (int partition = 0; partition < partitionsPerTopic.get(topic); partition++) {
                while (!subscriptions.get(members.get(turn)).topics().contains(topic)) {
                    turn = (turn + 1) % members.size();
                }
                assignment.get(members.get(turn)).add(new TopicPartition(topic, partition));
                turn = (turn + 1) % members.size();
            }
        }
        return assignment;
    }
}
