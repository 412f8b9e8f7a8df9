package io.leat.clients.admin;

import io.leat.clients.network.Call;
import io.leat.common.KafkaFuture;
import io.leat.common.Uuid;
import io.leat.log.protocol.message.AddRaftVoterRequest;
import io.leat.log.protocol.message.AddRaftVoterResponse;
import io.leat.log.protocol.message.DescribeQuorumRequest;
import io.leat.log.protocol.message.DescribeQuorumResponse;
import io.leat.log.protocol.message.RemoveRaftVoterRequest;
import io.leat.log.protocol.message.RemoveRaftVoterResponse;
import io.leat.log.protocol.message.UnregisterBrokerRequest;
import io.leat.log.protocol.message.UnregisterBrokerResponse;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls about the nodes that decide on metadata. Stateless. */
final class QuorumCalls {

    private static final String METADATA = "__cluster_metadata";

    private final Attempts attempts;

    QuorumCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    KafkaFuture<QuorumInfo> describe(DescribeMetadataQuorumOptions options) {
        DescribeQuorumRequest request =
                new DescribeQuorumRequest(
                        List.of(
                                new DescribeQuorumRequest.TopicData(
                                        METADATA,
                                        List.of(new DescribeQuorumRequest.PartitionData(0)))));
        return attempts.run(
                options,
                "Describing the quorum",
                () ->
                        attempts.any(Call.of(request, DescribeQuorumResponse::read))
                                .thenApply(this::info));
    }

    private QuorumInfo info(DescribeQuorumResponse response) {
        attempts.check(response.errorCode(), response.errorMessage());
        DescribeQuorumResponse.PartitionData partition =
                response.topics().get(0).partitions().get(0);
        attempts.check(partition.errorCode(), partition.errorMessage());
        Map<Integer, QuorumInfo.Node> nodes =
                response.nodes().stream()
                        .collect(
                                Collectors.toMap(
                                        DescribeQuorumResponse.Node::nodeId,
                                        node ->
                                                new QuorumInfo.Node(
                                                        node.nodeId(),
                                                        node.listeners().stream()
                                                                .map(
                                                                        each ->
                                                                                new RaftVoterEndpoint(
                                                                                        each.name(),
                                                                                        each.host(),
                                                                                        each
                                                                                                .port()))
                                                                .toList())));
        return new QuorumInfo(
                partition.leaderId(),
                partition.leaderEpoch(),
                partition.highWatermark(),
                states(partition.currentVoters()),
                states(partition.observers()),
                nodes);
    }

    private static List<QuorumInfo.ReplicaState> states(
            List<DescribeQuorumResponse.ReplicaState> replicas) {
        return replicas.stream()
                .map(
                        each ->
                                new QuorumInfo.ReplicaState(
                                        each.replicaId(),
                                        TopicCalls.id(each.replicaDirectoryId()),
                                        each.logEndOffset(),
                                        time(each.lastFetchTimestamp()),
                                        time(each.lastCaughtUpTimestamp())))
                .toList();
    }

    private static OptionalLong time(long ms) {
        return ms < 0 ? OptionalLong.empty() : OptionalLong.of(ms);
    }

    KafkaFuture<Void> addVoter(
            int id, Uuid directory, Set<RaftVoterEndpoint> endpoints, AddRaftVoterOptions options) {
        AddRaftVoterRequest request =
                AddRaftVoterRequest.builder()
                        .clusterId(options.clusterId().orElse(null))
                        .timeoutMs(attempts.requestTimeoutMs(options))
                        .voterId(id)
                        .voterDirectoryId(TopicCalls.wire(directory))
                        .listeners(
                                endpoints.stream()
                                        .map(
                                                each ->
                                                        new AddRaftVoterRequest.Listener(
                                                                each.listener(),
                                                                each.host(),
                                                                each.port()))
                                        .toList())
                        .build();
        return attempts.run(
                options,
                "Adding voter " + id,
                () ->
                        attempts.any(Call.of(request, AddRaftVoterResponse::read))
                                .thenApply(
                                        response -> {
                                            attempts.check(
                                                    response.errorCode(), response.errorMessage());
                                            return null;
                                        }));
    }

    KafkaFuture<Void> removeVoter(int id, Uuid directory, RemoveRaftVoterOptions options) {
        RemoveRaftVoterRequest request =
                new RemoveRaftVoterRequest(
                        options.clusterId().orElse(null), id, TopicCalls.wire(directory));
        return attempts.run(
                options,
                "Removing voter " + id,
                () ->
                        attempts.any(Call.of(request, RemoveRaftVoterResponse::read))
                                .thenApply(
                                        response -> {
                                            attempts.check(
                                                    response.errorCode(), response.errorMessage());
                                            return null;
                                        }));
    }

    KafkaFuture<Void> unregister(int brokerId, UnregisterBrokerOptions options) {
        UnregisterBrokerRequest request = new UnregisterBrokerRequest(brokerId);
        return attempts.run(
                options,
                "Unregistering broker " + brokerId,
                () ->
                        attempts.any(Call.of(request, UnregisterBrokerResponse::read))
                                .thenApply(
                                        response -> {
                                            attempts.check(
                                                    response.errorCode(), response.errorMessage());
                                            return null;
                                        }));
    }
}
