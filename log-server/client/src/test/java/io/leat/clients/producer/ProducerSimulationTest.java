package io.leat.clients.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.producer.ScriptedBroker.Act;
import io.leat.common.errors.TimeoutException;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads;
import io.leat.log.runtime.sim.Simulation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The producer in virtual time against a broker that misbehaves. */
class ProducerSimulationTest {

    private static final long LIMIT_MS = 600_000;

    /** Runs {@code body} with a producer in a thread of its own until it ends. */
    private static ScriptedBroker run(
            long seed,
            int partitions,
            Supplier<Act> script,
            Map<String, Object> settings,
            Consumer<LeatProducer<String, String>> body) {
        try (Simulation simulation = new Simulation(seed)) {
            ScriptedBroker broker =
                    new ScriptedBroker(simulation.node("broker").ports(), partitions, script);
            Ports ports = simulation.node("client").ports();
            Map<String, Object> all = new HashMap<>(settings);
            all.put("bootstrap.servers", "broker:9092");
            Threads.Task task =
                    ports.threads()
                            .start(
                                    "application",
                                    () -> {
                                        try (LeatProducer<String, String> producer =
                                                producer(all, ports)) {
                                            body.accept(producer);
                                        }
                                    });
            assertTrue(
                    simulation.runUntil(() -> !task.isAlive(), LIMIT_MS),
                    "the application did not end; seed " + seed);
            return broker;
        }
    }

    private static LeatProducer<String, String> producer(
            Map<String, Object> settings, Ports ports) {
        StringSerializer serializer = new StringSerializer();
        return new LeatProducer<>(
                ProducerConfig.with(settings, serializer, serializer),
                serializer,
                serializer,
                ports);
    }

    private static Supplier<Act> then(Act... acts) {
        Queue<Act> queue = new ArrayDeque<>(List.of(acts));
        return () -> queue.isEmpty() ? Act.SERVE : queue.remove();
    }

    @Test
    void shouldWriteEachRecordOnceAndInOrderWhateverGoesWrong() {
        int seeds = Integer.getInteger("leat.seeds", 50);
        for (long seed = 0; seed < seeds; seed++) {
            Entropy dice = new Simulation(seed).entropy("script");
            Supplier<Act> script =
                    () ->
                            switch (dice.nextInt(10)) {
                                case 0 -> Act.LOSE_ANSWER;
                                case 1 -> Act.LOSE_REQUEST;
                                case 2 -> Act.NOT_LEADER;
                                case 3 -> Act.SLOW;
                                default -> Act.SERVE;
                            };
            Map<Integer, List<String>> acknowledged = new HashMap<>();
            ScriptedBroker broker =
                    run(
                            seed,
                            2,
                            script,
                            Map.of("batch.size", 200, "request.timeout.ms", 1_500),
                            producer -> {
                                for (int i = 0; i < 300; i++) {
                                    String value = "value-" + i;
                                    producer.send(
                                            new ProducerRecord<>("topic", i % 2, null, value),
                                            (metadata, error) -> {
                                                if (error == null) {
                                                    acknowledged
                                                            .computeIfAbsent(
                                                                    metadata.partition(),
                                                                    p -> new ArrayList<>())
                                                            .add(value);
                                                }
                                            });
                                }
                                producer.flush();
                            });
            for (int partition = 0; partition < 2; partition++) {
                assertEquals(150, broker.log(partition).size(), "seed " + seed);
                assertEquals(acknowledged.get(partition), broker.log(partition), "seed " + seed);
            }
        }
    }

    @Test
    void shouldKeepGoingUnderANewEpochAfterABatchWasLost() {
        List<Exception> errors = new ArrayList<>();
        ScriptedBroker broker =
                run(
                        1,
                        1,
                        then(Act.SILENT),
                        Map.of(
                                "linger.ms", 0,
                                "request.timeout.ms", 1_000,
                                "delivery.timeout.ms", 1_000),
                        producer -> {
                            producer.send(
                                    new ProducerRecord<>("topic", "lost"),
                                    (metadata, error) -> errors.add(error));
                            producer.flush();
                            for (int i = 0; i < 10; i++) {
                                producer.send(new ProducerRecord<>("topic", "after-" + i));
                                producer.flush();
                            }
                        });
        assertInstanceOf(TimeoutException.class, errors.get(0));
        assertEquals(10, broker.log(0).size());
        assertEquals("after-0", broker.log(0).get(0));
    }

    @Test
    void shouldBlockWhileBufferMemoryIsFullAndThenSaySo() {
        List<Exception> errors = new ArrayList<>();
        run(
                2,
                1,
                () -> Act.SILENT,
                Map.of(
                        "linger.ms", 0,
                        "batch.size", 1_000,
                        "buffer.memory", 4_000,
                        "max.block.ms", 200,
                        "request.timeout.ms", 5_000,
                        "delivery.timeout.ms", 5_000),
                producer -> {
                    for (int i = 0; i < 10; i++) {
                        producer.send(
                                new ProducerRecord<>("topic", "x".repeat(900)),
                                (metadata, error) -> errors.add(error));
                    }
                });
        assertEquals(10, errors.size());
        assertEquals(6, errors.stream().filter(BufferExhaustedException.class::isInstance).count());
    }

    /** Deadline of the batch before the answer to its request: CVE-2026-35554. */
    @Test
    void shouldKeepTheMemoryOfAnExpiredBatchUntilItsRequestEnds() {
        BufferPool pool;
        try (Simulation simulation = new Simulation(3)) {
            Ports ports = simulation.node("client").ports();
            pool = new BufferPool(1_000, 1_000, ports.threads(), ports.clock());
            byte[] memory = pool.allocate(1_000, 0);
            ProducerBatch batch =
                    new ProducerBatch(
                            new io.leat.common.TopicPartition("topic", 0),
                            memory,
                            pool,
                            0,
                            new ProducerBatch.Waits(ports.threads(), ports.clock()));
            batch.tryAppend(1, null, new byte[] {1, 2, 3}, List.of());
            BatchCodec codec =
                    new BatchCodec(io.leat.log.protocol.record.Compression.NONE, 0, false);
            batch.open(codec, Identity.NONE);
            batch.complete(BatchResult.failed(new TimeoutException("expired")));
            assertEquals(0, pool.available());
            batch.requestReleased();
            assertEquals(1_000, pool.available());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 100})
    void shouldSendWhatLingeredWithoutBeingFlushed(int lingerMs) {
        ScriptedBroker broker =
                run(
                        4,
                        1,
                        then(),
                        Map.of("linger.ms", lingerMs),
                        producer -> {
                            try {
                                producer.send(new ProducerRecord<>("topic", "v")).get();
                            } catch (InterruptedException
                                    | java.util.concurrent.ExecutionException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        assertEquals(List.of("v"), broker.log(0));
    }
}
