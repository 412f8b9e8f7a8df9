package io.leat.log.broker.quorum;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DescribeQuorumRequest;
import io.leat.log.protocol.message.DescribeQuorumResponse;
import io.leat.log.quorum.QuorumStatus;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.VoterSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeQuorum, versions 0 to 2: who votes, who follows, and how far each is. */
public final class DescribeQuorumHandler
        implements Handler<DescribeQuorumRequest, DescribeQuorumResponse> {

    private final Broker broker;
    private final RaftNode raft;

    public DescribeQuorumHandler(Broker broker) {
        this.broker = broker;
        this.raft = broker.quorum();
    }

    @Override
    public ApiKey key() {
        return ApiKey.DESCRIBE_QUORUM;
    }

    @Override
    public boolean decidedByController() {
        return true;
    }

    @Override
    public DescribeQuorumRequest read(Reader in) {
        return DescribeQuorumRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DescribeQuorumRequest request,
            Reply<DescribeQuorumResponse> reply) {
        broker.ports()
                .loop()
                .execute(
                        () -> {
                            QuorumStatus status = raft.status();
                            DescribeQuorumResponse.Builder response =
                                    DescribeQuorumResponse.builder()
                                            .errorMessage(null)
                                            .topics(
                                                    request.topics().stream()
                                                            .map(topic -> topic(topic, status))
                                                            .toList());
                            if (status != null) {
                                response.nodes(nodes(status));
                            }
                            reply.complete(response.build());
                        });
    }

    private DescribeQuorumResponse.TopicData topic(
            DescribeQuorumRequest.TopicData asked, @Nullable QuorumStatus status) {
        boolean ours = asked.topicName().equals(MetadataTopic.NAME);
        return new DescribeQuorumResponse.TopicData(
                asked.topicName(),
                asked.partitions().stream()
                        .map(
                                partition ->
                                        ours
                                                        && partition.partitionIndex()
                                                                == MetadataTopic.PARTITION
                                                ? partition(status)
                                                : refused(
                                                        partition.partitionIndex(),
                                                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION))
                        .toList());
    }

    private DescribeQuorumResponse.PartitionData partition(@Nullable QuorumStatus status) {
        if (status == null) {
            return refused(MetadataTopic.PARTITION, ErrorCode.NOT_LEADER_OR_FOLLOWER);
        }
        return DescribeQuorumResponse.PartitionData.builder()
                .partitionIndex(MetadataTopic.PARTITION)
                .errorMessage(null)
                .leaderId(status.leader())
                .leaderEpoch(status.epoch())
                .highWatermark(status.highWatermark())
                .currentVoters(states(status.voters()))
                .observers(states(status.observers()))
                .build();
    }

    private static DescribeQuorumResponse.PartitionData refused(int index, ErrorCode error) {
        return DescribeQuorumResponse.PartitionData.builder()
                .partitionIndex(index)
                .errorCode(error)
                .errorMessage(error.message())
                .leaderId(MetadataTopic.NOBODY)
                .leaderEpoch(-1)
                .highWatermark(-1)
                .build();
    }

    private static List<DescribeQuorumResponse.ReplicaState> states(
            List<QuorumStatus.Replica> replicas) {
        return replicas.stream()
                .map(
                        each ->
                                DescribeQuorumResponse.ReplicaState.builder()
                                        .replicaId(each.key().id())
                                        .replicaDirectoryId(each.key().directoryId())
                                        .logEndOffset(each.logEndOffset())
                                        .lastFetchTimestamp(each.lastFetchEpochMs())
                                        .lastCaughtUpTimestamp(each.lastCaughtUpEpochMs())
                                        .build())
                .toList();
    }

    private static List<DescribeQuorumResponse.Node> nodes(QuorumStatus status) {
        return status.voterSet().voters().stream()
                .map(
                        voter ->
                                new DescribeQuorumResponse.Node(
                                        voter.key().id(),
                                        voter.listeners().stream()
                                                .map(DescribeQuorumHandler::listener)
                                                .toList()))
                .toList();
    }

    private static DescribeQuorumResponse.Listener listener(VoterSet.Listener listener) {
        return new DescribeQuorumResponse.Listener(
                listener.name(), listener.endpoint().host(), listener.endpoint().port());
    }
}
