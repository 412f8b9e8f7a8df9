package io.leat.log.broker.quorum;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.BeginQuorumEpochRequest;
import io.leat.log.protocol.message.BeginQuorumEpochResponse;
import io.leat.log.protocol.message.EndQuorumEpochRequest;
import io.leat.log.protocol.message.EndQuorumEpochResponse;
import io.leat.log.quorum.Peer;
import io.leat.log.quorum.RaftMessage;
import io.leat.log.runtime.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The beginning and the end of a leader's epoch on the wire. Stateless. */
final class EpochWire {

    private static final String LISTENER = "CONTROLLER";

    private EpochWire() {}

    static BeginQuorumEpochRequest request(
            String clusterId, int voterId, RaftMessage.BeginEpoch begin) {
        BeginQuorumEpochRequest.PartitionData told =
                BeginQuorumEpochRequest.PartitionData.builder()
                        .partitionIndex(MetadataTopic.PARTITION)
                        .leaderId(begin.sender().id())
                        .leaderEpoch(begin.epoch())
                        .build();
        Endpoint at = begin.sender().endpoint();
        return BeginQuorumEpochRequest.builder()
                .clusterId(clusterId)
                .voterId(voterId)
                .topics(
                        List.of(
                                new BeginQuorumEpochRequest.TopicData(
                                        MetadataTopic.NAME, List.of(told))))
                .leaderEndpoints(
                        at == null
                                ? List.of()
                                : List.of(
                                        new BeginQuorumEpochRequest.LeaderEndpoint(
                                                LISTENER, at.host(), at.port())))
                .build();
    }

    static RaftMessage.@Nullable BeginEpoch read(BeginQuorumEpochRequest request) {
        if (request.topics().isEmpty() || request.topics().get(0).partitions().isEmpty()) {
            return null;
        }
        BeginQuorumEpochRequest.PartitionData told = request.topics().get(0).partitions().get(0);
        Endpoint at = null;
        if (!request.leaderEndpoints().isEmpty()) {
            BeginQuorumEpochRequest.LeaderEndpoint first = request.leaderEndpoints().get(0);
            at = new Endpoint(first.host(), first.port());
        }
        return new RaftMessage.BeginEpoch(told.leaderEpoch(), new Peer(told.leaderId(), at));
    }

    static EndQuorumEpochRequest request(String clusterId, RaftMessage.EndEpoch end) {
        EndQuorumEpochRequest.PartitionData told =
                EndQuorumEpochRequest.PartitionData.builder()
                        .partitionIndex(MetadataTopic.PARTITION)
                        .leaderId(end.sender())
                        .leaderEpoch(end.epoch())
                        .build();
        return EndQuorumEpochRequest.builder()
                .clusterId(clusterId)
                .topics(
                        List.of(
                                new EndQuorumEpochRequest.TopicData(
                                        MetadataTopic.NAME, List.of(told))))
                .build();
    }

    static RaftMessage.@Nullable EndEpoch read(EndQuorumEpochRequest request) {
        if (request.topics().isEmpty() || request.topics().get(0).partitions().isEmpty()) {
            return null;
        }
        EndQuorumEpochRequest.PartitionData told = request.topics().get(0).partitions().get(0);
        return new RaftMessage.EndEpoch(told.leaderEpoch(), told.leaderId());
    }

    static BeginQuorumEpochResponse begun(RaftMessage.Reply reply) {
        BeginQuorumEpochResponse.PartitionData answer =
                BeginQuorumEpochResponse.PartitionData.builder()
                        .partitionIndex(MetadataTopic.PARTITION)
                        .errorCode(error(reply))
                        .leaderId(MetadataTopic.id(reply.leader()))
                        .leaderEpoch(reply.epoch())
                        .build();
        return BeginQuorumEpochResponse.builder()
                .topics(
                        List.of(
                                new BeginQuorumEpochResponse.TopicData(
                                        MetadataTopic.NAME, List.of(answer))))
                .build();
    }

    static EndQuorumEpochResponse ended(RaftMessage.Reply reply) {
        EndQuorumEpochResponse.PartitionData answer =
                EndQuorumEpochResponse.PartitionData.builder()
                        .partitionIndex(MetadataTopic.PARTITION)
                        .errorCode(error(reply))
                        .leaderId(MetadataTopic.id(reply.leader()))
                        .leaderEpoch(reply.epoch())
                        .build();
        return EndQuorumEpochResponse.builder()
                .topics(
                        List.of(
                                new EndQuorumEpochResponse.TopicData(
                                        MetadataTopic.NAME, List.of(answer))))
                .build();
    }

    private static ErrorCode error(RaftMessage.Reply reply) {
        return reply instanceof RaftMessage.Refused refused ? refused.error() : ErrorCode.NONE;
    }

    /** The leader it names comes without an address; the next request finds out. */
    static RaftMessage.Reply read(RaftMessage.Request asked, BeginQuorumEpochResponse response) {
        if (response.topics().isEmpty() || response.topics().get(0).partitions().isEmpty()) {
            return new RaftMessage.Refused(asked.epoch(), null, response.errorCode());
        }
        BeginQuorumEpochResponse.PartitionData answer =
                response.topics().get(0).partitions().get(0);
        return new RaftMessage.EpochReply(answer.leaderEpoch(), null);
    }

    static RaftMessage.Reply read(RaftMessage.Request asked, EndQuorumEpochResponse response) {
        if (response.topics().isEmpty() || response.topics().get(0).partitions().isEmpty()) {
            return new RaftMessage.Refused(asked.epoch(), null, response.errorCode());
        }
        EndQuorumEpochResponse.PartitionData answer = response.topics().get(0).partitions().get(0);
        return new RaftMessage.EpochReply(answer.leaderEpoch(), null);
    }
}
