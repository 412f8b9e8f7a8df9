package io.leat.log.broker.access;

import static io.leat.log.protocol.ErrorCode.GROUP_AUTHORIZATION_FAILED;
import static io.leat.log.protocol.ErrorCode.TOPIC_AUTHORIZATION_FAILED;

import io.leat.log.broker.Reply;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ConsumerGroupDescribeRequest;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import io.leat.log.protocol.message.DeleteGroupsRequest;
import io.leat.log.protocol.message.DeleteGroupsResponse;
import io.leat.log.protocol.message.DescribeGroupsRequest;
import io.leat.log.protocol.message.DescribeGroupsResponse;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.LeaveGroupRequest;
import io.leat.log.protocol.message.LeaveGroupResponse;
import io.leat.log.protocol.message.ListGroupsRequest;
import io.leat.log.protocol.message.ListGroupsResponse;
import io.leat.log.protocol.message.OffsetCommitRequest;
import io.leat.log.protocol.message.OffsetCommitResponse;
import io.leat.log.protocol.message.OffsetDeleteRequest;
import io.leat.log.protocol.message.OffsetDeleteResponse;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.protocol.message.OffsetFetchResponse;
import io.leat.log.protocol.message.StreamsGroupDescribeRequest;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Guards of requests about groups and their offsets. Stateless. */
final class GroupGuards {

    private GroupGuards() {}

    static void addTo(GuardTable table) {
        table.<JoinGroupRequest, JoinGroupResponse>whole(
                ApiKey.JOIN_GROUP,
                GROUP_AUTHORIZATION_FAILED,
                (access, request) -> access.group(Operation.READ, request.groupId()));
        table.<SyncGroupRequest, SyncGroupResponse>whole(
                ApiKey.SYNC_GROUP,
                GROUP_AUTHORIZATION_FAILED,
                (access, request) -> access.group(Operation.READ, request.groupId()));
        table.<HeartbeatRequest, HeartbeatResponse>whole(
                ApiKey.HEARTBEAT,
                GROUP_AUTHORIZATION_FAILED,
                (access, request) -> access.group(Operation.READ, request.groupId()));
        table.<LeaveGroupRequest, LeaveGroupResponse>whole(
                ApiKey.LEAVE_GROUP,
                GROUP_AUTHORIZATION_FAILED,
                (access, request) -> access.group(Operation.READ, request.groupId()));
        table.put(ApiKey.CONSUMER_GROUP_HEARTBEAT, GroupGuards::heartbeat);
        table.put(ApiKey.STREAMS_GROUP_HEARTBEAT, new StreamsHeartbeatGuard());
        table.put(
                ApiKey.CONSUMER_GROUP_DESCRIBE,
                new DescribedGroups<>(
                        new GuardTable.Elements<>(
                                ConsumerGroupDescribeRequest::groupIds,
                                (request, ids) -> request.toBuilder().groupIds(ids).build()),
                        ConsumerGroupDescribeRequest::includeAuthorizedOperations,
                        ConsumerGroupDescribeResponse::groups,
                        (response, groups) -> response.toBuilder().groups(groups).build(),
                        (access, group) ->
                                group.errorCode() != ErrorCode.NONE
                                        ? group
                                        : group.toBuilder()
                                                .authorizedOperations(
                                                        access.groupOperations(group.groupId()))
                                                .build()));
        table.put(
                ApiKey.STREAMS_GROUP_DESCRIBE,
                new DescribedGroups<>(
                        new GuardTable.Elements<>(
                                StreamsGroupDescribeRequest::groupIds,
                                (request, ids) -> request.toBuilder().groupIds(ids).build()),
                        StreamsGroupDescribeRequest::includeAuthorizedOperations,
                        StreamsGroupDescribeResponse::groups,
                        (response, groups) -> response.toBuilder().groups(groups).build(),
                        (access, group) ->
                                group.errorCode() != ErrorCode.NONE
                                        ? group
                                        : group.toBuilder()
                                                .authorizedOperations(
                                                        access.groupOperations(group.groupId()))
                                                .build()));
        table.put(
                ApiKey.DESCRIBE_GROUPS,
                new DescribedGroups<>(
                        new GuardTable.Elements<>(
                                DescribeGroupsRequest::groups,
                                (request, ids) -> request.toBuilder().groups(ids).build()),
                        DescribeGroupsRequest::includeAuthorizedOperations,
                        DescribeGroupsResponse::groups,
                        (response, groups) -> response.toBuilder().groups(groups).build(),
                        (access, group) ->
                                group.errorCode() != ErrorCode.NONE
                                        ? group
                                        : group.toBuilder()
                                                .authorizedOperations(
                                                        access.groupOperations(group.groupId()))
                                                .build()));
        table.put(ApiKey.LIST_GROUPS, GroupGuards::list);
        table.<DeleteGroupsRequest, DeleteGroupsResponse, String>each(
                ApiKey.DELETE_GROUPS,
                GROUP_AUTHORIZATION_FAILED,
                new GuardTable.Elements<>(
                        DeleteGroupsRequest::groupsNames,
                        (request, groups) -> request.toBuilder().groupsNames(groups).build()),
                (access, group) -> access.group(Operation.DELETE, group),
                (response, refusal) ->
                        response.toBuilder()
                                .results(GuardTable.joined(response.results(), refusal.results()))
                                .build());
        ShareGuards.addTo(table);
        table.put(ApiKey.OFFSET_COMMIT, GroupGuards::commit);
        table.put(ApiKey.OFFSET_FETCH, GroupGuards::fetch);
        table.put(ApiKey.OFFSET_DELETE, GroupGuards::delete);
    }

    /** Who names topics must be allowed to know of them. */
    private static void heartbeat(
            Access access,
            ConsumerGroupHeartbeatRequest request,
            Reply<ConsumerGroupHeartbeatResponse> reply,
            Guard.Next<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> next) {
        List<String> topics = request.subscribedTopicNames();
        if (!access.group(Operation.READ, request.groupId())) {
            GuardTable.refuse(access, request, reply, GROUP_AUTHORIZATION_FAILED);
        } else if (topics != null
                && !topics.stream().allMatch(name -> access.topic(Operation.DESCRIBE, name))) {
            GuardTable.refuse(access, request, reply, TOPIC_AUTHORIZATION_FAILED);
        } else {
            next.handle(request, reply);
        }
    }

    /** Without a right to all of them, those are listed that the client may see. */
    private static void list(
            Access access,
            ListGroupsRequest request,
            Reply<ListGroupsResponse> reply,
            Guard.Next<ListGroupsRequest, ListGroupsResponse> next) {
        if (access.cluster(Operation.DESCRIBE)) {
            next.handle(request, reply);
            return;
        }
        next.handle(
                request,
                new ChangedReply<>(
                        reply,
                        response ->
                                response.toBuilder()
                                        .groups(
                                                response.groups().stream()
                                                        .filter(
                                                                each ->
                                                                        access.group(
                                                                                Operation.DESCRIBE,
                                                                                each.groupId()))
                                                        .toList())
                                        .build()));
    }

    private static final Guard<OffsetCommitRequest, OffsetCommitResponse> COMMITS =
            GuardTable.elements(
                    TOPIC_AUTHORIZATION_FAILED,
                    new GuardTable.Elements<>(
                            OffsetCommitRequest::topics,
                            (request, topics) -> request.toBuilder().topics(topics).build()),
                    (access, topic) -> access.topic(Operation.READ, topic.name(), topic.topicId()),
                    (response, refusal) ->
                            response.toBuilder()
                                    .topics(GuardTable.joined(response.topics(), refusal.topics()))
                                    .build());

    private static void commit(
            Access access,
            OffsetCommitRequest request,
            Reply<OffsetCommitResponse> reply,
            Guard.Next<OffsetCommitRequest, OffsetCommitResponse> next) {
        if (access.group(Operation.READ, request.groupId())) {
            COMMITS.check(access, request, reply, next);
        } else {
            GuardTable.refuse(access, request, reply, GROUP_AUTHORIZATION_FAILED);
        }
    }

    private static final Guard<OffsetDeleteRequest, OffsetDeleteResponse> DELETES =
            (access, request, reply, next) -> {
                List<OffsetDeleteRequest.Topic> passed = new ArrayList<>();
                List<OffsetDeleteResponse.Topic> denied = new ArrayList<>();
                for (OffsetDeleteRequest.Topic topic : request.topics()) {
                    if (access.topic(Operation.READ, topic.name())) {
                        passed.add(topic);
                    } else {
                        denied.add(denied(topic));
                    }
                }
                next.handle(
                        request.toBuilder().topics(passed).build(),
                        new ChangedReply<>(
                                reply,
                                response ->
                                        response.toBuilder()
                                                .topics(
                                                        GuardTable.joined(
                                                                response.topics(), denied))
                                                .build()));
            };

    private static OffsetDeleteResponse.Topic denied(OffsetDeleteRequest.Topic topic) {
        return new OffsetDeleteResponse.Topic(
                topic.name(),
                topic.partitions().stream()
                        .map(
                                each ->
                                        new OffsetDeleteResponse.Partition(
                                                each.partitionIndex(), TOPIC_AUTHORIZATION_FAILED))
                        .toList());
    }

    private static void delete(
            Access access,
            OffsetDeleteRequest request,
            Reply<OffsetDeleteResponse> reply,
            Guard.Next<OffsetDeleteRequest, OffsetDeleteResponse> next) {
        if (access.group(Operation.DELETE, request.groupId())) {
            DELETES.check(access, request, reply, next);
        } else {
            GuardTable.refuse(access, request, reply, GROUP_AUTHORIZATION_FAILED);
        }
    }

    /**
     * Offsets of groups the client may see, of topics it may see. Versions before 8 ask for one
     * group; where a request names topics the forbidden ones get an error, otherwise they are left
     * out.
     */
    private static void fetch(
            Access access,
            OffsetFetchRequest request,
            Reply<OffsetFetchResponse> reply,
            Guard.Next<OffsetFetchRequest, OffsetFetchResponse> next) {
        boolean one = access.context().apiVersion() < 8;
        if (one && !access.group(Operation.DESCRIBE, request.groupId())) {
            GuardTable.refuse(access, request, reply, GROUP_AUTHORIZATION_FAILED);
            return;
        }
        List<OffsetFetchRequest.Group> passed = new ArrayList<>();
        List<OffsetFetchResponse.Group> denied = new ArrayList<>();
        for (OffsetFetchRequest.Group group : request.groups()) {
            if (access.group(Operation.DESCRIBE, group.groupId())) {
                passed.add(group);
            } else {
                denied.add(
                        OffsetFetchResponse.Group.builder()
                                .groupId(group.groupId())
                                .errorCode(GROUP_AUTHORIZATION_FAILED)
                                .build());
            }
        }
        if (!one && passed.isEmpty() && !denied.isEmpty()) {
            reply.complete(OffsetFetchResponse.builder().groups(denied).build());
            return;
        }
        next.handle(
                request.toBuilder().groups(passed).build(),
                new ChangedReply<>(
                        reply,
                        response ->
                                response.toBuilder()
                                        .topics(topics(access, request, response))
                                        .groups(
                                                GuardTable.joined(
                                                        groups(access, request, response), denied))
                                        .build()));
    }

    private static List<OffsetFetchResponse.Topic> topics(
            Access access, OffsetFetchRequest request, OffsetFetchResponse response) {
        boolean named = request.topics() != null;
        List<OffsetFetchResponse.Topic> topics = new ArrayList<>();
        for (OffsetFetchResponse.Topic topic : response.topics()) {
            if (access.topic(Operation.DESCRIBE, topic.name())) {
                topics.add(topic);
            } else if (named) {
                topics.add(
                        topic.toBuilder()
                                .partitions(
                                        topic.partitions().stream()
                                                .map(
                                                        each ->
                                                                OffsetFetchResponse.Partition
                                                                        .builder()
                                                                        .partitionIndex(
                                                                                each
                                                                                        .partitionIndex())
                                                                        .committedOffset(-1)
                                                                        .metadata("")
                                                                        .errorCode(
                                                                                TOPIC_AUTHORIZATION_FAILED)
                                                                        .build())
                                                .toList())
                                .build());
            }
        }
        return topics;
    }

    private static List<OffsetFetchResponse.Group> groups(
            Access access, OffsetFetchRequest request, OffsetFetchResponse response) {
        List<OffsetFetchResponse.Group> groups = new ArrayList<>();
        for (OffsetFetchResponse.Group group : response.groups()) {
            boolean named =
                    request.groups().stream()
                            .anyMatch(
                                    each ->
                                            each.groupId().equals(group.groupId())
                                                    && each.topics() != null);
            groups.add(
                    group.toBuilder()
                            .topics(
                                    group.topics().stream()
                                            .map(topic -> visible(access, topic, named))
                                            .filter(Objects::nonNull)
                                            .toList())
                            .build());
        }
        return groups;
    }

    private static OffsetFetchResponse.@Nullable Topics visible(
            Access access, OffsetFetchResponse.Topics topic, boolean named) {
        if (access.topic(Operation.DESCRIBE, topic.name(), topic.topicId())) {
            return topic;
        }
        if (!named) {
            return null;
        }
        return topic.toBuilder()
                .partitions(
                        topic.partitions().stream()
                                .map(
                                        each ->
                                                OffsetFetchResponse.Partitions.builder()
                                                        .partitionIndex(each.partitionIndex())
                                                        .committedOffset(-1)
                                                        .committedLeaderEpoch(-1)
                                                        .metadata("")
                                                        .errorCode(TOPIC_AUTHORIZATION_FAILED)
                                                        .build())
                                .toList())
                .build();
    }
}
