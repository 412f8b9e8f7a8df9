package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupRegularExpressionKey;
import io.leat.log.protocol.message.ConsumerGroupRegularExpressionValue;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMemberValue;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMemberValue.TopicPartition;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMetadataValue;
import java.util.ArrayList;
import java.util.List;

/** The records of consumer groups. Stateless. */
final class ConsumerRecords {

    private ConsumerRecords() {}

    static Kept epoch(String group, int epoch, long metadataHash) {
        return new Kept(
                group,
                new ConsumerGroupMetadataKey(group),
                new ConsumerGroupMetadataValue(epoch, metadataHash));
    }

    /** The last record of a group: after it there is none. */
    static Kept noEpoch(String group) {
        return new Kept(group, new ConsumerGroupMetadataKey(group), null);
    }

    static Kept profile(String group, String member, ConsumerGroupMemberMetadataValue profile) {
        return new Kept(group, new ConsumerGroupMemberMetadataKey(group, member), profile);
    }

    static Kept noProfile(String group, String member) {
        return new Kept(group, new ConsumerGroupMemberMetadataKey(group, member), null);
    }

    static Kept assignment(String group, int epoch, long timestampMs) {
        return new Kept(
                group,
                new ConsumerGroupTargetAssignmentMetadataKey(group),
                new ConsumerGroupTargetAssignmentMetadataValue(epoch, timestampMs));
    }

    static Kept noAssignment(String group) {
        return new Kept(group, new ConsumerGroupTargetAssignmentMetadataKey(group), null);
    }

    static Kept target(String group, String member, Assignment target) {
        List<TopicPartition> topics = new ArrayList<>();
        target.topics()
                .forEach(
                        (topic, numbers) ->
                                topics.add(new TopicPartition(topic, List.copyOf(numbers))));
        return new Kept(
                group,
                new ConsumerGroupTargetAssignmentMemberKey(group, member),
                new ConsumerGroupTargetAssignmentMemberValue(topics));
    }

    static Kept noTarget(String group, String member) {
        return new Kept(group, new ConsumerGroupTargetAssignmentMemberKey(group, member), null);
    }

    static Kept progress(String group, String member, Progress progress) {
        return new Kept(
                group,
                new ConsumerGroupCurrentMemberAssignmentKey(group, member),
                progress.saved());
    }

    static Kept noProgress(String group, String member) {
        return new Kept(group, new ConsumerGroupCurrentMemberAssignmentKey(group, member), null);
    }

    static Kept regex(String group, String regex, ConsumerGroupRegularExpressionValue resolved) {
        return new Kept(group, new ConsumerGroupRegularExpressionKey(group, regex), resolved);
    }

    static Kept noRegex(String group, String regex) {
        return new Kept(group, new ConsumerGroupRegularExpressionKey(group, regex), null);
    }
}
