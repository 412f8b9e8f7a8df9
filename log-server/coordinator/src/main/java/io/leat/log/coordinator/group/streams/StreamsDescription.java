package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.Assignment;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.DescribedGroup;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.KeyValue;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.Member;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.Subtopology;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.TaskIds;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.TopicInfo;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.Topology;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataValue;
import io.leat.log.protocol.message.StreamsGroupTopologyValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Says how streams groups are, to administrators. Stateless. */
final class StreamsDescription {

    private StreamsDescription() {}

    static DescribedGroup of(StreamsGroup group, TopicCatalog topics) {
        StreamsGroupTopologyValue topology = group.topology();
        return DescribedGroup.builder()
                .groupId(group.id())
                .groupState(group.stateLabel())
                .groupEpoch(group.epoch())
                .assignmentEpoch(group.assignmentEpoch())
                .topology(topology == null ? null : topology(group, topology, topics))
                .members(
                        group.members().values().stream()
                                .map(member -> member(member, group.target(member.id())))
                                .toList())
                .build();
    }

    /** With the partitions of internal topics, as soon as they are known. */
    private static Topology topology(
            StreamsGroup group, StreamsGroupTopologyValue topology, TopicCatalog topics) {
        PlannedTopology plan = group.unsaved().plan(topology, topics);
        Map<String, Integer> partitions = plan.isReady() ? plan.partitions() : Map.of();
        return new Topology(
                topology.epoch(),
                topology.subtopologies().stream()
                        .sorted(
                                Comparator.comparing(
                                        StreamsGroupTopologyValue.Subtopology::subtopologyId))
                        .map(each -> subtopology(each, partitions))
                        .toList());
    }

    private static Subtopology subtopology(
            StreamsGroupTopologyValue.Subtopology saved, Map<String, Integer> partitions) {
        return new Subtopology(
                saved.subtopologyId(),
                saved.sourceTopics().stream().sorted().toList(),
                saved.repartitionSinkTopics().stream().sorted().toList(),
                topics(saved.stateChangelogTopics(), partitions),
                topics(saved.repartitionSourceTopics(), partitions));
    }

    private static List<TopicInfo> topics(
            List<StreamsGroupTopologyValue.TopicInfo> saved, Map<String, Integer> partitions) {
        return saved.stream()
                .map(
                        each ->
                                new TopicInfo(
                                        each.name(),
                                        partitions.getOrDefault(each.name(), each.partitions()),
                                        each.replicationFactor(),
                                        each.topicConfigs().stream()
                                                .map(
                                                        config ->
                                                                new KeyValue(
                                                                        config.key(),
                                                                        config.value()))
                                                .toList()))
                .sorted(Comparator.comparing(TopicInfo::name))
                .toList();
    }

    private static Member member(StreamsMember member, Tasks target) {
        StreamsGroupMemberMetadataValue profile = member.profile();
        return Member.builder()
                .memberId(member.id())
                .memberEpoch(member.epoch())
                .instanceId(profile.instanceId())
                .rackId(profile.rackId())
                .clientId(profile.clientId())
                .clientHost(profile.clientHost())
                .topologyEpoch(profile.topologyEpoch())
                .processId(profile.processId())
                .userEndpoint(endpoint(profile.userEndpoint()))
                .clientTags(
                        profile.clientTags().stream()
                                .map(tag -> new KeyValue(tag.key(), tag.value()))
                                .toList())
                .assignment(assignment(member.progress().assigned()))
                .targetAssignment(assignment(target))
                .build();
    }

    private static StreamsGroupDescribeResponse.@Nullable Endpoint endpoint(
            StreamsGroupMemberMetadataValue.@Nullable Endpoint saved) {
        return saved == null
                ? null
                : new StreamsGroupDescribeResponse.Endpoint(saved.host(), saved.port());
    }

    private static Assignment assignment(Tasks tasks) {
        return new Assignment(
                message(tasks.active()), message(tasks.standby()), message(tasks.warmup()));
    }

    private static List<TaskIds> message(SortedSet<TaskId> tasks) {
        return TaskId.write(tasks, TaskIds::new);
    }
}
