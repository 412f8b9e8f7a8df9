package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.util.List;
import java.util.Map;

/**
 * Gives each member a contiguous range of every topic's partitions, sizes differing by one at most.
 * Topics with equal partition counts and subscribers are split alike, so equal partition numbers
 * meet in one member.
 */
public class RangeAssignor extends TopicCountAssignor {

    public static final String RANGE_ASSIGNOR_NAME = "range";

    @Override
    public String name() {
        return RANGE_ASSIGNOR_NAME;
    }

    @Override
    public Map<String, List<TopicPartition>> assign(
            Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions) {
        Map<String, List<TopicPartition>> assignment = nothing(subscriptions);
        List<String> ordered = inOrder(subscriptions);
        for (String topic : topics(partitionsPerTopic, subscriptions)) {
            List<String> members =
                    ordered.stream()
                            .filter(member -> subscriptions.get(member).topics().contains(topic))
                            .toList();
            int count = partitionsPerTopic.get(topic);
            int share = count / members.size();
            int larger = count % members.size();
            int next = 0;
            for (int i = 0; i < members.size(); i++) {
                int end = next + share + (i < larger ? 1 : 0);
                for (; next < end; next++) {
                    assignment.get(members.get(i)).add(new TopicPartition(topic, next));
                }
            }
        }
        return assignment;
    }
}
