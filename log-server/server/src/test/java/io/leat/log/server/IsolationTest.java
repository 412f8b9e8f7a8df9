package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers may see, and until when, with Apache Kafka's own clients. */
final class IsolationTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    @TempDir Path data;
    private LeatServer server;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        server =
                LeatServer.start(
                        Map.of("listeners", "PLAINTEXT://127.0.0.1:0", "log.dirs", data + ""));
        admin = Admin.create(Map.of("bootstrap.servers", server.endpoint() + ""));
        admin.createTopics(List.of(new NewTopic("t", 20, (short) 1))).all().get();
    }

    @AfterEach
    void stop() {
        admin.close();
        server.close();
    }

    private KafkaProducer<String, String> producer(Map<String, String> more) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", server.endpoint().toString());
        properties.putAll(more);
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    private KafkaConsumer<String, String> consumer(String isolation) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", server.endpoint().toString());
        properties.put("isolation.level", isolation);
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    private long end(String isolation) {
        try (KafkaConsumer<String, String> consumer = consumer(isolation)) {
            return consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
        }
    }

    @Test
    void shouldReadManyPartitionsInOneSessionInOrder() throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of());
                KafkaConsumer<String, String> consumer = consumer("read_uncommitted")) {
            consumer.assign(
                    IntStream.range(0, 20).mapToObj(i -> new TopicPartition("t", i)).toList());
            Map<Integer, Long> next = new TreeMap<>();
            int seen = 0;
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 50; i++) {
                    producer.send(new ProducerRecord<>("t", (i * 7 + round) % 20, "k", "v"));
                }
                producer.flush();
                Patience patience = Patience.begin();
                while (seen < 50 * (round + 1) && patience.lasts()) {
                    for (var record : consumer.poll(Duration.ofMillis(100))) {
                        long expected = next.merge(record.partition(), 1L, Long::sum) - 1;
                        assertEquals(expected, record.offset());
                        seen++;
                    }
                }
                assertEquals(50 * (round + 1), seen);
            }
        }
    }

    @Test
    void shouldHideWhatFollowsAnOpenTransactionUntilItIsAborted() throws Exception {
        try (KafkaProducer<String, String> plain = producer(Map.of());
                KafkaProducer<String, String> open = producer(Map.of("transactional.id", "x"))) {
            plain.send(new ProducerRecord<>("t", 0, "k", "before")).get();
            open.initTransactions();
            open.beginTransaction();
            open.send(new ProducerRecord<>("t", 0, "k", "undecided")).get();
            plain.send(new ProducerRecord<>("t", 0, "k", "after")).get();
            assertEquals(1, end("read_committed"));
            assertEquals(3, end("read_uncommitted"));

            ProducerState state =
                    admin
                            .describeProducers(List.of(PARTITION))
                            .partitionResult(PARTITION)
                            .get()
                            .activeProducers()
                            .stream()
                            .filter(each -> each.currentTransactionStartOffset().isPresent())
                            .findFirst()
                            .orElseThrow();
            assertEquals(1, state.currentTransactionStartOffset().getAsLong());
            open.abortTransaction();
            assertEquals(4, end("read_committed"));
            assertEquals(List.of("before", "after"), readCommitted(2));
        }
    }

    @Test
    void shouldLetAnAdministratorEndAHangingTransaction() throws Exception {
        try (KafkaProducer<String, String> open = producer(Map.of("transactional.id", "x"))) {
            open.initTransactions();
            open.beginTransaction();
            open.send(new ProducerRecord<>("t", 0, "k", "undecided")).get();
            ProducerState state =
                    admin.describeProducers(List.of(PARTITION))
                            .partitionResult(PARTITION)
                            .get()
                            .activeProducers()
                            .get(0);
            AbortTransactionSpec spec =
                    new AbortTransactionSpec(
                            PARTITION,
                            state.producerId(),
                            (short) state.producerEpoch(),
                            state.coordinatorEpoch().orElse(0));
            admin.abortTransaction(spec).all().get();
            assertEquals(2, end("read_committed"));
        }
    }

    private List<String> readCommitted(int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer("read_committed")) {
            consumer.assign(List.of(PARTITION));
            Patience patience = Patience.begin();
            while (values.size() < count && patience.lasts()) {
                consumer.poll(Duration.ofMillis(200)).forEach(each -> values.add(each.value()));
            }
        }
        return values;
    }

    @Test
    void shouldSendReadersBehindTheStartToTheStart() throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            for (int i = 0; i < 5; i++) {
                producer.send(new ProducerRecord<>("t", 0, "k", "v" + i)).get();
            }
        }
        var deleted =
                admin.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(3)))
                        .lowWatermarks()
                        .get(PARTITION)
                        .get();
        assertEquals(3, deleted.lowWatermark());
        try (KafkaConsumer<String, String> consumer = consumer("read_uncommitted")) {
            consumer.assign(List.of(PARTITION));
            consumer.seek(PARTITION, 1);
            Patience patience = Patience.begin();
            List<String> values = new ArrayList<>();
            while (values.size() < 2 && patience.lasts()) {
                consumer.poll(Duration.ofMillis(200)).forEach(each -> values.add(each.value()));
            }
            assertEquals(List.of("v3", "v4"), values);
        }
        assertTrue(end("read_committed") == 5);
    }
}
