package io.leat.clients.consumer;

import io.leat.clients.consumer.Remote.Joined;
import io.leat.clients.consumer.Remote.Joiner;
import io.leat.clients.consumer.Remote.Member;
import io.leat.clients.consumer.Remote.Protocol;
import io.leat.clients.network.Call;
import io.leat.clients.network.ClientIo;
import io.leat.clients.network.Coordinators;
import io.leat.clients.network.Errors;
import io.leat.common.TopicPartition;
import io.leat.common.errors.DisconnectException;
import io.leat.common.errors.TimeoutException;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.LeaveGroupRequest;
import io.leat.log.protocol.message.LeaveGroupResponse;
import io.leat.log.protocol.message.OffsetCommitRequest;
import io.leat.log.protocol.message.OffsetCommitResponse;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.protocol.message.OffsetFetchResponse;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.SyncGroupResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What a member asks of its group's coordinator. Stateless; a coordinator that moved or does not
 * answer is looked up again at the next call.
 */
final class GroupCalls {

    private static final String PROTOCOL_TYPE = "consumer";
    private static final int JOIN_SLACK_MS = 5_000;
    private static final int FIRST_WITH_REGEX = 1;

    private final ClientIo io;
    private final GroupSettings settings;
    private final boolean readCommitted;

    GroupCalls(ClientIo io, GroupSettings settings, boolean readCommitted) {
        this.io = io;
        this.settings = settings;
        this.readCommitted = readCommitted;
    }

    CompletableFuture<Joined> join(
            Member member,
            List<Protocol> protocols,
            String reason,
            java.util.function.Consumer<Member> named) {
        return call(joinCall(member, protocols, reason), response -> ErrorCode.NONE)
                .thenCompose(
                        response -> {
                            if (response.errorCode() == ErrorCode.MEMBER_ID_REQUIRED) {
                                Member known = member.withId(response.memberId());
                                named.accept(known);
                                return join(known, protocols, reason, named);
                            }
                            forgetIfMoved(response.errorCode());
                            check(response.errorCode());
                            return CompletableFuture.completedFuture(joined(member, response));
                        });
    }

    private Call<JoinGroupResponse> joinCall(
            Member member, List<Protocol> protocols, String reason) {
        List<JoinGroupRequest.Protocol> offers = new ArrayList<>();
        for (Protocol protocol : protocols) {
            offers.add(new JoinGroupRequest.Protocol(protocol.name(), protocol.subscription()));
        }
        JoinGroupRequest request =
                JoinGroupRequest.builder()
                        .groupId(settings.groupId())
                        .sessionTimeoutMs(settings.sessionTimeoutMs())
                        .rebalanceTimeoutMs(settings.rebalanceTimeoutMs())
                        .memberId(member.id())
                        .groupInstanceId(member.instanceId().orElse(null))
                        .protocolType(PROTOCOL_TYPE)
                        .protocols(offers)
                        .reason(reason)
                        .build();
        return Call.of(request, JoinGroupResponse::read)
                .timeoutMs(
                        Math.max(
                                io.settings().requestTimeoutMs(),
                                (long) settings.rebalanceTimeoutMs() + JOIN_SLACK_MS));
    }

    private static Joined joined(Member member, JoinGroupResponse response) {
        List<Joiner> joiners = new ArrayList<>();
        for (JoinGroupResponse.Member one : response.members()) {
            joiners.add(
                    new Joiner(
                            one.memberId(),
                            Optional.ofNullable(one.groupInstanceId()),
                            one.metadata()));
        }
        return new Joined(
                new Member(response.memberId(), response.generationId(), member.instanceId()),
                response.protocolName(),
                response.leader().equals(response.memberId()),
                response.skipAssignment(),
                joiners);
    }

    CompletableFuture<ByteBuffer> sync(
            Member member, String protocol, Map<String, ByteBuffer> assignments) {
        List<SyncGroupRequest.Assignment> all = new ArrayList<>();
        assignments.forEach(
                (id, assignment) -> all.add(new SyncGroupRequest.Assignment(id, assignment)));
        SyncGroupRequest request =
                SyncGroupRequest.builder()
                        .groupId(settings.groupId())
                        .generationId(member.generation())
                        .memberId(member.id())
                        .groupInstanceId(member.instanceId().orElse(null))
                        .protocolType(PROTOCOL_TYPE)
                        .protocolName(protocol)
                        .assignments(all)
                        .build();
        return call(
                        Call.of(request, SyncGroupResponse::read)
                                .timeoutMs(
                                        Math.max(
                                                io.settings().requestTimeoutMs(),
                                                (long) settings.rebalanceTimeoutMs()
                                                        + JOIN_SLACK_MS)),
                        SyncGroupResponse::errorCode)
                .thenApply(SyncGroupResponse::assignment);
    }

    CompletableFuture<Void> heartbeat(Member member) {
        HeartbeatRequest request =
                HeartbeatRequest.builder()
                        .groupId(settings.groupId())
                        .generationId(member.generation())
                        .memberId(member.id())
                        .groupInstanceId(member.instanceId().orElse(null))
                        .build();
        return call(Call.of(request, HeartbeatResponse::read), HeartbeatResponse::errorCode)
                .thenApply(response -> null);
    }

    CompletableFuture<Void> leave(Member member, String reason) {
        LeaveGroupRequest.MemberIdentity leaving =
                new LeaveGroupRequest.MemberIdentity(
                        member.id(), member.instanceId().orElse(null), reason);
        Call<LeaveGroupResponse> leave =
                Call.of(
                        ApiKey.LEAVE_GROUP,
                        version ->
                                version >= 3
                                        ? LeaveGroupRequest.builder()
                                                .groupId(settings.groupId())
                                                .members(List.of(leaving))
                                                .build()
                                        : LeaveGroupRequest.builder()
                                                .groupId(settings.groupId())
                                                .memberId(member.id())
                                                .build(),
                        LeaveGroupResponse::read);
        return call(leave, LeaveGroupResponse::errorCode).thenApply(response -> null);
    }

    CompletableFuture<ConsumerGroupHeartbeatResponse> beat(ConsumerGroupHeartbeatRequest request) {
        int lowest = request.subscribedTopicRegex() == null ? 0 : FIRST_WITH_REGEX;
        Call<ConsumerGroupHeartbeatResponse> call =
                Call.of(request, ConsumerGroupHeartbeatResponse::read);
        return call(call.versions(lowest, call.highest()), response -> ErrorCode.NONE)
                .thenApply(
                        response -> {
                            forgetIfMoved(response.errorCode());
                            return response;
                        });
    }

    CompletableFuture<StreamsGroupHeartbeatResponse> beat(StreamsGroupHeartbeatRequest request) {
        Call<StreamsGroupHeartbeatResponse> call =
                Call.of(request, StreamsGroupHeartbeatResponse::read);
        return call(call, response -> ErrorCode.NONE)
                .thenApply(
                        response -> {
                            forgetIfMoved(response.errorCode());
                            return response;
                        });
    }

    CompletableFuture<Map<TopicPartition, Optional<RuntimeException>>> commit(
            Member member, Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (offsets.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        OffsetCommitRequest request =
                OffsetCommitRequest.builder()
                        .groupId(settings.groupId())
                        .generationIdOrMemberEpoch(member.generation())
                        .memberId(member.id())
                        .groupInstanceId(
                                member.generation() < 0 ? null : member.instanceId().orElse(null))
                        .topics(
                                ByLeader.byTopic(
                                        offsets,
                                        (partition, offset) ->
                                                OffsetCommitRequest.Partition.builder()
                                                        .partitionIndex(partition.partition())
                                                        .committedOffset(offset.offset())
                                                        .committedLeaderEpoch(
                                                                offset.leaderEpoch().orElse(-1))
                                                        .committedMetadata(offset.metadata())
                                                        .build(),
                                        (name, partitions) ->
                                                OffsetCommitRequest.Topic.builder()
                                                        .name(name)
                                                        .partitions(partitions)
                                                        .build()))
                        .build();
        return call(
                        Call.of(request, OffsetCommitResponse::read).versions(2, 9),
                        response -> ErrorCode.NONE)
                .thenApply(this::outcome);
    }

    private Map<TopicPartition, Optional<RuntimeException>> outcome(OffsetCommitResponse response) {
        Map<TopicPartition, Optional<RuntimeException>> outcome = new LinkedHashMap<>();
        for (OffsetCommitResponse.Topic topic : response.topics()) {
            for (OffsetCommitResponse.Partition one : topic.partitions()) {
                forgetIfMoved(one.errorCode());
                outcome.put(
                        new TopicPartition(topic.name(), one.partitionIndex()),
                        one.errorCode() == ErrorCode.NONE
                                ? Optional.empty()
                                : Optional.of(Errors.of(one.errorCode())));
            }
        }
        return outcome;
    }

    CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> committed(
            Set<TopicPartition> partitions) {
        Map<TopicPartition, Integer> numbers = new LinkedHashMap<>();
        partitions.forEach(partition -> numbers.put(partition, partition.partition()));
        Call<OffsetFetchResponse> fetch =
                Call.of(
                                ApiKey.OFFSET_FETCH,
                                version ->
                                        version >= 8
                                                ? fetchGroups(version, numbers)
                                                : fetchOld(version, numbers),
                                OffsetFetchResponse::read)
                        .versions(1, 9);
        return call(fetch, GroupCalls::fetchError).thenApply(GroupCalls::offsets);
    }

    private OffsetFetchRequest fetchGroups(int version, Map<TopicPartition, Integer> numbers) {
        List<OffsetFetchRequest.Topics> topics =
                ByLeader.byTopic(
                        numbers,
                        (partition, number) -> number,
                        (name, all) ->
                                OffsetFetchRequest.Topics.builder()
                                        .name(name)
                                        .partitionIndexes(all)
                                        .build());
        return OffsetFetchRequest.builder()
                .groups(
                        List.of(
                                OffsetFetchRequest.Group.builder()
                                        .groupId(settings.groupId())
                                        .topics(topics)
                                        .build()))
                .requireStable(readCommitted)
                .build();
    }

    private OffsetFetchRequest fetchOld(int version, Map<TopicPartition, Integer> numbers) {
        return OffsetFetchRequest.builder()
                .groupId(settings.groupId())
                .topics(
                        ByLeader.byTopic(
                                numbers,
                                (partition, number) -> number,
                                OffsetFetchRequest.Topic::new))
                .requireStable(readCommitted && version >= 7)
                .build();
    }

    private static ErrorCode fetchError(OffsetFetchResponse response) {
        return response.groups().isEmpty()
                ? response.errorCode()
                : response.groups().get(0).errorCode();
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(OffsetFetchResponse response) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (OffsetFetchResponse.Group group : response.groups()) {
            for (OffsetFetchResponse.Topics topic : group.topics()) {
                for (OffsetFetchResponse.Partitions one : topic.partitions()) {
                    add(
                            offsets,
                            new TopicPartition(topic.name(), one.partitionIndex()),
                            one.errorCode(),
                            offset(
                                    one.committedOffset(),
                                    one.committedLeaderEpoch(),
                                    one.metadata()));
                }
            }
        }
        for (OffsetFetchResponse.Topic topic : response.topics()) {
            for (OffsetFetchResponse.Partition one : topic.partitions()) {
                add(
                        offsets,
                        new TopicPartition(topic.name(), one.partitionIndex()),
                        one.errorCode(),
                        offset(one.committedOffset(), one.committedLeaderEpoch(), one.metadata()));
            }
        }
        return offsets;
    }

    private static void add(
            Map<TopicPartition, OffsetAndMetadata> offsets,
            TopicPartition partition,
            ErrorCode error,
            OffsetAndMetadata offset) {
        if (error != ErrorCode.NONE) {
            throw Errors.of(error, error.message() + ": " + partition);
        }
        if (offset != null) {
            offsets.put(partition, offset);
        }
    }

    private static OffsetAndMetadata offset(long offset, int epoch, String metadata) {
        return offset < 0
                ? null
                : new OffsetAndMetadata(
                        offset, epoch < 0 ? Optional.empty() : Optional.of(epoch), metadata);
    }

    /** Calls the coordinator; fails with the exception of the error, if there is one. */
    private <M> CompletableFuture<M> call(Call<M> call, Function<M, ErrorCode> error) {
        return io.coordinators()
                .find(Coordinators.Kind.GROUP, settings.groupId())
                .thenCompose(node -> io.sendApart(ClientIo.Lane.GROUP, node.id(), call))
                .whenComplete(
                        (response, failure) -> {
                            RuntimeException cause =
                                    failure == null ? null : Errors.unwrap(failure);
                            if (cause instanceof DisconnectException
                                    || cause instanceof TimeoutException) {
                                forget();
                            }
                        })
                .thenApply(
                        response -> {
                            ErrorCode code = error.apply(response);
                            forgetIfMoved(code);
                            check(code);
                            return response;
                        });
    }

    private static void check(ErrorCode error) {
        if (error != ErrorCode.NONE) {
            throw Errors.of(error);
        }
    }

    private void forgetIfMoved(ErrorCode error) {
        if (error == ErrorCode.NOT_COORDINATOR || error == ErrorCode.COORDINATOR_NOT_AVAILABLE) {
            forget();
        }
    }

    private void forget() {
        io.coordinators().forget(Coordinators.Kind.GROUP, settings.groupId());
    }
}
