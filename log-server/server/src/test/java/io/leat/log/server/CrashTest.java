package io.leat.log.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.StringSerializer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real server, killed under load again and again: what it acknowledged is there, once and in
 * order. {@code -Dleat.kills=50} kills it more often.
 */
final class CrashTest {

    private static final int KILLS = Integer.getInteger("leat.kills", 3);
    private static final int ACKNOWLEDGED_BETWEEN_KILLS = 500;
    private static final int IN_FLIGHT = 1_000;
    private static final TopicPartition PARTITION = new TopicPartition("crash", 0);

    @TempDir Path data;

    private final Map<Long, Integer> acknowledged = new ConcurrentSkipListMap<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void shouldLoseAndDoubleNothingWhenKilledUnderLoad() throws Exception {
        int port = ServerProcess.freePort();
        String address = "127.0.0.1:" + port;
        AtomicBoolean stop = new AtomicBoolean();
        ServerProcess server = ServerProcess.start(data, port);
        try {
            createTopic(address);
            Thread load = new Thread(() -> produce(address, stop), "load");
            load.start();
            try {
                for (int kill = 0; kill < KILLS; kill++) {
                    awaitAcknowledged(acknowledged.size() + ACKNOWLEDGED_BETWEEN_KILLS, server);
                    server.kill();
                    server = ServerProcess.start(data, port);
                }
                awaitAcknowledged(acknowledged.size() + ACKNOWLEDGED_BETWEEN_KILLS, server);
            } finally {
                stop.set(true);
                load.join(Patience.LIMIT.toMillis());
            }
            assertTrue(!load.isAlive(), "the producer does not end");
            assertEquals(List.of(), List.copyOf(failures), "every record is acknowledged at last");
            verifyLog(address);
        } finally {
            server.close();
        }
    }

    private static void createTopic(String address) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1))).all().get();
        }
    }

    private void produce(String address, AtomicBoolean stop) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", address);
        properties.put("acks", "all");
        properties.put("linger.ms", "1");
        properties.put("batch.size", "2048");
        properties.put("reconnect.backoff.max.ms", "200");
        Semaphore window = new Semaphore(IN_FLIGHT);
        try (LeatProducer<String, String> producer =
                new LeatProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            while (!stop.get() && failures.isEmpty()) {
                window.acquire();
                int number = sent.getAndIncrement();
                producer.send(
                        new ProducerRecord<>(PARTITION.topic(), Integer.toString(number)),
                        (metadata, failure) -> {
                            window.release();
                            if (failure == null) {
                                acknowledged.put(metadata.offset(), number);
                            } else {
                                failures.add(failure);
                            }
                        });
            }
            producer.flush();
        } catch (Exception e) {
            failures.add(e);
        }
    }

    private void awaitAcknowledged(int count, ServerProcess server) {
        await().alias("acknowledgements of " + server.output())
                .atMost(Patience.LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> acknowledged.size() >= count || !failures.isEmpty());
        assertEquals(List.of(), List.copyOf(failures));
    }

    private void verifyLog(String address) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", address, "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            Set<Integer> seen = new HashSet<>();
            long next = 0;
            Patience patience = Patience.begin();
            while (next < end && patience.lasts()) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    int number = Integer.parseInt(record.value());
                    assertEquals(next++, record.offset(), "offsets have no gap");
                    assertTrue(seen.add(number), number + " is there twice");
                    assertEquals(
                            record.offset(), number, "one producer's records keep their order");
                    assertEquals(number, acknowledged.get(record.offset()));
                }
            }
            assertEquals(end, next, "everything can be read");
            assertEquals(sent.get(), seen.size(), "everything acknowledged is there");
        }
    }
}
