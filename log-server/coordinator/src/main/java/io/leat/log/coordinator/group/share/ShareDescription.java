package io.leat.log.coordinator.group.share;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.protocol.message.ShareGroupDescribeResponse;
import io.leat.log.protocol.message.ShareGroupDescribeResponse.DescribedGroup;
import io.leat.log.protocol.message.ShareGroupDescribeResponse.TopicPartitions;
import java.util.ArrayList;
import java.util.List;

/** A share group as administrators see it. Stateless. */
final class ShareDescription {

    private ShareDescription() {}

    static DescribedGroup of(ShareGroup group, TopicCatalog topics) {
        List<ShareGroupDescribeResponse.Member> members = new ArrayList<>();
        for (ShareMember member : group.members().values()) {
            members.add(
                    new ShareGroupDescribeResponse.Member(
                            member.id(),
                            member.rackId(),
                            member.epoch(),
                            member.clientId(),
                            member.clientHost(),
                            List.copyOf(member.topicNames()),
                            new ShareGroupDescribeResponse.Assignment(
                                    partitions(member.assigned(), topics))));
        }
        return DescribedGroup.builder()
                .groupId(group.id())
                .groupState(group.stateLabel())
                .groupEpoch(group.epoch())
                .assignmentEpoch(group.assignmentEpoch())
                .assignorName("simple")
                .members(members)
                .build();
    }

    private static List<TopicPartitions> partitions(Assignment of, TopicCatalog topics) {
        List<TopicPartitions> all = new ArrayList<>();
        of.topics()
                .forEach(
                        (topic, partitions) -> {
                            String name = topics.name(topic);
                            if (name != null) {
                                all.add(new TopicPartitions(topic, name, List.copyOf(partitions)));
                            }
                        });
        return all;
    }
}
