package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records written and read by Apache Kafka's own clients, also across a restart. */
final class DataPathTest {

    private static final Duration LONG_POLL = Duration.ofSeconds(20);

    @TempDir Path data;

    private LeatServer start() {
        return LeatServer.start(
                Map.of("listeners", "PLAINTEXT://127.0.0.1:0", "log.dirs", data.toString()));
    }

    private static KafkaProducer<String, String> producer(LeatServer server, String compression) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", server.endpoint().toString());
        properties.put("compression.type", compression);
        properties.put("enable.idempotence", "false");
        properties.put("acks", "all");
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(LeatServer server, String isolation) {
        return consumer(server, isolation, Duration.ofMillis(500));
    }

    private static KafkaConsumer<String, String> consumer(
            LeatServer server, String isolation, Duration longPoll) {
        Properties properties = new Properties();
        properties.put("fetch.max.wait.ms", Long.toString(longPoll.toMillis()));
        properties.put("bootstrap.servers", server.endpoint().toString());
        properties.put("isolation.level", isolation);
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    private static List<String> read(
            KafkaConsumer<String, String> consumer, TopicPartition partition, int count) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        List<String> values = new ArrayList<>();
        Patience patience = Patience.begin();
        while (values.size() < count && patience.lasts()) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                assertEquals(values.size(), record.offset());
                values.add(record.value());
            }
        }
        return values;
    }

    @Test
    void shouldKeepWhatWasAcknowledgedThroughARestart() throws Exception {
        TopicPartition partition = new TopicPartition("t", 0);
        List<String> sent = new ArrayList<>();
        try (LeatServer server = start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", server.endpoint() + ""))) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
                List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
                try (KafkaProducer<String, String> producer = producer(server, codec)) {
                    for (int i = 0; i < 500; i++) {
                        String value = codec + "-" + i + "-" + "x".repeat(i % 90);
                        sent.add(value);
                        acknowledgements.add(
                                producer.send(
                                        new ProducerRecord<>("t", 0, 10_000L + i, "k" + i, value)));
                    }
                }
                for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                    acknowledgement.get();
                }
            }
            try (KafkaConsumer<String, String> consumer = consumer(server, "read_committed")) {
                assertEquals(sent, read(consumer, partition, sent.size()));
            }
        }
        try (LeatServer server = start();
                KafkaConsumer<String, String> consumer = consumer(server, "read_uncommitted")) {
            assertEquals(sent, read(consumer, partition, sent.size()));
            assertEquals(
                    Map.of(partition, (long) sent.size()), consumer.endOffsets(List.of(partition)));
            assertEquals(Map.of(partition, 0L), consumer.beginningOffsets(List.of(partition)));
            var found = consumer.offsetsForTimes(Map.of(partition, 10_100L)).get(partition);
            assertEquals(100, found.offset());
            assertEquals(10_100, found.timestamp());
        }
    }

    @Test
    void shouldAnswerAWaitingFetchWhenARecordArrives() throws Exception {
        TopicPartition partition = new TopicPartition("t", 0);
        try (LeatServer server = start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", server.endpoint() + ""));
                KafkaProducer<String, String> producer = producer(server, "none");
                KafkaConsumer<String, String> consumer =
                        consumer(server, "read_committed", LONG_POLL)) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            producer.send(new ProducerRecord<>("t", 0, "k", "v")).get();
            assertEquals(List.of("v"), read(consumer, partition, 1));
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 10; i++) {
                consumer.poll(Duration.ofMillis(20));
                long begin = System.nanoTime();
                producer.send(new ProducerRecord<>("t", 0, "k", "w" + i));
                Patience patience = Patience.begin();
                while (consumer.poll(Duration.ofMillis(400)).isEmpty()) {
                    assertTrue(patience.lasts(), "never came");
                }
                best = Math.min(best, System.nanoTime() - begin);
            }
            assertTrue(best < LONG_POLL.toNanos() / 2, "the fetch waited for its time-out");
            consumer.close(CloseOptions.timeout(Duration.ZERO)); // a fetch still waits
        }
    }

    @Test
    void shouldRefuseRecordsThatAreTooLarge() throws Exception {
        try (LeatServer server = start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", server.endpoint() + ""));
                KafkaProducer<String, String> producer = producer(server, "none")) {
            NewTopic small = new NewTopic("small", 1, (short) 1);
            small.configs(new HashMap<>(Map.of("max.message.bytes", "1000")));
            admin.createTopics(List.of(small)).all().get();
            ExecutionException refused =
                    Assertions.assertThrows(
                            ExecutionException.class,
                            () ->
                                    producer.send(
                                                    new ProducerRecord<>(
                                                            "small", 0, "k", "x".repeat(2000)))
                                            .get());
            assertTrue(
                    refused.getCause()
                            instanceof org.apache.kafka.common.errors.RecordTooLargeException,
                    refused.toString());
        }
    }

    @Test
    void shouldShowCommittedTransactionsOnly() throws Exception {
        TopicPartition partition = new TopicPartition("t", 0);
        try (LeatServer server = start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", server.endpoint() + ""))) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            Properties properties = new Properties();
            properties.put("bootstrap.servers", server.endpoint().toString());
            properties.put("transactional.id", "tx");
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(
                            properties, new StringSerializer(), new StringSerializer())) {
                producer.initTransactions();
                for (int i = 0; i < 6; i++) {
                    producer.beginTransaction();
                    producer.send(new ProducerRecord<>("t", 0, "k", "v" + i));
                    if (i % 2 == 0) {
                        producer.commitTransaction();
                    } else {
                        producer.flush();
                        producer.abortTransaction();
                    }
                }
            }
            try (KafkaConsumer<String, String> consumer = consumer(server, "read_committed")) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                List<String> seen = new ArrayList<>();
                Patience patience = Patience.begin();
                while (seen.size() < 3 && patience.lasts()) {
                    consumer.poll(Duration.ofMillis(200)).forEach(r -> seen.add(r.value()));
                }
                assertEquals(List.of("v0", "v2", "v4"), seen);
            }
        }
    }
}
