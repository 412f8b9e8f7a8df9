package io.leat.log.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.broker.peer.PeerCallback;
import io.leat.log.broker.peer.PeerException;
import io.leat.log.broker.peer.Peers;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.DeleteRecordsRequest;
import io.leat.log.protocol.message.DeleteRecordsResponse;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What leaders and followers answer to clients. */
final class ReplicaAnswersTest {

    private static final TopicIdPartition PARTITION =
            new TopicIdPartition(ScriptedController.TOPIC, ScriptedController.NAME, 0);

    private final Simulation simulation = new Simulation(1);
    private final SimNode client = simulation.node("client");
    private final ScriptedController controller = new ScriptedController(simulation, event -> {});
    private final List<ReplicaNode> nodes = new ArrayList<>();

    private void start(int replicas, int minIsr) {
        Map<String, String> settings =
                Map.of(
                        "replica.lag.time.max.ms", "700",
                        "replica.socket.timeout.ms", "600",
                        "replica.selector.class", "rack-aware");
        for (int id = 1; id <= replicas; id++) {
            nodes.add(new ReplicaNode(id, 2, simulation, settings));
        }
        controller.calm = true;
        controller.create(nodes, 1, Map.of("min.insync.replicas", String.valueOf(minIsr)));
        simulation.runFor(500);
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private <R extends ApiMessage> R call(int node, ApiMessage request, int version) {
        List<R> answers = new ArrayList<>();
        Peers peers = new Peers(client.ports().network(), client.ports().loop(), "test");
        client.ports()
                .loop()
                .execute(
                        () ->
                                peers.send(
                                        ReplicaNode.endpoint(node),
                                        request,
                                        version,
                                        5_000,
                                        new PeerCallback<R>() {
                                            @Override
                                            public void answered(R response, Frame frame) {
                                                answers.add(response);
                                            }

                                            @Override
                                            public void failed(PeerException cause) {
                                                throw cause;
                                            }
                                        }));
        assertTrue(simulation.runUntil(() -> !answers.isEmpty(), 10_000));
        return answers.get(0);
    }

    private ProduceResponse send(int node, int records) {
        BatchBuilder builder = new BatchBuilder(64, Compression.NONE);
        for (int i = 0; i < records; i++) {
            builder.append(1, null, ByteBuffer.wrap(new byte[10]));
        }
        var data =
                ProduceRequest.PartitionProduceData.builder()
                        .records(Records.of(builder.build()))
                        .build();
        var topic =
                ProduceRequest.TopicProduceData.builder()
                        .topicId(ScriptedController.TOPIC)
                        .partitionData(List.of(data))
                        .build();
        return call(
                node,
                ProduceRequest.builder()
                        .acks((short) -1)
                        .timeoutMs(3_000)
                        .topicData(List.of(topic))
                        .build(),
                13);
    }

    private static PartitionProduceResponse partition(ProduceResponse response) {
        return response.responses().get(0).partitionResponses().get(0);
    }

    private FetchResponse fetch(int node, long offset, int epoch, String rack) {
        return fetch(node, offset, epoch, rack, new FetchRequest.ReplicaState(-1, -1));
    }

    private FetchResponse fetch(
            int node, long offset, int epoch, String rack, FetchRequest.ReplicaState replica) {
        var wanted =
                FetchRequest.Partition.builder()
                        .fetchOffset(offset)
                        .currentLeaderEpoch(epoch)
                        .partitionMaxBytes(1 << 20)
                        .build();
        var topic =
                FetchRequest.Topic.builder()
                        .topicId(ScriptedController.TOPIC)
                        .partitions(List.of(wanted))
                        .build();
        return call(
                node,
                FetchRequest.builder()
                        .replicaState(replica)
                        .maxWaitMs(10)
                        .minBytes(1)
                        .rackId(rack)
                        .topics(List.of(topic))
                        .build(),
                17);
    }

    private static FetchResponse.PartitionData partition(FetchResponse response) {
        return response.responses().get(0).partitions().get(0);
    }

    private LogPartition data(int node) {
        return nodes.get(node - 1).partition(PARTITION);
    }

    @Test
    void shouldNameTheLeaderToThoseWhoCameToTheWrongBroker() {
        start(2, 1);
        ProduceResponse produced = send(2, 1);
        assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, partition(produced).errorCode());
        assertEquals(1, partition(produced).currentLeader().leaderId());
        assertEquals(0, partition(produced).currentLeader().leaderEpoch());
        assertEquals(
                new ProduceResponse.NodeEndpoint(1, "n1", ReplicaNode.PORT, "rack1"),
                produced.nodeEndpoints().get(0));
        controller.move(0);
        simulation.runFor(100);
        FetchResponse fetched = fetch(1, 0, 0, "");
        assertEquals(ErrorCode.FENCED_LEADER_EPOCH, partition(fetched).errorCode());
        assertEquals(2, partition(fetched).currentLeader().leaderId());
        assertEquals(1, partition(fetched).currentLeader().leaderEpoch());
        assertEquals("n2", fetched.nodeEndpoints().get(0).host());
    }

    /** It says what a disk had that may be another one by now. */
    @Test
    void shouldTakeNoFetchOfAProcessThatIsNoMore() {
        start(2, 2);
        assertEquals(ErrorCode.NONE, partition(send(1, 1)).errorCode());
        long epoch = controller.image().broker(2).epoch();
        FetchResponse late = fetch(1, 1, 0, "", new FetchRequest.ReplicaState(2, epoch - 1));
        assertEquals(ErrorCode.FENCED_LEADER_EPOCH, partition(late).errorCode());
        FetchResponse own = fetch(1, 1, 0, "", new FetchRequest.ReplicaState(2, epoch));
        assertEquals(ErrorCode.NONE, partition(own).errorCode());
    }

    @Test
    void shouldRefuseWhatTooFewReplicasWouldHave() {
        start(2, 2);
        assertEquals(ErrorCode.NONE, partition(send(1, 1)).errorCode());
        simulation.network().partition("n1", "n2");
        assertEquals(ErrorCode.REQUEST_TIMED_OUT, partition(send(1, 1)).errorCode());
        assertEquals(List.of(1), controller.partition(0).isr());
        assertEquals(ErrorCode.NOT_ENOUGH_REPLICAS, partition(send(1, 1)).errorCode());
        assertEquals(1, data(1).log().highWatermark(), "below min.insync.replicas it stays");
        simulation.network().heal();
        simulation.runFor(2_000);
        assertEquals(ErrorCode.NONE, partition(send(1, 1)).errorCode());
        assertEquals(3, data(1).log().highWatermark());
    }

    @Test
    void shouldCapMinInsyncReplicasByTheReplicas() {
        start(2, 3);
        assertEquals(ErrorCode.NONE, partition(send(1, 1)).errorCode());
    }

    @Test
    void shouldSendClientsToTheReplicaInTheirRack() {
        start(2, 1);
        send(1, 3);
        simulation.runFor(600);
        assertEquals(2, partition(fetch(1, 0, -1, "rack2")).preferredReadReplica());
        assertEquals(-1, partition(fetch(1, 0, -1, "rack1")).preferredReadReplica());
        assertEquals(-1, partition(fetch(1, 0, -1, "rack7")).preferredReadReplica());
        var read = partition(fetch(2, 0, -1, "rack2"));
        assertEquals(ErrorCode.NONE, read.errorCode());
        assertTrue(read.records() != null && read.records().sizeInBytes() > 0);
        assertEquals(
                ErrorCode.OFFSET_NOT_AVAILABLE, partition(fetch(2, 9, -1, "rack2")).errorCode());
    }

    @Test
    void shouldCallAnOffsetOutOfRangeOnlyWhileItKnowsThatItLeads() {
        start(2, 1);
        send(1, 3);
        assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, partition(fetch(1, 9, -1, "")).errorCode());
        nodes.get(0).renewLease();
        assertEquals(ErrorCode.OFFSET_OUT_OF_RANGE, partition(fetch(1, 9, -1, "")).errorCode());
    }

    @Test
    void shouldTellFollowersSoonWhatIsCommitted() {
        start(3, 1);
        send(1, 2);
        simulation.runFor(50);
        assertEquals(2, data(2).log().highWatermark());
        assertEquals(2, data(3).log().highWatermark());
    }

    @Test
    void shouldBeginAnewWhereTheLeaderBegins() {
        start(2, 1);
        send(1, 2);
        nodes.get(1).host.kill();
        controller.fence(2);
        simulation.runFor(100);
        for (int i = 0; i < 5; i++) {
            assertEquals(ErrorCode.NONE, partition(send(1, 2)).errorCode());
        }
        var topic =
                DeleteRecordsRequest.Topic.builder()
                        .name(ScriptedController.NAME)
                        .partitions(
                                List.of(
                                        DeleteRecordsRequest.Partition.builder()
                                                .offset(7) // amid a batch
                                                .build()))
                        .build();
        DeleteRecordsResponse deleted =
                call(1, DeleteRecordsRequest.builder().topics(List.of(topic)).build(), 2);
        assertEquals(ErrorCode.NONE, deleted.topics().get(0).partitions().get(0).errorCode());
        nodes.get(1).host.restart();
        controller.restart(nodes.get(1), false);
        simulation.runFor(2_000);
        assertEquals(List.of(1, 2), controller.partition(0).isr());
        assertEquals(7, data(2).log().startOffset());
        assertEquals(12, data(2).log().endOffset());
        assertEquals(12, data(2).log().highWatermark());
    }

    private DeleteRecordsResponse.PartitionResult delete(long offset, int timeoutMs) {
        var topic =
                DeleteRecordsRequest.Topic.builder()
                        .name(ScriptedController.NAME)
                        .partitions(
                                List.of(
                                        DeleteRecordsRequest.Partition.builder()
                                                .offset(offset)
                                                .build()))
                        .build();
        DeleteRecordsResponse response =
                call(
                        1,
                        DeleteRecordsRequest.builder()
                                .topics(List.of(topic))
                                .timeoutMs(timeoutMs)
                                .build(),
                        2);
        return response.topics().get(0).partitions().get(0);
    }

    @Test
    void shouldSayThatRecordsAreDeletedOnceAllLiveReplicasHave() {
        start(3, 1);
        for (int i = 0; i < 6; i++) {
            send(1, 1);
        }
        DeleteRecordsResponse.PartitionResult deleted = delete(3, 3_000);
        assertEquals(ErrorCode.NONE, deleted.errorCode());
        assertEquals(3, deleted.lowWatermark());
        assertEquals(3, data(2).log().startOffset());
        assertEquals(3, data(3).log().startOffset());
        simulation.network().partition("n1", "n3");
        DeleteRecordsResponse.PartitionResult late = delete(5, 300);
        assertEquals(ErrorCode.REQUEST_TIMED_OUT, late.errorCode());
        assertEquals(3, late.lowWatermark());
        controller.fence(3); // who is not there is not waited for
        simulation.runFor(100);
        assertEquals(ErrorCode.NONE, delete(6, 300).errorCode());
        assertEquals(6, data(2).log().startOffset());
    }

    @Test
    void shouldFollowALeaderThatHasNothingAtAll() {
        start(2, 1);
        simulation.network().partition("n1", "n2");
        send(1, 3); // the follower never hears of it
        nodes.get(0).host.kill();
        controller.fence(1);
        controller.electUncleanly(0, 2);
        simulation.network().heal();
        nodes.get(0).host.restart();
        controller.restart(nodes.get(0), false);
        simulation.runFor(2_000);
        assertEquals(List.of(2, 1), controller.partition(0).isr());
        assertEquals(0, data(1).log().endOffset(), "as empty as its leader");
    }

    @Test
    void shouldFollowALeaderThatWasElectedUncleanly() {
        start(2, 1);
        send(1, 2);
        simulation.network().partition("n1", "n2");
        assertEquals(ErrorCode.NONE, partition(send(1, 5)).errorCode());
        nodes.get(0).host.kill();
        controller.fence(1);
        controller.electUncleanly(0, 2);
        assertTrue(controller.partition(0).recovering());
        simulation.runFor(100);
        assertEquals(false, controller.partition(0).recovering(), "it says when it is done");
        assertEquals(2, partition(send(2, 1)).baseOffset());
        simulation.network().heal();
        nodes.get(0).host.restart();
        controller.restart(nodes.get(0), false);
        simulation.runFor(2_000);
        assertEquals(List.of(2, 1), controller.partition(0).isr());
        assertEquals(3, data(1).log().endOffset(), "what only the old leader had is gone");
        assertEquals(3, data(1).log().highWatermark());
    }
}
