package io.leat.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AdminClientConfig;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.admin.TransactionListing;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.errors.TimeoutException;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.data.LogPartitionStore;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Producer, consumer and admin client in virtual time, with a node of Leat. */
@Timeout(60)
class ClientsOnTest {

    private static final Map<String, String> SERVER =
            Map.of(
                    "listeners", "PLAINTEXT://0.0.0.0:9092",
                    "leat.insecure", "true",
                    "advertised.listeners", "PLAINTEXT://broker:9092",
                    "offsets.topic.num.partitions", "2",
                    "transaction.state.log.num.partitions", "2",
                    "group.initial.rebalance.delay.ms", "0");

    private interface Body {
        void run(ClientsOn clients) throws Exception;
    }

    /** Runs {@code body} on a thread of a simulated client machine; the hash of all events. */
    private static long run(long seed, Body body) {
        try (Simulation simulation = new Simulation(seed)) {
            SimNode host = simulation.node("broker");
            BrokerNode node =
                    new BrokerNode(
                            BrokerConfig.of(SERVER),
                            host.ports(),
                            host.disk("data"),
                            LogPartitionStore::new);
            var started = node.start().toCompletableFuture();
            assertTrue(simulation.runUntil(started::isDone, 10_000));
            Ports ports = simulation.node("client").ports();
            List<Exception> failures = new ArrayList<>();
            Threads.Task task =
                    ports.threads()
                            .start(
                                    "application",
                                    () -> {
                                        try {
                                            body.run(ClientsOn.ports(ports));
                                        } catch (Exception e) {
                                            failures.add(e);
                                        }
                                    });
            assertTrue(simulation.runUntil(() -> !task.isAlive(), 600_000), "seed " + seed);
            for (Exception failure : failures) {
                throw new AssertionError("seed " + seed, failure);
            }
            return simulation.eventHash();
        }
    }

    private static Map<String, Object> settings(Object... more) {
        Map<String, Object> settings = new java.util.HashMap<>();
        settings.put("bootstrap.servers", "broker:9092");
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return settings;
    }

    /** A topic made, records in two transactions, one of them aborted, and a group that reads. */
    private static void pipeline(ClientsOn clients, List<String> read) throws Exception {
        try (Admin admin = clients.admin(settings());
                Producer<String, String> producer =
                        clients.producer(
                                settings("transactional.id", "t"),
                                new StringSerializer(),
                                new StringSerializer());
                Consumer<String, String> consumer =
                        clients.consumer(
                                settings(
                                        "group.id", "readers",
                                        "isolation.level", "read_committed",
                                        "enable.auto.commit", false,
                                        "auto.offset.reset", "earliest"),
                                new StringDeserializer(),
                                new StringDeserializer())) {
            admin.createTopics(List.of(new NewTopic("clicks", 2, (short) 1))).all().get();
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("clicks", 0, "k", "never")).get();
            producer.abortTransaction();
            producer.beginTransaction();
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("clicks", i % 2, "k", "v" + i));
            }
            producer.commitTransaction();
            consumer.subscribe(List.of("clicks"));
            while (read.size() < 10) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(500))) {
                    read.add(record.value());
                }
            }
            consumer.commitSync();
            assertEquals(
                    2,
                    admin.listConsumerGroupOffsets("readers")
                            .partitionsToOffsetAndMetadata()
                            .get(5, TimeUnit.SECONDS)
                            .size());
            assertEquals(
                    List.of("t"),
                    admin.listTransactions().all().get().stream()
                            .map(TransactionListing::transactionalId)
                            .toList());
        }
    }

    @Test
    void shouldRunAllThreeClientsInVirtualTimeAsAFunctionOfTheSeed() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        long hash = run(1, clients -> pipeline(clients, first));
        assertEquals(10, first.size());
        assertEquals(hash, run(1, clients -> pipeline(clients, second)));
        assertEquals(first, second);
        assertNotEquals(hash, run(2, clients -> pipeline(clients, new ArrayList<>())));
    }

    @Test
    void shouldTimeOutInVirtualTimeWhenNobodyAnswers() {
        run(
                3,
                clients -> {
                    Map<String, Object> nowhere =
                            settings(
                                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                    "nowhere:9092",
                                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                    40_000);
                    try (Admin admin = clients.admin(nowhere)) {
                        assertThrows(
                                java.util.concurrent.TimeoutException.class,
                                () -> admin.describeCluster().nodes().get(2, TimeUnit.SECONDS));
                        ExecutionException late =
                                assertThrows(
                                        ExecutionException.class,
                                        () -> admin.describeCluster().nodes().get());
                        assertInstanceOf(TimeoutException.class, late.getCause());
                    }
                    try (Consumer<String, String> consumer =
                            clients.consumer(
                                    nowhere, new StringDeserializer(), new StringDeserializer())) {
                        consumer.assign(List.of(new TopicPartition("t", 0)));
                        assertTrue(consumer.poll(Duration.ofSeconds(30)).isEmpty());
                    }
                });
    }
}
