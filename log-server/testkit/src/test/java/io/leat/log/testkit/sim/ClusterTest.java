package io.leat.log.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.node.BrokerNode;
import io.leat.log.broker.peer.PeerCallback;
import io.leat.log.broker.peer.PeerException;
import io.leat.log.broker.peer.Peers;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.CreateTopicsRequest;
import io.leat.log.protocol.message.CreateTopicsResponse;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.sim.SimNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Three nodes in virtual time: they find each other, and what one leads another takes over. */
final class ClusterTest {

    private static final int IN_TIME_MS = 10_000;

    private static void awaitAll(SimulatedLog log) {
        boolean all = log.simulation().runUntil(log::allServe, IN_TIME_MS);
        assertTrue(all, () -> "not all serve: " + states(log));
    }

    private static String states(SimulatedLog log) {
        StringBuilder text = new StringBuilder();
        for (SimNode host : log.hosts()) {
            BrokerNode node = log.node(host);
            text.append(host.name()).append(": started ").append(node.started());
            if (node.started()) {
                for (BrokerImage broker : node.broker().image().brokers()) {
                    text.append(' ').append(broker.id()).append(broker.fenced() ? " fenced" : "");
                }
            }
            text.append("; ");
        }
        return text.toString();
    }

    private static PartitionImage partition(SimulatedLog log, SimNode host, String topic) {
        MetadataImage image = log.node(host).broker().image();
        return image.topic(topic).partition(0);
    }

    @Test
    void shouldBecomeOneClusterAndSpreadATopic() {
        for (long seed = 1; seed <= 5; seed++) {
            try (SimulatedLog log = new SimulatedLog(seed, 3, Map.of())) {
                awaitAll(log);
                log.createTopics(Map.of("t", 3));
                log.simulation().runFor(500);
                PartitionImage partition = partition(log, log.hosts().get(0), "t");
                assertEquals(3, partition.replicas().size());
                assertEquals(3, partition.isr().size());
                for (SimNode host : log.hosts()) {
                    assertEquals(partition, partition(log, host, "t"), "every image says the same");
                }
            }
        }
    }

    @Test
    void shouldElectAnotherLeaderSoonAfterAKill() {
        for (long seed = 1; seed <= 5; seed++) {
            try (SimulatedLog log = new SimulatedLog(seed, 3, Map.of())) {
                awaitAll(log);
                log.createTopics(Map.of("t", 1));
                log.simulation().runFor(500);
                int leader = partition(log, log.hosts().get(0), "t").leader();
                SimNode victim = log.hosts().get(leader - 1);
                List<SimNode> others = log.hosts().stream().filter(host -> host != victim).toList();
                victim.kill();
                boolean moved =
                        log.simulation()
                                .runUntil(
                                        () ->
                                                others.stream()
                                                        .map(host -> partition(log, host, "t"))
                                                        .allMatch(
                                                                p ->
                                                                        p.leader() != leader
                                                                                && p.leader() > 0),
                                        1_000);
                assertTrue(moved, "seed " + seed + ": no new leader within a second");
                victim.restart();
                log.boot(victim);
                awaitAll(log);
            }
        }
    }

    /** Nobody is left to take over, and nobody waits long for that. */
    @Test
    void shouldStopSoonWhenAllNodesStopAtOnce() {
        try (SimulatedLog log = new SimulatedLog(7, 3, Map.of())) {
            awaitAll(log);
            log.createTopics(Map.of("t", 3));
            List<CompletionStage<Void>> stops = new ArrayList<>();
            for (SimNode host : log.hosts()) {
                host.ports().loop().execute(() -> stops.add(log.node(host).stop()));
            }
            boolean all =
                    log.simulation()
                            .runUntil(
                                    () ->
                                            stops.size() == 3
                                                    && stops.stream()
                                                            .allMatch(
                                                                    each ->
                                                                            each.toCompletableFuture()
                                                                                    .isDone()),
                                    4_000);
            assertTrue(all, "not all stopped within four seconds");
        }
    }

    /** KIP-590: a client may ask any broker for what only the controller decides. */
    @Test
    void shouldForwardToTheControllerWhatABrokerCannotDecide() {
        try (SimulatedLog log = new SimulatedLog(3, 3, Map.of())) {
            awaitAll(log);
            for (SimNode host : log.hosts()) {
                assertEquals(ErrorCode.NONE, created(log, host, "by-way-of-" + host.name()));
            }
            for (SimNode host : log.hosts()) {
                assertEquals(
                        ErrorCode.TOPIC_ALREADY_EXISTS,
                        created(log, host, "by-way-of-" + log.hosts().get(0).name()));
            }
        }
    }

    private static ErrorCode created(SimulatedLog log, SimNode by, String topic) {
        List<ErrorCode> answers = new ArrayList<>();
        SimNode operator = log.simulation().node("operator-" + by.name() + "-" + topic);
        EventLoop loop = operator.ports().loop();
        Peers peers = new Peers(operator.ports().network(), loop, "operator");
        CreateTopicsRequest request =
                CreateTopicsRequest.builder()
                        .topics(
                                List.of(
                                        CreateTopicsRequest.CreatableTopic.builder()
                                                .name(topic)
                                                .numPartitions(1)
                                                .replicationFactor((short) 3)
                                                .build()))
                        .build();
        loop.execute(
                () ->
                        peers.send(
                                new Endpoint(by.name(), 9092),
                                request,
                                request.apiKey().maxStableVersion(),
                                5_000,
                                new PeerCallback<CreateTopicsResponse>() {
                                    @Override
                                    public void answered(
                                            CreateTopicsResponse response, Frame frame) {
                                        answers.add(response.topics().get(0).errorCode());
                                    }

                                    @Override
                                    public void failed(PeerException cause) {
                                        answers.add(ErrorCode.NETWORK_EXCEPTION);
                                    }
                                }));
        assertTrue(log.simulation().runUntil(() -> !answers.isEmpty(), IN_TIME_MS));
        return answers.get(0);
    }
}
