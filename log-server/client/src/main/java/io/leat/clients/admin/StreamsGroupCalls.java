package io.leat.clients.admin;

import io.leat.clients.admin.StreamsGroupMemberAssignment.TaskIds;
import io.leat.clients.admin.StreamsGroupMemberDescription.Endpoint;
import io.leat.clients.admin.StreamsGroupMemberDescription.TaskOffset;
import io.leat.clients.admin.StreamsGroupSubtopologyDescription.TopicInfo;
import io.leat.clients.network.Call;
import io.leat.clients.network.Coordinators;
import io.leat.common.GroupState;
import io.leat.common.KafkaFuture;
import io.leat.common.Node;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.StreamsGroupDescribeRequest;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls about streams groups (KIP-1071), made of their coordinators. Stateless. */
final class StreamsGroupCalls {

    private static final Coordinators.Kind GROUP = Coordinators.Kind.GROUP;

    private final Attempts attempts;

    StreamsGroupCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    KafkaFuture<StreamsGroupDescription> describe(
            String group, DescribeStreamsGroupsOptions options) {
        Call<StreamsGroupDescribeResponse> call =
                Call.of(
                        StreamsGroupDescribeRequest.builder()
                                .groupIds(List.of(group))
                                .includeAuthorizedOperations(options.includeAuthorizedOperations())
                                .build(),
                        StreamsGroupDescribeResponse::read);
        return attempts.run(
                options,
                "Describing streams group " + group,
                () ->
                        attempts.coordinator(GROUP, group, call, response -> ErrorCode.NONE)
                                .thenCompose(response -> described(group, response)));
    }

    private CompletableFuture<StreamsGroupDescription> described(
            String group, StreamsGroupDescribeResponse response) {
        StreamsGroupDescribeResponse.DescribedGroup described = response.groups().get(0);
        if (described.errorCode() == ErrorCode.NOT_COORDINATOR
                || described.errorCode() == ErrorCode.COORDINATOR_NOT_AVAILABLE) {
            attempts.io().coordinators().forget(GROUP, group);
        }
        attempts.check(described.errorCode(), described.errorMessage());
        return attempts.io()
                .coordinators()
                .find(GROUP, group)
                .thenApply(coordinator -> description(described, coordinator));
    }

    private static StreamsGroupDescription description(
            StreamsGroupDescribeResponse.DescribedGroup group, Node coordinator) {
        StreamsGroupDescribeResponse.Topology topology = group.topology();
        List<StreamsGroupDescribeResponse.Subtopology> subtopologies =
                topology == null ? null : topology.subtopologies();
        return new StreamsGroupDescription(
                group.groupId(),
                group.groupEpoch(),
                group.assignmentEpoch(),
                topology == null ? -1 : topology.epoch(),
                Objects.requireNonNullElse(
                                subtopologies, List.<StreamsGroupDescribeResponse.Subtopology>of())
                        .stream()
                        .map(StreamsGroupCalls::subtopology)
                        .toList(),
                group.members().stream().map(StreamsGroupCalls::member).toList(),
                GroupState.parse(group.groupState()),
                coordinator,
                TopicDescriptions.operations(group.authorizedOperations()));
    }

    private static StreamsGroupSubtopologyDescription subtopology(
            StreamsGroupDescribeResponse.Subtopology of) {
        return new StreamsGroupSubtopologyDescription(
                of.subtopologyId(),
                of.sourceTopics(),
                of.repartitionSinkTopics(),
                topics(of.stateChangelogTopics()),
                topics(of.repartitionSourceTopics()));
    }

    private static Map<String, TopicInfo> topics(
            List<StreamsGroupDescribeResponse.TopicInfo> topics) {
        Map<String, TopicInfo> byName = new HashMap<>();
        for (StreamsGroupDescribeResponse.TopicInfo topic : topics) {
            byName.put(
                    topic.name(),
                    new TopicInfo(
                            topic.partitions(),
                            topic.replicationFactor(),
                            pairs(topic.topicConfigs())));
        }
        return byName;
    }

    private static Map<String, String> pairs(List<StreamsGroupDescribeResponse.KeyValue> pairs) {
        Map<String, String> map = new HashMap<>();
        pairs.forEach(pair -> map.put(pair.key(), pair.value()));
        return map;
    }

    private static StreamsGroupMemberDescription member(
            StreamsGroupDescribeResponse.Member member) {
        StreamsGroupDescribeResponse.Endpoint endpoint = member.userEndpoint();
        return new StreamsGroupMemberDescription(
                member.memberId(),
                member.memberEpoch(),
                Optional.ofNullable(member.instanceId()),
                Optional.ofNullable(member.rackId()),
                member.clientId(),
                member.clientHost(),
                member.topologyEpoch(),
                member.processId(),
                endpoint == null
                        ? Optional.empty()
                        : Optional.of(new Endpoint(endpoint.host(), endpoint.port())),
                pairs(member.clientTags()),
                offsets(member.taskOffsets()),
                offsets(member.taskEndOffsets()),
                assignment(member.assignment()),
                assignment(member.targetAssignment()),
                member.isClassic());
    }

    private static List<TaskOffset> offsets(List<StreamsGroupDescribeResponse.TaskOffset> of) {
        return of.stream()
                .map(each -> new TaskOffset(each.subtopologyId(), each.partition(), each.offset()))
                .toList();
    }

    private static StreamsGroupMemberAssignment assignment(
            StreamsGroupDescribeResponse.Assignment of) {
        return new StreamsGroupMemberAssignment(
                tasks(of.activeTasks()), tasks(of.standbyTasks()), tasks(of.warmupTasks()));
    }

    private static List<TaskIds> tasks(List<StreamsGroupDescribeResponse.TaskIds> of) {
        return of.stream()
                .map(each -> new TaskIds(each.subtopologyId(), each.partitions()))
                .toList();
    }
}
