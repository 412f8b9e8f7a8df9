package io.leat.log.broker.access;

import static io.leat.log.protocol.ErrorCode.GROUP_AUTHORIZATION_FAILED;
import static io.leat.log.protocol.ErrorCode.TOPIC_AUTHORIZATION_FAILED;

import io.leat.log.broker.Reply;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.message.AlterShareGroupOffsetsRequest;
import io.leat.log.protocol.message.AlterShareGroupOffsetsResponse;
import io.leat.log.protocol.message.DeleteShareGroupOffsetsRequest;
import io.leat.log.protocol.message.DeleteShareGroupOffsetsResponse;
import io.leat.log.protocol.message.DescribeShareGroupOffsetsRequest;
import io.leat.log.protocol.message.DescribeShareGroupOffsetsResponse;
import io.leat.log.protocol.message.ShareAcknowledgeRequest;
import io.leat.log.protocol.message.ShareFetchRequest;
import io.leat.log.protocol.message.ShareGroupDescribeRequest;
import io.leat.log.protocol.message.ShareGroupDescribeResponse;
import io.leat.log.protocol.message.ShareGroupHeartbeatRequest;
import java.util.List;

/**
 * Guards of requests about share groups. Stateless. Which topics a member may fetch from is looked
 * at with each fetch, as a session outlives a right.
 */
final class ShareGuards {

    private ShareGuards() {}

    static void addTo(GuardTable table) {
        table.cluster(
                Operation.CLUSTER_ACTION,
                ApiKey.INITIALIZE_SHARE_GROUP_STATE,
                ApiKey.READ_SHARE_GROUP_STATE,
                ApiKey.WRITE_SHARE_GROUP_STATE,
                ApiKey.DELETE_SHARE_GROUP_STATE,
                ApiKey.READ_SHARE_GROUP_STATE_SUMMARY);
        table.put(ApiKey.SHARE_FETCH, GroupGuards.ofMember(ShareFetchRequest::groupId));
        table.put(ApiKey.SHARE_ACKNOWLEDGE, GroupGuards.ofMember(ShareAcknowledgeRequest::groupId));
        table.put(
                ApiKey.SHARE_GROUP_HEARTBEAT,
                GroupGuards.ofMember(
                        ShareGroupHeartbeatRequest::groupId,
                        request -> GroupGuards.named(request.subscribedTopicNames())));
        table.<ShareGroupDescribeRequest, ShareGroupDescribeResponse>put(
                ApiKey.SHARE_GROUP_DESCRIBE,
                new DescribedGroups<>(
                        new GuardTable.Elements<>(
                                ShareGroupDescribeRequest::groupIds,
                                (request, ids) -> request.toBuilder().groupIds(ids).build()),
                        ShareGroupDescribeRequest::includeAuthorizedOperations,
                        ShareGroupDescribeResponse::groups,
                        (response, groups) -> response.toBuilder().groups(groups).build(),
                        new DescribedGroups.Told<>(
                                ShareGroupDescribeResponse.DescribedGroup::errorCode,
                                ShareGroupDescribeResponse.DescribedGroup::groupId,
                                (group, operations) ->
                                        group.toBuilder()
                                                .authorizedOperations(operations)
                                                .build())));
        table
                .<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse,
                        DescribeShareGroupOffsetsRequest.Group>
                        each(
                                ApiKey.DESCRIBE_SHARE_GROUP_OFFSETS,
                                GROUP_AUTHORIZATION_FAILED,
                                new GuardTable.Elements<>(
                                        DescribeShareGroupOffsetsRequest::groups,
                                        (request, groups) ->
                                                request.toBuilder().groups(groups).build()),
                                (access, group) ->
                                        access.group(Operation.DESCRIBE, group.groupId()),
                                (response, refusal) ->
                                        response.toBuilder()
                                                .groups(
                                                        GuardTable.joined(
                                                                response.groups(),
                                                                refusal.groups()))
                                                .build());
        table.<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse>put(
                ApiKey.ALTER_SHARE_GROUP_OFFSETS, ShareGuards::alter);
        table.<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse>put(
                ApiKey.DELETE_SHARE_GROUP_OFFSETS, ShareGuards::delete);
    }

    private static void alter(
            Access access,
            AlterShareGroupOffsetsRequest request,
            Reply<AlterShareGroupOffsetsResponse> reply,
            Guard.Next<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse> next) {
        if (!access.group(Operation.READ, request.groupId())) {
            GuardTable.refuse(access, request, reply, GROUP_AUTHORIZATION_FAILED);
            return;
        }
        List<AlterShareGroupOffsetsResponse.Topic> denied =
                request.topics().stream()
                        .filter(topic -> !access.topic(Operation.READ, topic.topicName()))
                        .map(ShareGuards::denied)
                        .toList();
        next.handle(
                request.toBuilder()
                        .topics(
                                request.topics().stream()
                                        .filter(
                                                topic ->
                                                        access.topic(
                                                                Operation.READ, topic.topicName()))
                                        .toList())
                        .build(),
                new ChangedReply<>(
                        reply,
                        response ->
                                response.toBuilder()
                                        .responses(GuardTable.joined(response.responses(), denied))
                                        .build()));
    }

    private static AlterShareGroupOffsetsResponse.Topic denied(
            AlterShareGroupOffsetsRequest.Topic topic) {
        return AlterShareGroupOffsetsResponse.Topic.builder()
                .topicName(topic.topicName())
                .partitions(
                        topic.partitions().stream()
                                .map(
                                        each ->
                                                new AlterShareGroupOffsetsResponse.Partition(
                                                        each.partitionIndex(),
                                                        TOPIC_AUTHORIZATION_FAILED,
                                                        TOPIC_AUTHORIZATION_FAILED.message()))
                                .toList())
                .build();
    }

    private static void delete(
            Access access,
            DeleteShareGroupOffsetsRequest request,
            Reply<DeleteShareGroupOffsetsResponse> reply,
            Guard.Next<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse> next) {
        if (!access.group(Operation.DELETE, request.groupId())) {
            GuardTable.refuse(access, request, reply, GROUP_AUTHORIZATION_FAILED);
            return;
        }
        List<DeleteShareGroupOffsetsResponse.Topic> denied =
                request.topics().stream()
                        .filter(topic -> !access.topic(Operation.READ, topic.topicName()))
                        .map(
                                topic ->
                                        DeleteShareGroupOffsetsResponse.Topic.builder()
                                                .topicName(topic.topicName())
                                                .errorCode(TOPIC_AUTHORIZATION_FAILED)
                                                .errorMessage(TOPIC_AUTHORIZATION_FAILED.message())
                                                .build())
                        .toList();
        next.handle(
                request.toBuilder()
                        .topics(
                                request.topics().stream()
                                        .filter(
                                                topic ->
                                                        access.topic(
                                                                Operation.READ, topic.topicName()))
                                        .toList())
                        .build(),
                new ChangedReply<>(
                        reply,
                        response ->
                                response.toBuilder()
                                        .responses(GuardTable.joined(response.responses(), denied))
                                        .build()));
    }
}
