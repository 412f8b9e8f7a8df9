package io.leat.log.broker.access;

import static io.leat.log.protocol.ErrorCode.GROUP_AUTHORIZATION_FAILED;
import static io.leat.log.protocol.ErrorCode.TOPIC_AUTHORIZATION_FAILED;

import io.leat.log.broker.Reply;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.message.ConsumerGroupDescribeRequest;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.DeleteGroupsRequest;
import io.leat.log.protocol.message.DeleteGroupsResponse;
import io.leat.log.protocol.message.DescribeGroupsRequest;
import io.leat.log.protocol.message.DescribeGroupsResponse;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.LeaveGroupRequest;
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
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.SyncGroupRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Guards of requests about groups and their offsets. Stateless. */
final class GroupGuards {

    private GroupGuards() {}

    static void addTo(GuardTable table) {
        table.put(ApiKey.JOIN_GROUP, ofMember(JoinGroupRequest::groupId));
        table.put(ApiKey.SYNC_GROUP, ofMember(SyncGroupRequest::groupId));
        table.put(ApiKey.HEARTBEAT, ofMember(HeartbeatRequest::groupId));
        table.put(ApiKey.LEAVE_GROUP, ofMember(LeaveGroupRequest::groupId));
        table.put(
                ApiKey.CONSUMER_GROUP_HEARTBEAT,
                ofMember(
                        ConsumerGroupHeartbeatRequest::groupId,
                        request -> named(request.subscribedTopicNames())));
        table.put(
                ApiKey.STREAMS_GROUP_HEARTBEAT,
                ofMember(StreamsGroupHeartbeatRequest::groupId, StreamsTopics::of));
        table.put(
                ApiKey.CONSUMER_GROUP_DESCRIBE,
                new DescribedGroups<>(
                        new GuardTable.Elements<>(
                                ConsumerGroupDescribeRequest::groupIds,
                                (request, ids) -> request.toBuilder().groupIds(ids).build()),
                        ConsumerGroupDescribeRequest::includeAuthorizedOperations,
                        ConsumerGroupDescribeResponse::groups,
                        (response, groups) -> response.toBuilder().groups(groups).build(),
                        new DescribedGroups.Told<>(
                                ConsumerGroupDescribeResponse.DescribedGroup::errorCode,
                                ConsumerGroupDescribeResponse.DescribedGroup::groupId,
                                (group, operations) ->
                                        group.toBuilder()
                                                .authorizedOperations(operations)
                                                .build())));
        table.put(
                ApiKey.STREAMS_GROUP_DESCRIBE,
                new DescribedGroups<>(
                        new GuardTable.Elements<>(
                                StreamsGroupDescribeRequest::groupIds,
                                (request, ids) -> request.toBuilder().groupIds(ids).build()),
                        StreamsGroupDescribeRequest::includeAuthorizedOperations,
                        StreamsGroupDescribeResponse::groups,
                        (response, groups) -> response.toBuilder().groups(groups).build(),
                        new DescribedGroups.Told<>(
                                StreamsGroupDescribeResponse.DescribedGroup::errorCode,
                                StreamsGroupDescribeResponse.DescribedGroup::groupId,
                                (group, operations) ->
                                        group.toBuilder()
                                                .authorizedOperations(operations)
                                                .build())));
        table.put(
                ApiKey.DESCRIBE_GROUPS,
                new DescribedGroups<>(
                        new GuardTable.Elements<>(
                                DescribeGroupsRequest::groups,
                                (request, ids) -> request.toBuilder().groups(ids).build()),
                        DescribeGroupsRequest::includeAuthorizedOperations,
                        DescribeGroupsResponse::groups,
                        (response, groups) -> response.toBuilder().groups(groups).build(),
                        new DescribedGroups.Told<>(
                                DescribeGroupsResponse.DescribedGroup::errorCode,
                                DescribeGroupsResponse.DescribedGroup::groupId,
                                (group, operations) ->
                                        group.toBuilder()
                                                .authorizedOperations(operations)
                                                .build())));
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

    /** A member may read its group. A request that names none is refused for that, later. */
    static <Q extends ApiMessage, R extends ApiMessage> Guard<Q, R> ofMember(
            Function<Q, @Nullable String> group) {
        return ofMember(group, request -> Stream.of());
    }

    /** Besides, it may know of all topics it names. */
    static <Q extends ApiMessage, R extends ApiMessage> Guard<Q, R> ofMember(
            Function<Q, @Nullable String> group, Function<Q, Stream<String>> topics) {
        return (access, request, reply, next) -> {
            String id = group.apply(request);
            if (id != null && !access.group(Operation.READ, id)) {
                GuardTable.refuse(access, request, reply, GROUP_AUTHORIZATION_FAILED);
            } else if (!topics.apply(request)
                    .allMatch(name -> access.topic(Operation.DESCRIBE, name))) {
                GuardTable.refuse(access, request, reply, TOPIC_AUTHORIZATION_FAILED);
            } else {
                next.handle(request, reply);
            }
        };
    }

    static Stream<String> named(@Nullable List<String> topics) {
        return topics == null ? Stream.of() : topics.stream();
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
