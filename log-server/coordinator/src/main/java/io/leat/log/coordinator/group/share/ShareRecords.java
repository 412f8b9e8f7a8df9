package io.leat.log.coordinator.group.share;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ShareGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ShareGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.ShareGroupMemberMetadataKey;
import io.leat.log.protocol.message.ShareGroupMemberMetadataValue;
import io.leat.log.protocol.message.ShareGroupMetadataKey;
import io.leat.log.protocol.message.ShareGroupMetadataValue;
import io.leat.log.protocol.message.ShareGroupStatePartitionMetadataKey;
import io.leat.log.protocol.message.ShareGroupStatePartitionMetadataValue;
import io.leat.log.protocol.message.ShareGroupStatePartitionMetadataValue.TopicPartitionsInfo;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMemberValue;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMetadataValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The records of share groups, as Kafka writes them. Stateless. */
final class ShareRecords {

    private static final byte STABLE = 0;

    private ShareRecords() {}

    static Kept epoch(String group, int epoch, long hash) {
        return new Kept(
                group, new ShareGroupMetadataKey(group), new ShareGroupMetadataValue(epoch, hash));
    }

    static Kept noGroup(String group) {
        return new Kept(group, new ShareGroupMetadataKey(group), null);
    }

    static Kept profile(String group, ShareMember member) {
        return new Kept(
                group,
                new ShareGroupMemberMetadataKey(group, member.id()),
                new ShareGroupMemberMetadataValue(
                        member.rackId(),
                        member.clientId(),
                        member.clientHost(),
                        List.copyOf(member.topicNames())));
    }

    static Kept targetEpoch(String group, int epoch, long nowMs) {
        return new Kept(
                group,
                new ShareGroupTargetAssignmentMetadataKey(group),
                new ShareGroupTargetAssignmentMetadataValue(epoch, nowMs));
    }

    static Kept noTargetEpoch(String group) {
        return new Kept(group, new ShareGroupTargetAssignmentMetadataKey(group), null);
    }

    static Kept target(String group, String member, Assignment target) {
        List<ShareGroupTargetAssignmentMemberValue.TopicPartition> topics = new ArrayList<>();
        target.topics()
                .forEach(
                        (topic, partitions) ->
                                topics.add(
                                        new ShareGroupTargetAssignmentMemberValue.TopicPartition(
                                                topic, List.copyOf(partitions))));
        return new Kept(
                group,
                new ShareGroupTargetAssignmentMemberKey(group, member),
                new ShareGroupTargetAssignmentMemberValue(topics));
    }

    static Assignment target(ShareGroupTargetAssignmentMemberValue value) {
        TreeMap<Uuid, SortedSet<Integer>> topics = new TreeMap<>();
        value.topicPartitions()
                .forEach(each -> topics.put(each.topicId(), new TreeSet<>(each.partitions())));
        return new Assignment(topics);
    }

    static Kept progress(String group, ShareMember member) {
        List<ShareGroupCurrentMemberAssignmentValue.TopicPartitions> topics = new ArrayList<>();
        member.assigned()
                .topics()
                .forEach(
                        (topic, partitions) ->
                                topics.add(
                                        new ShareGroupCurrentMemberAssignmentValue.TopicPartitions(
                                                topic, List.copyOf(partitions))));
        return new Kept(
                group,
                new ShareGroupCurrentMemberAssignmentKey(group, member.id()),
                new ShareGroupCurrentMemberAssignmentValue(
                        member.epoch(), member.previousEpoch(), STABLE, topics));
    }

    /** All records of a member end. */
    static void removeMember(Decision<GroupRecord> out, String group, String member) {
        out.append(new Kept(group, new ShareGroupCurrentMemberAssignmentKey(group, member), null));
        out.append(new Kept(group, new ShareGroupTargetAssignmentMemberKey(group, member), null));
        out.append(new Kept(group, new ShareGroupMemberMetadataKey(group, member), null));
    }

    static Kept shared(String group, SharedTopics shared, TopicCatalog topics) {
        return new Kept(
                group,
                new ShareGroupStatePartitionMetadataKey(group),
                new ShareGroupStatePartitionMetadataValue(
                        infos(shared.initializing(), topics),
                        infos(shared.initialized(), topics),
                        List.of()));
    }

    static Kept noShared(String group) {
        return new Kept(group, new ShareGroupStatePartitionMetadataKey(group), null);
    }

    private static List<TopicPartitionsInfo> infos(Assignment of, TopicCatalog topics) {
        List<TopicPartitionsInfo> infos = new ArrayList<>();
        of.topics()
                .forEach(
                        (topic, partitions) -> {
                            String name = topics.name(topic);
                            infos.add(
                                    new TopicPartitionsInfo(
                                            topic,
                                            name == null ? "" : name,
                                            List.copyOf(partitions)));
                        });
        return infos;
    }

    static SharedTopics shared(ShareGroupStatePartitionMetadataValue value) {
        return new SharedTopics(
                assignment(value.initializingTopics()), assignment(value.initializedTopics()));
    }

    private static Assignment assignment(List<TopicPartitionsInfo> infos) {
        TreeMap<Uuid, SortedSet<Integer>> topics = new TreeMap<>();
        infos.forEach(each -> topics.put(each.topicId(), new TreeSet<>(each.partitions())));
        return new Assignment(topics);
    }
}
