package io.leat.log.broker.quorum;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.quorum.MetadataBatch;
import io.leat.log.quorum.MetadataBatchCodec;
import io.leat.log.quorum.MetadataLog;
import io.leat.log.quorum.Peer;
import io.leat.log.quorum.RaftMessage;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.quorum.SnapshotId;
import io.leat.log.runtime.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fetches of the metadata log as Fetch requests and responses. Stateless. There are no fetch
 * sessions in the quorum: the field carries the number of the last answer.
 */
final class FetchWire {

    private static final int WAIT_MS = 500;
    private static final int BYTES_MAX = 8 << 20;
    private static final int NO_SESSION = -1;

    private FetchWire() {}

    static FetchRequest request(String clusterId, RaftMessage.Fetch fetch) {
        FetchRequest.Partition asked =
                FetchRequest.Partition.builder()
                        .partition(MetadataTopic.PARTITION)
                        .currentLeaderEpoch(fetch.epoch())
                        .fetchOffset(fetch.offset())
                        .lastFetchedEpoch(fetch.lastEpoch())
                        .partitionMaxBytes(BYTES_MAX)
                        .replicaDirectoryId(fetch.replica().directoryId())
                        .highWatermark(fetch.highWatermark())
                        .build();
        return FetchRequest.builder()
                .clusterId(clusterId)
                .replicaState(new FetchRequest.ReplicaState(fetch.replica().id(), -1))
                .maxWaitMs(WAIT_MS)
                .maxBytes(BYTES_MAX)
                .sessionId(fetch.answered())
                .sessionEpoch(NO_SESSION)
                .topics(
                        List.of(
                                FetchRequest.Topic.builder()
                                        .topic(MetadataTopic.NAME)
                                        .topicId(Uuid.METADATA_TOPIC)
                                        .partitions(List.of(asked))
                                        .build()))
                .build();
    }

    /** Null if it is about another log. */
    static RaftMessage.@Nullable Fetch read(FetchRequest request) {
        for (FetchRequest.Topic topic : request.topics()) {
            boolean ours =
                    topic.topicId().equals(Uuid.METADATA_TOPIC)
                            || topic.topic().equals(MetadataTopic.NAME);
            if (ours && !topic.partitions().isEmpty()) {
                FetchRequest.Partition asked = topic.partitions().get(0);
                int replicaId =
                        request.replicaState().replicaId() >= 0
                                ? request.replicaState().replicaId()
                                : request.replicaId();
                return new RaftMessage.Fetch(
                        asked.currentLeaderEpoch(),
                        new ReplicaKey(replicaId, asked.replicaDirectoryId()),
                        asked.fetchOffset(),
                        asked.lastFetchedEpoch(),
                        asked.highWatermark(),
                        request.sessionId());
            }
        }
        return null;
    }

    static FetchResponse refused(ErrorCode error) {
        return FetchResponse.builder().errorCode(error).build();
    }

    static FetchResponse response(RaftMessage.Reply reply) {
        Peer leader = reply.leader();
        FetchResponse.PartitionData.Builder answer =
                FetchResponse.PartitionData.builder()
                        .partitionIndex(MetadataTopic.PARTITION)
                        .currentLeader(
                                new FetchResponse.LeaderIdAndEpoch(
                                        MetadataTopic.id(leader), reply.epoch()));
        if (reply instanceof RaftMessage.FetchReply fetched) {
            fill(answer, fetched);
        } else {
            ErrorCode error =
                    reply instanceof RaftMessage.Refused refused
                            ? refused.error()
                            : ErrorCode.UNKNOWN_SERVER_ERROR;
            answer.errorCode(error).highWatermark(-1).records(Records.EMPTY);
        }
        Endpoint at = MetadataTopic.endpoint(leader);
        return FetchResponse.builder()
                .sessionId(reply instanceof RaftMessage.FetchReply fetched ? fetched.number() : 0)
                .responses(
                        List.of(
                                new FetchResponse.FetchableTopicResponse(
                                        MetadataTopic.NAME,
                                        Uuid.METADATA_TOPIC,
                                        List.of(answer.build()))))
                .nodeEndpoints(
                        leader == null || at == null
                                ? List.of()
                                : List.of(
                                        FetchResponse.NodeEndpoint.builder()
                                                .nodeId(leader.id())
                                                .host(at.host())
                                                .port(at.port())
                                                .build()))
                .build();
    }

    private static void fill(
            FetchResponse.PartitionData.Builder answer, RaftMessage.FetchReply fetched) {
        MetadataLog.EpochEnd diverging = fetched.diverging();
        SnapshotId snapshot = fetched.snapshot();
        if (diverging != null) {
            answer.divergingEpoch(
                    new FetchResponse.EpochEndOffset(diverging.epoch(), diverging.endOffset()));
        }
        if (snapshot != null) {
            answer.snapshotId(new FetchResponse.SnapshotId(snapshot.endOffset(), snapshot.epoch()));
        }
        List<ByteBuffer> encoded =
                fetched.batches().stream().map(MetadataBatchCodec::encode).toList();
        answer.highWatermark(fetched.highWatermark())
                .lastStableOffset(fetched.highWatermark())
                .records(Records.of(encoded));
    }

    static RaftMessage.Reply read(RaftMessage.Fetch asked, FetchResponse response) {
        if (response.errorCode() != ErrorCode.NONE
                || response.responses().isEmpty()
                || response.responses().get(0).partitions().isEmpty()) {
            return new RaftMessage.Refused(asked.epoch(), null, response.errorCode());
        }
        FetchResponse.PartitionData answer = response.responses().get(0).partitions().get(0);
        int epoch = answer.currentLeader().leaderEpoch();
        Peer leader = leader(answer.currentLeader().leaderId(), response);
        if (answer.errorCode() != ErrorCode.NONE) {
            return new RaftMessage.Refused(epoch, leader, answer.errorCode());
        }
        FetchResponse.EpochEndOffset end = answer.divergingEpoch();
        FetchResponse.SnapshotId snapshot = answer.snapshotId();
        return new RaftMessage.FetchReply(
                epoch,
                leader,
                answer.highWatermark(),
                batches(answer.records()),
                end.epoch() < 0 ? null : new MetadataLog.EpochEnd(end.epoch(), end.endOffset()),
                snapshot.endOffset() < 0
                        ? null
                        : new SnapshotId(snapshot.endOffset(), snapshot.epoch()),
                response.sessionId());
    }

    private static @Nullable Peer leader(int id, FetchResponse response) {
        for (FetchResponse.NodeEndpoint node : response.nodeEndpoints()) {
            if (node.nodeId() == id) {
                return new Peer(id, new Endpoint(node.host(), node.port()));
            }
        }
        return id < 0 ? null : new Peer(id, null);
    }

    /** The whole and undamaged ones: the rest is asked for again. */
    private static List<MetadataBatch> batches(@Nullable Records records) {
        List<MetadataBatch> batches = new ArrayList<>();
        if (records != null) {
            ByteBuffer bytes = records.toBuffer();
            MetadataBatch batch;
            while (bytes.hasRemaining() && (batch = MetadataBatchCodec.decode(bytes)) != null) {
                batches.add(batch);
            }
        }
        return batches;
    }
}
