package io.leat.log.testkit.cluster;

import io.leat.log.broker.peer.PeerCallback;
import io.leat.log.broker.peer.PeerException;
import io.leat.log.broker.peer.Peers;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.message.AddRaftVoterRequest;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDir;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic;
import io.leat.log.protocol.message.ElectLeadersRequest;
import io.leat.log.protocol.message.RemoveRaftVoterRequest;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.testkit.sim.SimulatedLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who changes a cluster while it runs, and does not wait for what comes of it. On a
 * machine of its own; owned by the test script.
 */
final class Operator {

    private static final int TIMEOUT_MS = 10_000;

    private final EventLoop loop;
    private final Peers peers;

    Operator(SimulatedLog log) {
        SimNode machine = log.simulation().node("remote-operator");
        this.loop = machine.ports().loop();
        this.peers = new Peers(machine.ports().network(), loop, "operator");
    }

    /** Moves a partition to {@code replicas}; null takes back a move that is under way. */
    void reassign(SimNode by, String topic, int partition, @Nullable List<Integer> replicas) {
        ask(
                by,
                SimulatedLog.PORT,
                AlterPartitionReassignmentsRequest.builder()
                        .topics(
                                List.of(
                                        new ReassignableTopic(
                                                topic,
                                                List.of(
                                                        new ReassignablePartition(
                                                                partition, replicas)))))
                        .build());
    }

    /** Moves the replica that a broker has of a partition to the folder at {@code path}. */
    void moveFolder(SimNode broker, String path, String topic, int partition) {
        ask(
                broker,
                SimulatedLog.PORT,
                AlterReplicaLogDirsRequest.builder()
                        .dirs(
                                List.of(
                                        new AlterReplicaLogDir(
                                                path,
                                                List.of(
                                                        new AlterReplicaLogDirTopic(
                                                                topic, List.of(partition))))))
                        .build());
    }

    /** Moves all leaders to the preferred replicas, where nothing is lost by that. */
    void electPreferred(SimNode by) {
        ask(by, SimulatedLog.PORT, ElectLeadersRequest.builder().topicPartitions(null).build());
    }

    void addVoter(SimNode leader, ReplicaKey voter, Endpoint endpoint) {
        ask(
                leader,
                SimulatedLog.CONTROLLER_PORT,
                AddRaftVoterRequest.builder()
                        .clusterId(null)
                        .voterId(voter.id())
                        .voterDirectoryId(voter.directoryId())
                        .listeners(
                                List.of(
                                        new AddRaftVoterRequest.Listener(
                                                "CONTROLLER", endpoint.host(), endpoint.port())))
                        .build());
    }

    void removeVoter(SimNode leader, ReplicaKey voter) {
        ask(
                leader,
                SimulatedLog.CONTROLLER_PORT,
                RemoveRaftVoterRequest.builder()
                        .clusterId(null)
                        .voterId(voter.id())
                        .voterDirectoryId(voter.directoryId())
                        .build());
    }

    private void ask(SimNode node, int port, ApiMessage request) {
        loop.execute(
                () ->
                        peers.send(
                                new Endpoint(node.name(), port),
                                request,
                                request.apiKey().maxStableVersion(),
                                TIMEOUT_MS,
                                new Ignored()));
    }

    private static final class Ignored implements PeerCallback<ApiMessage> {

        @Override
        public void answered(ApiMessage response, Frame frame) {}

        @Override
        public void failed(PeerException cause) {}
    }
}
