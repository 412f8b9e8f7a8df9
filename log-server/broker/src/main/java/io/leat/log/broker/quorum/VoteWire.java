package io.leat.log.broker.quorum;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.VoteRequest;
import io.leat.log.protocol.message.VoteResponse;
import io.leat.log.quorum.Peer;
import io.leat.log.quorum.RaftMessage;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.runtime.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Votes as Vote requests and responses. Stateless. */
final class VoteWire {

    private VoteWire() {}

    static VoteRequest request(String clusterId, int voterId, RaftMessage.Vote vote) {
        VoteRequest.PartitionData asked =
                VoteRequest.PartitionData.builder()
                        .partitionIndex(MetadataTopic.PARTITION)
                        .replicaEpoch(vote.epoch())
                        .replicaId(vote.candidate().id())
                        .replicaDirectoryId(vote.candidate().directoryId())
                        .voterDirectoryId(vote.voterDirectoryId())
                        .lastOffsetEpoch(vote.lastEpoch())
                        .lastOffset(vote.endOffset())
                        .preVote(vote.preVote())
                        .build();
        return new VoteRequest(
                clusterId,
                voterId,
                List.of(new VoteRequest.TopicData(MetadataTopic.NAME, List.of(asked))));
    }

    /** Null if it is about something else. */
    static RaftMessage.@Nullable Vote read(VoteRequest request) {
        for (VoteRequest.TopicData topic : request.topics()) {
            if (topic.topicName().equals(MetadataTopic.NAME) && !topic.partitions().isEmpty()) {
                VoteRequest.PartitionData asked = topic.partitions().get(0);
                return new RaftMessage.Vote(
                        asked.replicaEpoch(),
                        new ReplicaKey(asked.replicaId(), asked.replicaDirectoryId()),
                        asked.voterDirectoryId(),
                        asked.preVote(),
                        asked.lastOffsetEpoch(),
                        asked.lastOffset());
            }
        }
        return null;
    }

    static VoteResponse refused(ErrorCode error) {
        return VoteResponse.builder().errorCode(error).build();
    }

    static VoteResponse response(RaftMessage.Reply reply) {
        Peer leader = reply.leader();
        VoteResponse.PartitionData answer =
                VoteResponse.PartitionData.builder()
                        .partitionIndex(MetadataTopic.PARTITION)
                        .errorCode(
                                reply instanceof RaftMessage.Refused refused
                                        ? refused.error()
                                        : ErrorCode.NONE)
                        .leaderId(MetadataTopic.id(leader))
                        .leaderEpoch(reply.epoch())
                        .voteGranted(reply instanceof RaftMessage.VoteReply v && v.granted())
                        .build();
        Endpoint endpoint = MetadataTopic.endpoint(leader);
        return VoteResponse.builder()
                .topics(List.of(new VoteResponse.TopicData(MetadataTopic.NAME, List.of(answer))))
                .nodeEndpoints(
                        leader == null || endpoint == null
                                ? List.of()
                                : List.of(
                                        new VoteResponse.NodeEndpoint(
                                                leader.id(), endpoint.host(), endpoint.port())))
                .build();
    }

    static RaftMessage.Reply read(RaftMessage.Vote asked, VoteResponse response) {
        if (response.errorCode() != ErrorCode.NONE
                || response.topics().isEmpty()
                || response.topics().get(0).partitions().isEmpty()) {
            return new RaftMessage.Refused(asked.epoch(), null, response.errorCode());
        }
        VoteResponse.PartitionData answer = response.topics().get(0).partitions().get(0);
        Endpoint endpoint = null;
        for (VoteResponse.NodeEndpoint node : response.nodeEndpoints()) {
            if (node.nodeId() == answer.leaderId()) {
                endpoint = new Endpoint(node.host(), node.port());
            }
        }
        Peer leader = answer.leaderId() < 0 ? null : new Peer(answer.leaderId(), endpoint);
        return answer.errorCode() == ErrorCode.NONE
                ? new RaftMessage.VoteReply(answer.leaderEpoch(), leader, answer.voteGranted())
                : new RaftMessage.Refused(answer.leaderEpoch(), leader, answer.errorCode());
    }
}
