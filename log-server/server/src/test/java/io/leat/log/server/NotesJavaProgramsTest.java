package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java programs that people's notes about Kafka print, with Apache's clients. */
@Timeout(60)
final class NotesJavaProgramsTest {

    private static final String TOPIC = "my_topic1";

    @TempDir Path data;
    private LeatServer server;

    @BeforeEach
    void start() throws Exception {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", data.toString(),
                                "offsets.topic.num.partitions", "1",
                                "transaction.state.log.num.partitions", "1",
                                "group.initial.rebalance.delay.ms", "0"));
        try (AdminClient admin = AdminClient.create(address())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Properties address() {
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, server.endpoint().toString());
        return properties;
    }

    private Properties producing() {
        Properties properties = address();
        properties.put(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        properties.put(
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        return properties;
    }

    /** What the notes put behind the settings, step by step. */
    private Properties tuned() {
        Properties properties = producing();
        properties.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, MyPartitioner.class.getName());
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 16 * 1024);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "snappy");
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64 * 1024 * 1024);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.RETRIES_CONFIG, 3);
        return properties;
    }

    /** The partitioner of the notes: by value. */
    public static final class MyPartitioner implements Partitioner {
        @Override
        public int partition(
                String topic,
                Object key,
                byte[] keyBytes,
                Object value,
                byte[] valueBytes,
                Cluster cluster) {
            int partitionCount = cluster.partitionsForTopic(topic).size();
            if (partitionCount > 1) {
                return Utils.toPositive(Utils.murmur2(valueBytes)) % partitionCount;
            }
            return 0;
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    private static void tell(RecordMetadata metadata, Exception exception) {
        if (exception == null) {
            System.out.println("主题：" + metadata.topic() + "\t分区：" + metadata.partition());
        }
    }

    private interface Program {
        void run() throws Exception;
    }

    private static List<String> printed(Program program) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().sorted().toList();
    }

    private static void send(Properties properties, boolean wait)
            throws ExecutionException, InterruptedException {
        KafkaProducer<String, String> producer = new KafkaProducer<>(properties);
        for (int i = 0; i < 5; i++) {
            var sent =
                    producer.send(
                            new ProducerRecord<>(TOPIC, "k" + i, "v" + i),
                            NotesJavaProgramsTest::tell);
            if (wait) {
                sent.get();
            }
        }
        producer.close();
    }

    private static List<String> told(java.util.function.IntUnaryOperator partition) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lines.add("主题：" + TOPIC + "\t分区：" + partition.applyAsInt(i));
        }
        return lines.stream().sorted().toList();
    }

    private static int murmur(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % 3;
    }

    private KafkaConsumer<String, String> consumer(String group) {
        Map<String, Object> settings = new HashMap<>();
        address().forEach((name, value) -> settings.put(name.toString(), value));
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        settings.put("isolation.level", "read_committed");
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(TOPIC));
        return consumer;
    }

    private static Map<String, String> poll(KafkaConsumer<String, String> consumer, int count) {
        Map<String, String> read = new TreeMap<>();
        Patience patience = Patience.begin();
        while (read.size() < count && patience.lasts()) {
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(1));
            for (ConsumerRecord<String, String> each : records) {
                read.put(each.key(), each.value());
            }
        }
        return read;
    }

    private static final Map<String, String> ALL =
            Map.of("k0", "v0", "k1", "v1", "k2", "v2", "k3", "v3", "k4", "v4");

    @Test
    void shouldSendWithAndWithoutWaiting() throws Exception {
        List<String> byKey = told(i -> murmur("k" + i));
        assertEquals(byKey, printed(() -> send(producing(), false)));
        assertEquals(byKey, printed(() -> send(producing(), true)));
        assertEquals(told(i -> murmur("v" + i)), printed(() -> send(tuned(), false)));
    }

    @Test
    void shouldSendInATransaction() throws Exception {
        Properties properties = producing();
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "transaction_id_01");
        assertEquals(told(i -> murmur("k" + i)), printed(() -> transact(properties)));
        try (KafkaConsumer<String, String> consumer = consumer("testgroup")) {
            assertEquals(ALL, poll(consumer, 5));
        }
    }

    private static void transact(Properties properties) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties)) {
            producer.initTransactions();
            producer.beginTransaction();
            try {
                for (int i = 0; i < 5; i++) {
                    producer.send(
                            new ProducerRecord<>(TOPIC, "k" + i, "v" + i),
                            NotesJavaProgramsTest::tell);
                }
                producer.commitTransaction();
            } catch (Exception e) {
                producer.abortTransaction();
            }
        }
    }

    /**
     * Asynchronous commits on the way and a synchronous one at the end; then lag as they count it.
     */
    @Test
    void shouldCommitAndCountTheLag() throws Exception {
        printed(() -> send(producing(), true));
        try (KafkaConsumer<String, String> consumer = consumer("testgroup")) {
            assertEquals(ALL, poll(consumer, 5));
            List<Exception> failures = new ArrayList<>();
            consumer.commitAsync(
                    (offsets, exception) -> {
                        if (exception != null) {
                            failures.add(exception);
                        }
                    });
            consumer.commitSync();
            assertEquals(List.of(), failures);
        }
        printed(() -> send(producing(), true));
        try (AdminClient admin = AdminClient.create(address());
                KafkaConsumer<String, String> consumer = consumer("other")) {
            Map<TopicPartition, OffsetAndMetadata> consumed =
                    admin.listConsumerGroupOffsets("testgroup")
                            .partitionsToOffsetAndMetadata()
                            .get();
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumed.keySet());
            long lag =
                    ends.entrySet().stream()
                            .mapToLong(end -> end.getValue() - consumed.get(end.getKey()).offset())
                            .sum();
            assertEquals(5, lag);
        }
    }
}
