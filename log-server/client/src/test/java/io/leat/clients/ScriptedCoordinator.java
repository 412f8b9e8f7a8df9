package io.leat.clients;

import io.leat.clients.ScriptedCluster.Seen;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AddOffsetsToTxnResponse;
import io.leat.log.protocol.message.AddPartitionsToTxnRequest;
import io.leat.log.protocol.message.AddPartitionsToTxnResponse;
import io.leat.log.protocol.message.EndTxnRequest;
import io.leat.log.protocol.message.EndTxnResponse;
import io.leat.log.protocol.message.FindCoordinatorRequest;
import io.leat.log.protocol.message.FindCoordinatorResponse;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.InitProducerIdResponse;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.LeaveGroupResponse;
import io.leat.log.protocol.message.OffsetCommitRequest;
import io.leat.log.protocol.message.OffsetCommitResponse;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.protocol.message.OffsetFetchResponse;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.SyncGroupResponse;
import io.leat.log.protocol.message.TxnOffsetCommitRequest;
import io.leat.log.protocol.message.TxnOffsetCommitResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The coordinator of one group with one member and of one transactional id, which moves to the next
 * broker, and loads there, just before it is asked a given thing for the first time.
 */
final class ScriptedCoordinator {

    private static final int LOADING_ANSWERS = 2;

    private final ApiKey movesAt;
    private int node = 1;
    private boolean moved;
    private int loading;
    private int generation;
    private long committed = -1;

    /** The offsets committed in transactions that are not ended. */
    private long pending = -1;

    /** How each transaction ended: true for a commit. */
    final List<Boolean> ends = new ArrayList<>();

    ScriptedCoordinator(ScriptedCluster cluster, ApiKey movesAt) {
        this.movesAt = movesAt;
        cluster.script(ApiKey.FIND_COORDINATOR, this::find);
        on(cluster, ApiKey.JOIN_GROUP, this::join);
        on(cluster, ApiKey.SYNC_GROUP, this::sync);
        on(cluster, ApiKey.HEARTBEAT, this::heartbeat);
        on(cluster, ApiKey.LEAVE_GROUP, this::leave);
        on(cluster, ApiKey.OFFSET_COMMIT, this::commit);
        on(cluster, ApiKey.OFFSET_FETCH, this::fetch);
        on(cluster, ApiKey.INIT_PRODUCER_ID, this::init);
        on(cluster, ApiKey.ADD_PARTITIONS_TO_TXN, this::addPartitions);
        on(cluster, ApiKey.ADD_OFFSETS_TO_TXN, this::addOffsets);
        on(cluster, ApiKey.TXN_OFFSET_COMMIT, this::commitInTransaction);
        on(cluster, ApiKey.END_TXN, this::end);
    }

    /** An answer by request and error; with an error nothing may be changed. */
    private interface Answer {
        ApiMessage to(ApiMessage request, ErrorCode error);
    }

    private void on(ScriptedCluster cluster, ApiKey key, Answer answer) {
        cluster.script(key, seen -> answer.to(seen.request(), judge(seen)));
    }

    private ErrorCode judge(Seen seen) {
        if (seen.key() == movesAt && !moved) {
            moved = true;
            node = 2;
            loading = LOADING_ANSWERS;
        }
        if (seen.node() != node) {
            return ErrorCode.NOT_COORDINATOR;
        }
        return loading-- > 0 ? ErrorCode.COORDINATOR_LOAD_IN_PROGRESS : ErrorCode.NONE;
    }

    boolean hasMoved() {
        return moved;
    }

    long committed() {
        return committed;
    }

    private FindCoordinatorResponse find(Seen seen) {
        String key = ((FindCoordinatorRequest) seen.request()).coordinatorKeys().get(0);
        return FindCoordinatorResponse.builder()
                .coordinators(
                        List.of(
                                new FindCoordinatorResponse.Coordinator(
                                        key,
                                        node,
                                        ScriptedCluster.host(node),
                                        9_092,
                                        ErrorCode.NONE,
                                        null)))
                .build();
    }

    private ApiMessage join(ApiMessage request, ErrorCode error) {
        JoinGroupRequest join = (JoinGroupRequest) request;
        JoinGroupResponse.Builder answer =
                JoinGroupResponse.builder().protocolName("").leader("").memberId(join.memberId());
        if (error != ErrorCode.NONE) {
            return answer.errorCode(error).build();
        }
        if (join.memberId().isEmpty()) {
            return answer.errorCode(ErrorCode.MEMBER_ID_REQUIRED).memberId("member").build();
        }
        generation++;
        JoinGroupRequest.Protocol protocol = join.protocols().get(0);
        return answer.generationId(generation)
                .protocolType("consumer")
                .protocolName(protocol.name())
                .leader("member")
                .members(
                        List.of(
                                new JoinGroupResponse.Member(
                                        "member", null, copy(protocol.metadata()))))
                .build();
    }

    private ApiMessage sync(ApiMessage request, ErrorCode error) {
        SyncGroupRequest sync = (SyncGroupRequest) request;
        return SyncGroupResponse.builder()
                .errorCode(error)
                .assignment(
                        error == ErrorCode.NONE
                                ? copy(sync.assignments().get(0).assignment())
                                : ByteBuffer.allocate(0))
                .build();
    }

    /** Bytes that outlive the frame of the request. */
    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    private ApiMessage heartbeat(ApiMessage request, ErrorCode error) {
        return HeartbeatResponse.builder().errorCode(error).build();
    }

    private ApiMessage leave(ApiMessage request, ErrorCode error) {
        return LeaveGroupResponse.builder().errorCode(error).build();
    }

    private ApiMessage commit(ApiMessage request, ErrorCode error) {
        var topic = ((OffsetCommitRequest) request).topics().get(0);
        if (error == ErrorCode.NONE) {
            committed = topic.partitions().get(0).committedOffset();
        }
        return OffsetCommitResponse.builder()
                .topics(
                        List.of(
                                new OffsetCommitResponse.Topic(
                                        topic.name(),
                                        topic.topicId(),
                                        List.of(new OffsetCommitResponse.Partition(0, error)))))
                .build();
    }

    private ApiMessage fetch(ApiMessage request, ErrorCode error) {
        var group = ((OffsetFetchRequest) request).groups().get(0);
        var topics =
                error == ErrorCode.NONE
                        ? List.of(
                                new OffsetFetchResponse.Topics(
                                        ScriptedCluster.TOPIC,
                                        group.topics().get(0).topicId(),
                                        List.of(
                                                new OffsetFetchResponse.Partitions(
                                                        0, committed, -1, "", ErrorCode.NONE))))
                        : List.<OffsetFetchResponse.Topics>of();
        return OffsetFetchResponse.builder()
                .groups(List.of(new OffsetFetchResponse.Group(group.groupId(), topics, error)))
                .build();
    }

    private ApiMessage init(ApiMessage request, ErrorCode error) {
        return InitProducerIdResponse.builder()
                .errorCode(error)
                .producerId(error == ErrorCode.NONE ? 1_000 : -1)
                .producerEpoch((short) (error == ErrorCode.NONE ? 0 : -1))
                .build();
    }

    private ApiMessage addPartitions(ApiMessage request, ErrorCode error) {
        Function<AddPartitionsToTxnRequest.Topic, AddPartitionsToTxnResponse.TopicResult> result =
                topic ->
                        new AddPartitionsToTxnResponse.TopicResult(
                                topic.name(),
                                List.of(new AddPartitionsToTxnResponse.PartitionResult(0, error)));
        return AddPartitionsToTxnResponse.builder()
                .resultsByTopicV3AndBelow(
                        ((AddPartitionsToTxnRequest) request)
                                .v3AndBelowTopics().stream().map(result).toList())
                .build();
    }

    private ApiMessage addOffsets(ApiMessage request, ErrorCode error) {
        return AddOffsetsToTxnResponse.builder().errorCode(error).build();
    }

    private ApiMessage commitInTransaction(ApiMessage request, ErrorCode error) {
        var topic = ((TxnOffsetCommitRequest) request).topics().get(0);
        if (error == ErrorCode.NONE) {
            pending = topic.partitions().get(0).committedOffset();
        }
        return TxnOffsetCommitResponse.builder()
                .topics(
                        List.of(
                                new TxnOffsetCommitResponse.Topic(
                                        topic.name(),
                                        List.of(new TxnOffsetCommitResponse.Partition(0, error)))))
                .build();
    }

    private ApiMessage end(ApiMessage request, ErrorCode error) {
        if (error == ErrorCode.NONE) {
            boolean commit = ((EndTxnRequest) request).committed();
            ends.add(commit);
            committed = commit && pending >= 0 ? pending : committed;
            pending = -1;
        }
        return EndTxnResponse.builder().errorCode(error).build();
    }
}
