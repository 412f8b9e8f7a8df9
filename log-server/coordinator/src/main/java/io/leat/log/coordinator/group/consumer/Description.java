package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse.Assignment;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse.Member;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse.TopicPartitions;
import java.util.ArrayList;
import java.util.List;

/** Says how consumer groups are, to administrators. Stateless. */
final class Description {

    private static final byte CLASSIC_MEMBER = 0;
    private static final byte CONSUMER_MEMBER = 1;

    private Description() {}

    static DescribedGroup of(ConsumerGroup group, String assignor, TopicCatalog topics) {
        return DescribedGroup.builder()
                .groupId(group.id())
                .groupState(group.stateLabel())
                .groupEpoch(group.epoch())
                .assignmentEpoch(group.assignmentEpoch())
                .assignorName(assignor)
                .members(
                        group.members().values().stream()
                                .map(member -> member(group, member, topics))
                                .toList())
                .build();
    }

    /** What a member must give up is its own until it has. */
    private static Member member(ConsumerGroup group, ConsumerMember member, TopicCatalog topics) {
        Held held = member.progress().assigned().with(member.progress().revoking());
        return Member.builder()
                .memberId(member.id())
                .instanceId(member.instanceId())
                .rackId(member.rackId())
                .memberEpoch(member.epoch())
                .clientId(member.profile().clientId())
                .clientHost(member.profile().clientHost())
                .subscribedTopicNames(member.profile().subscribedTopicNames())
                .subscribedTopicRegex(member.profile().subscribedTopicRegex())
                .assignment(named(held.assignment(), topics))
                .targetAssignment(named(group.target(member.id()), topics))
                .memberType(member.isClassic() ? CLASSIC_MEMBER : CONSUMER_MEMBER)
                .build();
    }

    private static Assignment named(
            io.leat.log.coordinator.group.assignment.Assignment assignment, TopicCatalog topics) {
        List<TopicPartitions> named = new ArrayList<>();
        assignment
                .topics()
                .forEach(
                        (topic, numbers) -> {
                            String name = topics.name(topic);
                            if (name != null) {
                                named.add(new TopicPartitions(topic, name, List.copyOf(numbers)));
                            }
                        });
        return new Assignment(named);
    }
}
