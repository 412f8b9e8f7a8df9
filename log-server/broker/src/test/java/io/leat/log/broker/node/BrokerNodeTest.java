package io.leat.log.broker.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole node in the simulation: its real start, stop and metadata log on a disk that crashes. */
final class BrokerNodeTest {

    private static final Map<String, String> SETTINGS =
            Map.of("listeners", "PLAINTEXT://127.0.0.1:9092");

    /** One life of a node. */
    private static final class Life {
        final BrokerNode node;
        final CompletableFuture<List<ListenerAddress>> started;
        final Map<String, Integer> opened = new HashMap<>();
        final Set<String> deleted = new HashSet<>();

        Life(SimNode host, Map<String, String> settings) {
            BrokerConfig config = BrokerConfig.of(settings);
            node =
                    new BrokerNode(
                            config,
                            host.ports(),
                            host.disk("data"),
                            (broker, folders) -> new RememberingStore(opened, deleted));
            started = node.start().toCompletableFuture();
        }

        boolean ready() {
            return started.isDone() && !started.isCompletedExceptionally();
        }
    }

    @Test
    void shouldFormatItsDirectoryAndKeepTopicsThroughARestart() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode host = simulation.node("broker", 2);
            Life first = new Life(host, SETTINGS);
            assertTrue(simulation.runUntil(first::ready, 10_000));
            create(first, "t", new ArrayList<>());
            simulation.runFor(1000);
            assertEquals(3, first.opened.size());
            String clusterId = first.node.broker().clusterId();
            first.node.stop();
            simulation.runFor(1000);
            assertTrue(first.node.stopped().toCompletableFuture().isDone());

            Life second = new Life(host, SETTINGS);
            assertTrue(simulation.runUntil(second::ready, 10_000));
            simulation.runFor(100);
            assertEquals(clusterId, second.node.broker().clusterId());
            assertNotNull(second.node.broker().image().topic("t"));
            assertEquals(Map.of("t-0", 0, "t-1", 0, "t-2", 0), second.opened);
            host.crash();
            host.restart();

            Life third = new Life(host, SETTINGS);
            assertTrue(simulation.runUntil(third::ready, 10_000));
            simulation.runFor(100);
            assertEquals(Map.of("t-0", 1, "t-1", 1, "t-2", 1), third.opened, "a new epoch each");
        }
    }

    private static void create(Life life, String name, List<String> acknowledged) {
        life.node
                .broker()
                .topics()
                .create(
                        name,
                        3,
                        1,
                        Map.of(),
                        error -> {
                            if (error == ErrorCode.NONE) {
                                acknowledged.add(name);
                            }
                        });
    }

    @Test
    void shouldLoseNoAcknowledgedTopicWhereverItCrashes() {
        long seeds = Long.getLong("leat.seeds", 50);
        for (long seed = 1; seed <= seeds; seed++) {
            try {
                crashAndRestart(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void crashAndRestart(long seed) {
        try (Simulation simulation = new Simulation(seed)) {
            SimNode host = simulation.node("broker", 2);
            DiskFaults.Loss[] losses = DiskFaults.Loss.values();
            DiskFaults.Loss loss = losses[(int) (seed % losses.length)];
            host.disk("data").faults(DiskFaults.NONE.withLoss(loss));
            var dice = simulation.entropy("test");
            List<String> acknowledged = new ArrayList<>();
            for (int life = 0; life < 6; life++) {
                long operations = host.disk("data").operations();
                host.disk("data").crashAtOperation(operations + 1 + dice.nextInt(40));
                Life running = new Life(host, SETTINGS);
                for (int i = 0; i < 8 && host.isUp(); i++) {
                    simulation.runFor(dice.nextInt(60));
                    if (host.isUp() && running.ready()) {
                        create(running, "t-" + life + "-" + i, acknowledged);
                    }
                }
                simulation.runFor(200);
                if (host.isUp()) {
                    host.crash();
                }
                host.restart();
            }
            host.disk("data").crashAtOperation(Long.MAX_VALUE);
            Life last = new Life(host, SETTINGS);
            simulation.runUntil(last.started::isDone, 20_000);
            last.started.getNow(List.of()); // throws why it did not start
            assertTrue(last.ready(), "it starts after every crash");
            for (String topic : acknowledged) {
                assertNotNull(last.node.broker().image().topic(topic), topic);
            }
        }
    }

    @Test
    void shouldRefuseADirectoryOfAnotherCluster() {
        try (Simulation simulation = new Simulation(2)) {
            SimNode host = simulation.node("broker", 1);
            Life first = new Life(host, SETTINGS);
            assertTrue(simulation.runUntil(first::ready, 10_000));
            first.node.stop();
            simulation.runFor(1000);

            Map<String, String> other = new HashMap<>(SETTINGS);
            other.put("cluster.id", "another");
            assertFailure(simulation, new Life(host, other), "belongs to cluster.id");
            other.remove("cluster.id");
            other.put("node.id", "9");
            assertFailure(simulation, new Life(host, other), "belongs to node.id 1");
        }
    }

    @Test
    void shouldRefuseADirectoryWithOtherThingsInIt() {
        try (Simulation simulation = new Simulation(3)) {
            SimNode host = simulation.node("broker", 1);
            host.disk("data").open("thesis.tex").close();
            assertFailure(simulation, new Life(host, SETTINGS), "'thesis.tex' is there");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "broker, '', name them in controller.quorum.voters",
        "'broker,controller', '2@h:9093,3@h:9093', does not name it",
        "broker, '1@h:9093', which is no controller",
        "'broker,controller', '1-h:9093', write id@host:port",
    })
    void shouldRefuseRolesThatContradictTheVoters(String roles, String voters, String expected) {
        try (Simulation simulation = new Simulation(5)) {
            Map<String, String> settings = new HashMap<>(SETTINGS);
            settings.put("process.roles", roles);
            settings.put("controller.quorum.voters", voters);
            assertFailure(simulation, new Life(simulation.node("n", 1), settings), expected);
        }
    }

    @Test
    void shouldRefuseAListenerForOtherMachinesUnlessToldTo() {
        try (Simulation simulation = new Simulation(4)) {
            SimNode host = simulation.node("broker", 1);
            Map<String, String> open = Map.of("listeners", "PLAINTEXT://:9092");
            String message =
                    assertThrows(StartException.class, () -> new Life(host, open)).getMessage();
            assertTrue(message.contains("--insecure"), message);
            Map<String, String> told =
                    Map.of("listeners", "PLAINTEXT://:9092", "leat.insecure", "true");
            Life life = new Life(host, told);
            assertTrue(simulation.runUntil(life::ready, 10_000));
        }
    }

    @Test
    void shouldStopWithoutAcknowledgingWhenTheDiskFails() {
        try (Simulation simulation = new Simulation(5)) {
            SimNode host = simulation.node("broker", 1);
            Life life = new Life(host, SETTINGS);
            assertTrue(simulation.runUntil(life::ready, 10_000));
            host.disk("data").failFromOperation(host.disk("data").operations() + 1);
            List<String> acknowledged = new ArrayList<>();
            create(life, "t", acknowledged);
            assertTrue(
                    simulation.runUntil(
                            () -> life.node.stopped().toCompletableFuture().isDone(), 10_000));
            assertEquals(List.of(), acknowledged);
            assertTrue(life.node.failed());
        }
    }

    @Test
    void shouldWaitWithChangesWhileTheDiskIsFull() {
        try (Simulation simulation = new Simulation(7)) {
            SimNode host = simulation.node("broker", 1);
            Life life = new Life(host, SETTINGS);
            assertTrue(simulation.runUntil(life::ready, 10_000));
            SimDisk disk = host.disk("data");
            long ample = 1L << 40;
            disk.faults(DiskFaults.NONE.withCapacity(ample));
            long used = ample - disk.usableBytes();
            disk.faults(DiskFaults.NONE.withCapacity(used + 10));
            List<String> acknowledged = new ArrayList<>();
            create(life, "a", acknowledged);
            create(life, "b", acknowledged);
            simulation.runFor(5_000);
            assertEquals(List.of(), acknowledged);
            disk.faults(DiskFaults.NONE);
            simulation.runFor(5_000);
            assertEquals(List.of("a", "b"), acknowledged);
            disk.faults(DiskFaults.NONE.withCapacity(0));
            create(life, "c", acknowledged);
            simulation.runFor(1_500);
            life.node.stop();
            simulation.runFor(1_500);
            assertTrue(life.node.stopped().toCompletableFuture().isDone(), "it stops though");
            disk.faults(DiskFaults.NONE);
            Life next = new Life(host, SETTINGS);
            assertTrue(simulation.runUntil(next::ready, 10_000));
            assertNotNull(next.node.broker().image().topic("b"));
        }
    }

    @Test
    void shouldDeleteThePartitionsOfADeletedTopic() {
        try (Simulation simulation = new Simulation(6)) {
            SimNode host = simulation.node("broker", 2);
            Life life = new Life(host, SETTINGS);
            assertTrue(simulation.runUntil(life::ready, 10_000));
            create(life, "t", new ArrayList<>());
            simulation.runFor(1000);
            var request =
                    io.leat.log.protocol.message.DeleteTopicsRequest.builder()
                            .topicNames(List.of("t"))
                            .build();
            life.node
                    .broker()
                    .controller()
                    .submit(
                            image ->
                                    io.leat.log.quorum.controller.DeleteTopics.decide(
                                            image, request),
                            response -> {},
                            error -> {});
            simulation.runFor(1000);
            assertEquals(Set.of("t-0", "t-1", "t-2"), life.deleted);
        }
    }

    private static void assertFailure(Simulation simulation, Life life, String expected) {
        assertTrue(simulation.runUntil(life.started::isDone, 10_000));
        assertFalse(life.ready());
        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> life.started.get());
        assertTrue(failure.getCause().getMessage().contains(expected), failure.toString());
    }
}
