package io.leat.log.broker.quorum;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.FetchSnapshotRequest;
import io.leat.log.protocol.message.FetchSnapshotResponse;
import io.leat.log.quorum.Peer;
import io.leat.log.quorum.RaftMessage;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.quorum.SnapshotId;
import io.leat.log.runtime.Endpoint;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pieces of snapshots as FetchSnapshot requests and responses. Stateless. */
final class SnapshotWire {

    private SnapshotWire() {}

    static FetchSnapshotRequest request(String clusterId, RaftMessage.FetchSnapshot fetch) {
        FetchSnapshotRequest.PartitionSnapshot asked =
                FetchSnapshotRequest.PartitionSnapshot.builder()
                        .partition(MetadataTopic.PARTITION)
                        .currentLeaderEpoch(fetch.epoch())
                        .snapshotId(
                                new FetchSnapshotRequest.SnapshotId(
                                        fetch.snapshot().endOffset(), fetch.snapshot().epoch()))
                        .position(fetch.position())
                        .replicaDirectoryId(fetch.replica().directoryId())
                        .build();
        return FetchSnapshotRequest.builder()
                .clusterId(clusterId)
                .replicaId(fetch.replica().id())
                .maxBytes(fetch.bytesMax())
                .topics(
                        List.of(
                                new FetchSnapshotRequest.TopicSnapshot(
                                        MetadataTopic.NAME, List.of(asked))))
                .build();
    }

    /** Null if it is about another log. */
    static RaftMessage.@Nullable FetchSnapshot read(FetchSnapshotRequest request) {
        for (FetchSnapshotRequest.TopicSnapshot topic : request.topics()) {
            if (topic.name().equals(MetadataTopic.NAME) && !topic.partitions().isEmpty()) {
                FetchSnapshotRequest.PartitionSnapshot asked = topic.partitions().get(0);
                FetchSnapshotRequest.SnapshotId id = asked.snapshotId();
                return new RaftMessage.FetchSnapshot(
                        asked.currentLeaderEpoch(),
                        new ReplicaKey(request.replicaId(), asked.replicaDirectoryId()),
                        new SnapshotId(id.endOffset(), id.epoch()),
                        asked.position(),
                        request.maxBytes());
            }
        }
        return null;
    }

    static FetchSnapshotResponse response(
            RaftMessage.FetchSnapshot asked, RaftMessage.Reply reply) {
        Peer leader = reply.leader();
        FetchSnapshotResponse.PartitionSnapshot.Builder answer =
                FetchSnapshotResponse.PartitionSnapshot.builder()
                        .index(MetadataTopic.PARTITION)
                        .currentLeader(
                                new FetchSnapshotResponse.LeaderIdAndEpoch(
                                        MetadataTopic.id(leader), reply.epoch()));
        if (reply instanceof RaftMessage.SnapshotReply piece) {
            answer.size(piece.size()).unalignedRecords(Records.of(piece.bytes()));
        } else {
            ErrorCode error =
                    reply instanceof RaftMessage.Refused refused
                            ? refused.error()
                            : ErrorCode.UNKNOWN_SERVER_ERROR;
            answer.errorCode(error).unalignedRecords(Records.EMPTY);
        }
        SnapshotId id = asked.snapshot();
        answer.position(asked.position())
                .snapshotId(new FetchSnapshotResponse.SnapshotId(id.endOffset(), id.epoch()));
        Endpoint at = MetadataTopic.endpoint(leader);
        return FetchSnapshotResponse.builder()
                .topics(
                        List.of(
                                new FetchSnapshotResponse.TopicSnapshot(
                                        MetadataTopic.NAME, List.of(answer.build()))))
                .nodeEndpoints(
                        leader == null || at == null
                                ? List.of()
                                : List.of(
                                        new FetchSnapshotResponse.NodeEndpoint(
                                                leader.id(), at.host(), at.port())))
                .build();
    }

    /** With a copy of the bytes, which outlive the frame. */
    static RaftMessage.Reply read(RaftMessage.FetchSnapshot asked, FetchSnapshotResponse response) {
        if (response.errorCode() != ErrorCode.NONE
                || response.topics().isEmpty()
                || response.topics().get(0).partitions().isEmpty()) {
            return new RaftMessage.Refused(asked.epoch(), null, response.errorCode());
        }
        FetchSnapshotResponse.PartitionSnapshot answer =
                response.topics().get(0).partitions().get(0);
        int leaderId = answer.currentLeader().leaderId();
        int epoch = answer.currentLeader().leaderEpoch();
        Peer leader = leaderId < 0 ? null : new Peer(leaderId, null);
        if (answer.errorCode() != ErrorCode.NONE) {
            return new RaftMessage.Refused(epoch, leader, answer.errorCode());
        }
        ByteBuffer bytes = ByteBuffer.allocate(answer.unalignedRecords().sizeInBytes());
        answer.unalignedRecords().buffers().forEach(each -> bytes.put(each.duplicate()));
        return new RaftMessage.SnapshotReply(
                epoch, leader, asked.snapshot(), answer.size(), bytes.flip());
    }
}
