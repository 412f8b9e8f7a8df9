package io.leat.clients.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leat.clients.BothServers;
import io.leat.clients.Server;
import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import io.leat.common.errors.ProducerFencedException;
import io.leat.common.errors.RecordTooLargeException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.header.internals.RecordHeader;
import io.leat.common.serialization.StringSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The producer against Apache Kafka and against Leat; what it wrote is read by Apache Kafka's own
 * consumer.
 */
@Timeout(40)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
class LeatProducerTest {

    private static Server kafka;
    private static Admin admin;
    @Parameter Server server;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeParameterizedClassInvocation
    static void start(Server server) {
        kafka = server;
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        admin.close();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private LeatProducer<String, String> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", kafka.bootstrap());
        LeatProducer<String, String> producer =
                new LeatProducer<>(all, new StringSerializer(), new StringSerializer());
        open.add(() -> producer.close(Duration.ofSeconds(2)));
        return producer;
    }

    private static void topic(String name, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    }

    private static List<ConsumerRecord<String, String>> read(String topic, int count) {
        return read(topic, count, Duration.ofSeconds(10));
    }

    private static List<ConsumerRecord<String, String>> read(
            String topic, int count, Duration patience) {
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrap(),
                                "isolation.level",
                                "read_committed",
                                "auto.offset.reset",
                                "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<org.apache.kafka.common.TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(topic)
                    .forEach(
                            info ->
                                    partitions.add(
                                            new org.apache.kafka.common.TopicPartition(
                                                    topic, info.partition())));
            consumer.assign(partitions);
            long deadline = System.nanoTime() + patience.toNanos();
            while (all.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    private static List<String> values(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::value).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "none,all",
        "gzip,all",
        "snappy,all",
        "lz4,all",
        "zstd,all",
        "none,1",
        "none,0",
        "lz4,1"
    })
    void shouldWriteWhatKafkasConsumerReads(String compression, String acks) throws Exception {
        String topic = "codec-" + compression + "-" + acks;
        topic(topic, 1);
        LeatProducer<String, String> producer =
                producer(Map.of("compression.type", compression, "acks", acks));
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sent.add(
                    producer.send(
                            new ProducerRecord<>(
                                    topic,
                                    null,
                                    1_000L + i,
                                    "k" + i,
                                    "v".repeat(i % 50) + i,
                                    List.of(new RecordHeader("h", new byte[] {(byte) i})))));
        }
        producer.flush();
        List<ConsumerRecord<String, String>> read = read(topic, 500);
        assertEquals(500, read.size());
        for (int i = 0; i < 500; i++) {
            ConsumerRecord<String, String> record = read.get(i);
            assertEquals("k" + i, record.key());
            assertEquals("v".repeat(i % 50) + i, record.value());
            assertEquals(1_000L + i, record.timestamp());
            assertEquals((byte) i, record.headers().lastHeader("h").value()[0]);
            RecordMetadata metadata = sent.get(i).get(5, TimeUnit.SECONDS);
            assertEquals(acks.equals("0") ? -1 : i, metadata.offset());
        }
    }

    @Test
    void shouldPutKeysWhereKafkasProducerPutsThem() throws Exception {
        topic("keys", 7);
        LeatProducer<String, String> ours = producer(Map.of());
        try (org.apache.kafka.clients.producer.KafkaProducer<String, String> theirs =
                new org.apache.kafka.clients.producer.KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrap()),
                        new org.apache.kafka.common.serialization.StringSerializer(),
                        new org.apache.kafka.common.serialization.StringSerializer())) {
            for (int i = 0; i < 50; i++) {
                String key = "key-" + i * i;
                int their =
                        theirs.send(
                                        new org.apache.kafka.clients.producer.ProducerRecord<>(
                                                "keys", key, "v"))
                                .get()
                                .partition();
                assertEquals(
                        their, ours.send(new ProducerRecord<>("keys", key, "v")).get().partition());
            }
        }
    }

    @Test
    void shouldSpreadRecordsWithoutKeys() throws Exception {
        topic("spread", 4);
        LeatProducer<String, String> producer = producer(Map.of("batch.size", 500));
        for (int i = 0; i < 2_000; i++) {
            producer.send(new ProducerRecord<>("spread", "value-" + i));
        }
        producer.flush();
        List<ConsumerRecord<String, String>> read = read("spread", 2_000);
        assertEquals(2_000, read.size());
        assertEquals(4, read.stream().map(ConsumerRecord::partition).distinct().count());
    }

    @Test
    void shouldSplitBatchesTheBrokerFindsTooLarge() throws Exception {
        admin.createTopics(
                        List.of(
                                new NewTopic("small", 1, (short) 1)
                                        .configs(Map.of("max.message.bytes", "2000"))))
                .all()
                .get();
        LeatProducer<String, String> producer =
                producer(Map.of("batch.size", 16_384, "linger.ms", 50));
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String value = "x".repeat(100) + i;
            expected.add(value);
            sent.add(producer.send(new ProducerRecord<>("small", value)));
        }
        producer.flush();
        assertEquals(expected, values(read("small", 100)));
        for (int i = 0; i < 100; i++) {
            assertEquals(i, sent.get(i).get(1, TimeUnit.SECONDS).offset());
        }
        Future<RecordMetadata> tooLarge =
                producer.send(new ProducerRecord<>("small", "y".repeat(5_000)));
        assertInstanceOf(
                RecordTooLargeException.class,
                assertThrows(ExecutionException.class, () -> tooLarge.get(5, TimeUnit.SECONDS))
                        .getCause());
        assertEquals(
                100,
                producer.send(new ProducerRecord<>("small", "after"))
                        .get(5, TimeUnit.SECONDS)
                        .offset());
    }

    @Test
    void shouldWorkOnRealPortsWithTheSettingsOfAFile() throws Exception {
        java.util.Properties properties = new java.util.Properties();
        properties.setProperty("bootstrap.servers", kafka.bootstrap());
        properties.setProperty(
                "key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        properties.setProperty(
                "value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        topic("real-ports", 3);
        try (LeatProducer<String, String> producer = new LeatProducer<>(properties)) {
            for (int i = 0; i < 20_000; i++) {
                producer.send(new ProducerRecord<>("real-ports", "k" + i % 100, "value " + i));
            }
        }
        assertEquals(20_000, read("real-ports", 20_000).size());
    }

    @Test
    void shouldNameATopicThatDoesNotComeAbout() {
        LeatProducer<String, String> producer = producer(Map.of("max.block.ms", 300));
        Future<RecordMetadata> future =
                producer.send(new ProducerRecord<>("no such topic", "value"));
        Throwable cause = assertThrows(ExecutionException.class, future::get).getCause();
        assertTrue(
                cause instanceof io.leat.common.errors.InvalidTopicException
                        || cause instanceof TimeoutException,
                String.valueOf(cause));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldCommitAndAbortTransactions(int version) throws Exception {
        transactionVersion(version);
        String topic = "txn-v" + version;
        topic(topic, 2);
        LeatProducer<String, String> producer = producer(Map.of("transactional.id", topic));
        producer.initTransactions();
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            producer.beginTransaction();
            for (int i = 0; i < 10; i++) {
                String value = round + "/" + i;
                producer.send(new ProducerRecord<>(topic, i % 2, null, value));
                if (round % 3 != 1) {
                    expected.add(value);
                }
            }
            producer.sendOffsetsToTransaction(
                    Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(100 + round)),
                    new ConsumerGroupMetadata("group-" + topic));
            if (round % 3 == 1) {
                producer.abortTransaction();
            } else {
                producer.commitTransaction();
            }
        }
        List<String> read = new ArrayList<>(values(read(topic, expected.size())));
        read.sort(null);
        expected.sort(null);
        assertEquals(expected, read);
        assertEquals(
                105,
                admin.listConsumerGroupOffsets("group-" + topic)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(new org.apache.kafka.common.TopicPartition(topic, 0))
                        .offset());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldBeFencedByANewerProducer(int version) throws Exception {
        transactionVersion(version);
        String topic = "fence-v" + version;
        topic(topic, 1);
        LeatProducer<String, String> old = producer(Map.of("transactional.id", topic));
        old.initTransactions();
        old.beginTransaction();
        old.send(new ProducerRecord<>(topic, "zombie"));
        old.flush();
        LeatProducer<String, String> young = producer(Map.of("transactional.id", topic));
        young.initTransactions();
        assertThrows(ProducerFencedException.class, old::commitTransaction);
        assertThrows(ProducerFencedException.class, old::beginTransaction);
        young.beginTransaction();
        young.send(new ProducerRecord<>(topic, "young"));
        young.commitTransaction();
        assertEquals(List.of("young"), values(read(topic, 1)));
    }

    @Test
    void shouldRefuseSendsOutsideATransaction() throws Exception {
        topic("outside", 1);
        LeatProducer<String, String> producer = producer(Map.of("transactional.id", "outside"));
        producer.initTransactions();
        assertThrows(
                IllegalStateException.class,
                () -> producer.send(new ProducerRecord<>("outside", "v")));
        assertThrows(IllegalStateException.class, producer::commitTransaction);
    }

    private static void transactionVersion(int version) throws Exception {
        if (!kafka.apacheKafka()) {
            assumeTrue(version == 2, "Leat's transactions are of version 2");
            return;
        }
        admin.updateFeatures(
                        Map.of(
                                "transaction.version",
                                new FeatureUpdate(
                                        (short) version,
                                        version == 2
                                                ? FeatureUpdate.UpgradeType.UPGRADE
                                                : FeatureUpdate.UpgradeType.SAFE_DOWNGRADE)),
                        new UpdateFeaturesOptions())
                .all()
                .get();
    }
}
