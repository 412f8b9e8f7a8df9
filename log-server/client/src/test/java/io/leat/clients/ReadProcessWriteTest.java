package io.leat.clients;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.consumer.CommitFailedException;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.KafkaSide;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Consumed offsets inside the producer's transaction, against Apache Kafka and against Leat. */
@Timeout(40)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
class ReadProcessWriteTest {

    private static KafkaSide kafka;
    @Parameter Server server;

    @BeforeParameterizedClassInvocation
    static void start(Server server) {
        kafka = new KafkaSide(server);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        kafka.close();
    }

    private Consumer<String, String> consumer(String group) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", server.bootstrap());
        settings.put("group.id", group);
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        settings.put("max.poll.records", 20);
        settings.put("heartbeat.interval.ms", 100);
        return new LeatConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private Producer<String, String> producer(String transactionalId) {
        Producer<String, String> producer =
                new LeatProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                server.bootstrap(),
                                "transactional.id",
                                transactionalId),
                        new StringSerializer(),
                        new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    /** One transaction over what one poll gave; how many records that was. */
    private static int pass(
            Consumer<String, String> from,
            Producer<String, String> to,
            String output,
            boolean commit) {
        ConsumerRecords<String, String> records = from.poll(Duration.ofMillis(200));
        if (records.isEmpty()) {
            return 0;
        }
        to.beginTransaction();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            to.send(new ProducerRecord<>(output, record.key(), record.value().toUpperCase()));
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1));
        }
        to.sendOffsetsToTransaction(offsets, from.groupMetadata());
        if (commit) {
            to.commitTransaction();
        }
        return records.count();
    }

    @Test
    void shouldWriteEachRecordOnceOverAProcessThatDiesInItsTransaction() {
        String input = kafka.topic("rpw-in", 2);
        String output = kafka.topic("rpw-out", 2);
        kafka.produce(input, 0, 0, 100, Map.of());
        kafka.produce(input, 1, 100, 100, Map.of());
        Consumer<String, String> dying = consumer("rpw");
        Producer<String, String> dead = producer("rpw-producer");
        dying.subscribe(List.of(input));
        while (pass(dying, dead, output, true) == 0) {
            assertTrue(dying.subscription().contains(input));
        }
        while (pass(dying, dead, output, false) == 0) {
            assertTrue(dying.subscription().contains(input));
        }
        dead.flush();
        dying.close();
        try (Consumer<String, String> consumer = consumer("rpw");
                Producer<String, String> producer = producer("rpw-producer")) {
            consumer.subscribe(List.of(input));
            for (int done = 20; done < 200; ) {
                done += pass(consumer, producer, output, true);
            }
        }
        dead.close(Duration.ZERO);
        List<String> expected =
                new ArrayList<>(IntStream.range(0, 200).mapToObj(i -> "VALUE-" + i).toList());
        List<String> written = new ArrayList<>();
        try (Consumer<String, String> check = consumer("rpw-check")) {
            check.subscribe(List.of(output));
            while (written.size() < 200) {
                check.poll(Duration.ofMillis(100)).forEach(record -> written.add(record.value()));
            }
            assertTrue(check.poll(Duration.ofMillis(300)).isEmpty());
        }
        expected.sort(null);
        written.sort(null);
        assertEquals(expected, written);
    }

    /** KIP-447: the offsets of a member that the group has gone on without are refused. */
    @Test
    void shouldRefuseTheOffsetsOfAMemberOfAnOlderGeneration() {
        String input = kafka.topic("rpw-zombie-in", 1);
        String output = kafka.topic("rpw-zombie-out", 1);
        kafka.produce(input, 0, 0, 10, Map.of());
        try (Consumer<String, String> zombie = consumer("rpw-zombies");
                Producer<String, String> producer = producer("rpw-zombie")) {
            zombie.subscribe(List.of(input));
            while (zombie.assignment().isEmpty()) {
                zombie.poll(Duration.ofMillis(50));
            }
            var old = zombie.groupMetadata();
            zombie.enforceRebalance();
            while (zombie.groupMetadata().generationId() == old.generationId()) {
                zombie.poll(Duration.ofMillis(50));
            }
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(output, "k", "never seen"));
            var offsets = Map.of(new TopicPartition(input, 0), new OffsetAndMetadata(5));
            assertThrows(
                    CommitFailedException.class,
                    () -> producer.sendOffsetsToTransaction(offsets, old));
            producer.abortTransaction();
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(offsets, zombie.groupMetadata());
            producer.commitTransaction();
            // Visible with the marker, which follows the answer.
            await().until(() -> kafka.committed("rpw-zombies", input, 0) == 5);
        }
    }
}
