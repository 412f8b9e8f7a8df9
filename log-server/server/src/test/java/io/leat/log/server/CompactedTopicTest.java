package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compacted topics, the server's own among them, through Apache Kafka's clients. */
final class CompactedTopicTest {

    private static final TopicPartition TABLE = new TopicPartition("table", 0);

    @TempDir Path data;

    private LeatServer start() {
        Map<String, String> settings = new HashMap<>();
        settings.put("listeners", "PLAINTEXT://127.0.0.1:0");
        settings.put("log.dirs", data.toString());
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("offsets.topic.segment.bytes", "20000");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("transaction.state.log.segment.bytes", "20000");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.cleaner.backoff.ms", "50");
        settings.put("log.cleaner.min.cleanable.ratio", "0.1");
        return LeatServer.start(settings);
    }

    private static KafkaProducer<String, String> producer(LeatServer server, String id) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", server.endpoint().toString());
        if (id != null) {
            properties.put("transactional.id", id);
        }
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(LeatServer server, String isolation) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", server.endpoint().toString());
        properties.put("isolation.level", isolation);
        properties.put("group.id", "readers");
        properties.put("enable.auto.commit", "false");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    /** The table that reading from the beginning gives, and how many records that took. */
    private static int read(LeatServer server, String isolation, Map<String, String> table) {
        int records = 0;
        long last = -1;
        try (KafkaConsumer<String, String> consumer = consumer(server, isolation)) {
            consumer.assign(List.of(TABLE));
            consumer.seekToBeginning(List.of(TABLE));
            long end = consumer.endOffsets(List.of(TABLE)).get(TABLE);
            Patience patience = Patience.begin();
            while (consumer.position(TABLE) < end && patience.lasts()) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    assertTrue(record.offset() > last, "offsets go back");
                    last = record.offset();
                    records++;
                    if (record.value() == null) {
                        table.remove(record.key());
                    } else {
                        table.put(record.key(), record.value());
                    }
                }
            }
            assertTrue(consumer.position(TABLE) >= end, "the consumer did not get to the end");
        }
        return records;
    }

    private static void createTable(LeatServer server) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.endpoint() + ""))) {
            Map<String, String> configs =
                    Map.of("cleanup.policy", "compact", "segment.bytes", "20000");
            NewTopic topic = new NewTopic(TABLE.topic(), 1, (short) 1).configs(configs);
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    @Test
    void shouldCompactATopicUnderPlainAndTransactionalWriters() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        try (LeatServer server = start()) {
            createTable(server);
            int sent = 0;
            try (KafkaProducer<String, String> plain = producer(server, null);
                    KafkaProducer<String, String> transactions = producer(server, "tx")) {
                transactions.initTransactions();
                for (int round = 0; round < 60; round++) {
                    transactions.beginTransaction();
                    boolean commits = round % 3 != 0;
                    for (int i = 0; i < 40; i++, sent += 2) {
                        String key = "key-" + i % 10;
                        String value = i % 9 == 8 ? null : round + "-" + i;
                        plain.send(new ProducerRecord<>(TABLE.topic(), 0, key, value));
                        put(expected, key, value);
                        String other = "tx-" + i % 10;
                        transactions.send(new ProducerRecord<>(TABLE.topic(), 0, other, value));
                        if (commits) {
                            put(expected, other, value);
                        }
                    }
                    plain.flush();
                    if (commits) {
                        transactions.commitTransaction();
                    } else {
                        transactions.abortTransaction();
                    }
                }
            }
            int all = sent;
            Patience patience = Patience.begin();
            Map<String, String> table = new TreeMap<>();
            while (read(server, "read_uncommitted", new TreeMap<>()) * 2 > all
                    && patience.lasts()) {
                table.clear();
            }
            assertTrue(read(server, "read_committed", table) * 2 < all, "it was not compacted");
            assertEquals(expected, table);
        }
        try (LeatServer server = start()) {
            Map<String, String> table = new TreeMap<>();
            read(server, "read_committed", table);
            assertEquals(expected, table, "after a restart");
        }
    }

    private static void put(Map<String, String> table, String key, String value) {
        if (value == null) {
            table.remove(key);
        } else {
            table.put(key, value);
        }
    }

    @Test
    void shouldKnowEveryCommittedOffsetAfterCompactionAndARestart() throws Exception {
        Map<Integer, Long> expected = new TreeMap<>();
        try (LeatServer server = start()) {
            createTable(server);
            try (KafkaProducer<String, String> transactions = producer(server, "tx")) {
                transactions.initTransactions();
                for (int round = 1; round <= 400; round++) {
                    int group = round % 20;
                    transactions.beginTransaction();
                    transactions.sendOffsetsToTransaction(
                            Map.of(TABLE, new OffsetAndMetadata(round)),
                            new ConsumerGroupMetadata("group-" + group));
                    if (round % 5 == 0) {
                        transactions.abortTransaction();
                    } else {
                        transactions.commitTransaction();
                        expected.put(group, (long) round);
                    }
                }
            }
            Patience patience = Patience.begin();
            do {
                assertEquals(expected, committed(server));
            } while (bytesOfLargestPartition() >= 60_000 && patience.lasts());
            assertTrue(bytesOfLargestPartition() < 60_000, "it was not compacted");
        }
        try (LeatServer server = start()) {
            assertEquals(expected, committed(server), "after a restart");
        }
    }

    private static Map<Integer, Long> committed(LeatServer server) throws Exception {
        Map<Integer, Long> found = new TreeMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.endpoint() + ""))) {
            for (int group = 0; group < 20; group++) {
                Map<TopicPartition, OffsetAndMetadata> offsets =
                        admin.listConsumerGroupOffsets("group-" + group)
                                .partitionsToOffsetAndMetadata()
                                .get();
                if (offsets.get(TABLE) != null) {
                    found.put(group, offsets.get(TABLE).offset());
                }
            }
        }
        return found;
    }

    private long bytesOfLargestPartition() throws IOException {
        long most = 0;
        try (Stream<Path> partitions = Files.list(data.resolve("partitions"))) {
            for (Path partition : (Iterable<Path>) partitions::iterator) {
                try (Stream<Path> files = Files.list(partition)) {
                    most =
                            Math.max(
                                    most,
                                    files.filter(file -> file.toString().endsWith(".log"))
                                            .mapToLong(CompactedTopicTest::size)
                                            .sum());
                }
            }
        }
        return most;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (java.nio.file.NoSuchFileException e) {
            return 0; // compacted away just now
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
