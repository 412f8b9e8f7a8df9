package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Consumer groups and transactions, by Apache Kafka's own clients on a real server. */
@Timeout(30)
final class GroupAndTransactionTest {

    @TempDir Path data;

    private LeatServer start() {
        return LeatServer.start(
                Map.of(
                        "listeners", "PLAINTEXT://127.0.0.1:0",
                        "log.dirs", data.toString(),
                        "offsets.topic.num.partitions", "4",
                        "transaction.state.log.num.partitions", "4",
                        "group.initial.rebalance.delay.ms", "0"));
    }

    private static KafkaProducer<String, String> producer(LeatServer server, String id) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", server.endpoint().toString());
        if (id != null) {
            settings.put("transactional.id", id);
        }
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(LeatServer server, String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", server.endpoint().toString(),
                        "group.id", group,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static List<String> poll(KafkaConsumer<String, String> consumer, int count) {
        List<String> values = new ArrayList<>();
        Patience patience = Patience.begin();
        while (values.size() < count && patience.lasts()) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                values.add(record.value());
            }
        }
        return values;
    }

    @Test
    void shouldResumeWhereTheGroupCommittedAlsoAfterARestart() throws Exception {
        try (LeatServer server = start();
                KafkaProducer<String, String> producer = producer(server, null);
                KafkaConsumer<String, String> consumer = consumer(server, "readers")) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("in", String.valueOf(i))).get();
            }
            consumer.subscribe(List.of("in"));
            assertEquals(10, poll(consumer, 10).size());
            consumer.commitSync(
                    Map.of(new TopicPartition("in", 0), new OffsetAndMetadata(4, "four")));
        }
        try (LeatServer server = start();
                KafkaConsumer<String, String> consumer = consumer(server, "readers")) {
            consumer.subscribe(List.of("in"));
            assertEquals(List.of("4", "5", "6", "7", "8", "9"), poll(consumer, 6));
        }
    }

    @Test
    void shouldShareAPartitionedTopicAmongTheMembersOfAGroup() throws Exception {
        try (LeatServer server = start();
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", server.endpoint().toString()));
                KafkaProducer<String, String> producer = producer(server, null);
                KafkaConsumer<String, String> one = consumer(server, "pair");
                KafkaConsumer<String, String> two = consumer(server, "pair")) {
            admin.createTopics(List.of(new NewTopic("shared", 4, (short) 1))).all().get();
            one.subscribe(List.of("shared"));
            two.subscribe(List.of("shared"));
            Patience patience = Patience.begin();
            while (patience.lasts()
                    && (one.assignment().size() != 2 || two.assignment().size() != 2)) {
                one.poll(Duration.ofMillis(50));
                two.poll(Duration.ofMillis(50));
            }
            assertEquals(2, one.assignment().size());
            assertEquals(2, two.assignment().size());
            for (int i = 0; i < 40; i++) {
                producer.send(new ProducerRecord<>("shared", i % 4, null, "v" + i)).get();
            }
            TreeSet<String> all = new TreeSet<>(poll(one, 20));
            all.addAll(poll(two, 20));
            assertEquals(40, all.size());
            assertTrue(
                    admin.describeConsumerGroups(List.of("pair"))
                                    .all()
                                    .get()
                                    .get("pair")
                                    .members()
                                    .size()
                            == 2);
        }
    }

    @Test
    void shouldShowOnlyCommittedTransactions() throws Exception {
        try (LeatServer server = start();
                KafkaProducer<String, String> producer = producer(server, "tx");
                KafkaConsumer<String, String> consumer = consumer(server, "committed")) {
            producer.initTransactions();
            for (int i = 0; i < 6; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("out", "a" + i)).get();
                producer.send(new ProducerRecord<>("out2", "b" + i)).get();
                if (i % 2 == 0) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
            }
            consumer.subscribe(List.of("out", "out2"));
            assertEquals(
                    new TreeSet<>(List.of("a0", "a2", "a4", "b0", "b2", "b4")),
                    new TreeSet<>(poll(consumer, 6)));
        }
    }

    @Test
    void shouldCommitOffsetsWithTheTransaction() throws Exception {
        try (LeatServer server = start();
                KafkaProducer<String, String> plain = producer(server, null);
                KafkaProducer<String, String> producer = producer(server, "mover");
                KafkaConsumer<String, String> consumer = consumer(server, "moving")) {
            for (int i = 0; i < 4; i++) {
                plain.send(new ProducerRecord<>("from", "v" + i)).get();
            }
            consumer.subscribe(List.of("from"));
            assertEquals(4, poll(consumer, 4).size());
            producer.initTransactions();
            TopicPartition from = new TopicPartition("from", 0);
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(
                    Map.of(from, new OffsetAndMetadata(3)), consumer.groupMetadata());
            producer.send(new ProducerRecord<>("to", "moved")).get();
            producer.commitTransaction();
            assertEquals(3, consumer.committed(java.util.Set.of(from)).get(from).offset());
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(
                    Map.of(from, new OffsetAndMetadata(4)), consumer.groupMetadata());
            producer.abortTransaction();
            assertEquals(3, consumer.committed(java.util.Set.of(from)).get(from).offset());
        }
    }
}
