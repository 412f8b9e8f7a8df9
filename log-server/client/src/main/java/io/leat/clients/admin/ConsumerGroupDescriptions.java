package io.leat.clients.admin;

import io.leat.common.GroupState;
import io.leat.common.GroupType;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse.Assignment;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse.Member;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads what coordinators say of groups that they assign partitions to (KIP-848). Stateless. */
final class ConsumerGroupDescriptions {

    private static final byte UNKNOWN_TYPE = -1;
    private static final byte CONSUMER_MEMBER = 1;

    private ConsumerGroupDescriptions() {}

    static ConsumerGroupDescription of(DescribedGroup group, Node coordinator, boolean operations) {
        return new ConsumerGroupDescription(
                group.groupId(),
                false,
                group.members().stream().map(ConsumerGroupDescriptions::member).toList(),
                group.assignorName(),
                GroupType.CONSUMER,
                GroupState.parse(group.groupState()),
                coordinator,
                operations ? TopicDescriptions.operations(group.authorizedOperations()) : null,
                Optional.of(group.groupEpoch()),
                Optional.of(group.assignmentEpoch()));
    }

    private static MemberDescription member(Member member) {
        return new MemberDescription(
                member.memberId(),
                Optional.ofNullable(member.instanceId()),
                Optional.ofNullable(member.rackId()),
                member.clientId(),
                member.clientHost(),
                assignment(member.assignment()),
                Optional.of(assignment(member.targetAssignment())),
                Optional.of(member.memberEpoch()),
                member.memberType() == UNKNOWN_TYPE
                        ? Optional.empty()
                        : Optional.of(member.memberType() == CONSUMER_MEMBER));
    }

    private static MemberAssignment assignment(Assignment assignment) {
        Set<TopicPartition> partitions = new HashSet<>();
        assignment
                .topicPartitions()
                .forEach(
                        topic ->
                                topic.partitions()
                                        .forEach(
                                                number ->
                                                        partitions.add(
                                                                new TopicPartition(
                                                                        topic.topicName(),
                                                                        number))));
        return new MemberAssignment(partitions);
    }
}
