package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.protocol.message.StreamsGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataKey;
import io.leat.log.protocol.message.StreamsGroupMetadataKey;
import io.leat.log.protocol.message.StreamsGroupMetadataValue;
import io.leat.log.protocol.message.StreamsGroupMetadataValue.LastAssignmentConfig;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMemberValue;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMemberValue.TaskIds;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMetadataValue;
import io.leat.log.protocol.message.StreamsGroupTopologyKey;
import io.leat.log.protocol.message.StreamsGroupTopologyValue;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/** The records of streams groups, as Kafka writes them. Stateless. */
final class StreamsRecords {

    private StreamsRecords() {}

    /**
     * @param validatedTopology the epoch of the topology whose topics were found right, or -1
     * @param configs what the next target is made with
     */
    static Kept epoch(
            String group,
            int epoch,
            long metadataHash,
            int validatedTopology,
            SortedMap<String, String> configs) {
        List<LastAssignmentConfig> saved =
                configs.entrySet().stream()
                        .map(each -> new LastAssignmentConfig(each.getKey(), each.getValue()))
                        .toList();
        return new Kept(
                group,
                new StreamsGroupMetadataKey(group),
                new StreamsGroupMetadataValue(epoch, metadataHash, validatedTopology, saved));
    }

    /** The last but one record of a group: after it there is none. */
    static Kept noEpoch(String group) {
        return new Kept(group, new StreamsGroupMetadataKey(group), null);
    }

    static Kept profile(String group, StreamsMember member) {
        return new Kept(
                group, new StreamsGroupMemberMetadataKey(group, member.id()), member.profile());
    }

    static Kept noProfile(String group, String member) {
        return new Kept(group, new StreamsGroupMemberMetadataKey(group, member), null);
    }

    static Kept topology(String group, StreamsGroupTopologyValue topology) {
        return new Kept(group, new StreamsGroupTopologyKey(group), topology);
    }

    static Kept noTopology(String group) {
        return new Kept(group, new StreamsGroupTopologyKey(group), null);
    }

    static Kept assignment(String group, int epoch, long timestampMs) {
        return new Kept(
                group,
                new StreamsGroupTargetAssignmentMetadataKey(group),
                new StreamsGroupTargetAssignmentMetadataValue(epoch, timestampMs));
    }

    static Kept noAssignment(String group) {
        return new Kept(group, new StreamsGroupTargetAssignmentMetadataKey(group), null);
    }

    static Kept target(String group, String member, Tasks target) {
        return new Kept(
                group,
                new StreamsGroupTargetAssignmentMemberKey(group, member),
                new StreamsGroupTargetAssignmentMemberValue(
                        written(target.active()),
                        written(target.standby()),
                        written(target.warmup())));
    }

    private static List<TaskIds> written(SortedSet<TaskId> tasks) {
        return TaskId.write(tasks, TaskIds::new);
    }

    static Tasks target(StreamsGroupTargetAssignmentMemberValue saved) {
        return new Tasks(
                read(saved.activeTasks()), read(saved.standbyTasks()), read(saved.warmupTasks()));
    }

    private static SortedSet<TaskId> read(List<TaskIds> saved) {
        return TaskId.read(saved, TaskIds::subtopologyId, TaskIds::partitions);
    }

    static Kept noTarget(String group, String member) {
        return new Kept(group, new StreamsGroupTargetAssignmentMemberKey(group, member), null);
    }

    static Kept progress(String group, String member, Progress progress) {
        return new Kept(
                group, new StreamsGroupCurrentMemberAssignmentKey(group, member), progress.saved());
    }

    static Kept noProgress(String group, String member) {
        return new Kept(group, new StreamsGroupCurrentMemberAssignmentKey(group, member), null);
    }

    /** A topology as a member says it, to be saved. */
    static StreamsGroupTopologyValue topology(StreamsGroupHeartbeatRequest.Topology said) {
        return new StreamsGroupTopologyValue(
                said.epoch(),
                said.subtopologies().stream().map(StreamsRecords::subtopology).toList());
    }

    private static StreamsGroupTopologyValue.Subtopology subtopology(
            StreamsGroupHeartbeatRequest.Subtopology said) {
        return new StreamsGroupTopologyValue.Subtopology(
                said.subtopologyId(),
                said.sourceTopics(),
                said.sourceTopicRegex(),
                topics(said.stateChangelogTopics()),
                said.repartitionSinkTopics(),
                topics(said.repartitionSourceTopics()),
                said.copartitionGroups().stream()
                        .map(
                                each ->
                                        new StreamsGroupTopologyValue.CopartitionGroup(
                                                each.sourceTopics(),
                                                each.sourceTopicRegex(),
                                                each.repartitionSourceTopics()))
                        .toList());
    }

    private static List<StreamsGroupTopologyValue.TopicInfo> topics(
            List<StreamsGroupHeartbeatRequest.TopicInfo> said) {
        return said.stream()
                .map(
                        each ->
                                new StreamsGroupTopologyValue.TopicInfo(
                                        each.name(),
                                        each.partitions(),
                                        each.replicationFactor(),
                                        each.topicConfigs().stream()
                                                .map(
                                                        config ->
                                                                new StreamsGroupTopologyValue
                                                                        .TopicConfig(
                                                                        config.key(),
                                                                        config.value()))
                                                .toList()))
                .toList();
    }
}
