package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups and transactions with Apache Kafka's own clients on the real server. */
final class GroupsAndTransactionsTest {

    private static final TopicPartition IN = new TopicPartition("in", 0);

    @TempDir Path data;

    private LeatServer start() {
        return LeatServer.start(
                Map.of(
                        "listeners", "PLAINTEXT://127.0.0.1:0",
                        "log.dirs", data.toString(),
                        "group.initial.rebalance.delay.ms", "0",
                        "offsets.topic.num.partitions", "3",
                        "transaction.state.log.num.partitions", "3"));
    }

    private static KafkaProducer<String, String> producer(LeatServer server, String id) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", server.endpoint().toString());
        if (!id.isEmpty()) {
            properties.put("transactional.id", id);
        }
        properties.put("max.block.ms", "20000");
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(LeatServer server, String group) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", server.endpoint().toString());
        properties.put("group.id", group);
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    private static void createTopics(LeatServer server) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.endpoint() + ""))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic("in", 1, (short) 1),
                                    new NewTopic("out", 1, (short) 1)))
                    .all()
                    .get();
        }
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

    private static void send(LeatServer server, String... values) {
        try (KafkaProducer<String, String> producer = producer(server, "")) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("in", value));
            }
        }
    }

    @Test
    void shouldRememberWhereAGroupStandsThroughARestart() throws Exception {
        try (LeatServer server = start()) {
            createTopics(server);
            send(server, "a", "b");
            try (KafkaConsumer<String, String> consumer = consumer(server, "g")) {
                consumer.subscribe(List.of("in"));
                assertEquals(List.of("a", "b"), poll(consumer, 2));
                consumer.commitSync();
            }
        }
        try (LeatServer server = start()) {
            send(server, "c");
            try (KafkaConsumer<String, String> consumer = consumer(server, "g")) {
                consumer.subscribe(List.of("in"));
                assertEquals(List.of("c"), poll(consumer, 1));
            }
        }
    }

    @Test
    void shouldShowCommittedTransactionsOnlyAndTheirOffsets() throws Exception {
        try (LeatServer server = start()) {
            createTopics(server);
            send(server, "a", "b");
            try (KafkaConsumer<String, String> in = consumer(server, "g");
                    KafkaProducer<String, String> producer = producer(server, "x")) {
                producer.initTransactions();
                in.subscribe(List.of("in"));
                assertEquals(List.of("a", "b"), poll(in, 2));
                for (boolean commit : List.of(false, true)) {
                    producer.beginTransaction();
                    producer.send(new ProducerRecord<>("out", commit ? "committed" : "aborted"));
                    producer.sendOffsetsToTransaction(
                            Map.of(IN, new OffsetAndMetadata(2)), in.groupMetadata());
                    if (commit) {
                        producer.commitTransaction();
                    } else {
                        producer.abortTransaction();
                        assertNull(in.committed(Set.of(IN)).get(IN));
                    }
                }
                assertEquals(2, in.committed(Set.of(IN)).get(IN).offset());
            }
            try (KafkaConsumer<String, String> out = consumer(server, "h")) {
                out.subscribe(List.of("out"));
                assertEquals(List.of("committed"), poll(out, 1));
            }
        }
    }

    @Test
    void shouldFenceTheFormerProducerOfATransactionalId() throws Exception {
        try (LeatServer server = start()) {
            createTopics(server);
            try (KafkaProducer<String, String> old = producer(server, "x");
                    KafkaProducer<String, String> fresh = producer(server, "x")) {
                old.initTransactions();
                old.beginTransaction();
                old.send(new ProducerRecord<>("out", "old")).get();
                fresh.initTransactions();
                assertThrows(ProducerFencedException.class, old::commitTransaction);
                fresh.beginTransaction();
                fresh.send(new ProducerRecord<>("out", "new"));
                fresh.commitTransaction();
            }
            try (KafkaConsumer<String, String> out = consumer(server, "h")) {
                out.subscribe(List.of("out"));
                assertEquals(List.of("new"), poll(out, 1));
            }
        }
    }
}
