package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every codec and every kind of acknowledgement, by Apache Kafka's own clients. */
final class CodecsAndAcksTest {

    private static final int RECORDS = 200;

    @TempDir static Path data;

    private static LeatServer server;

    @BeforeAll
    static void start() {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners",
                                "PLAINTEXT://127.0.0.1:0",
                                "log.dirs",
                                data + "",
                                // the records here are of 1970
                                "log.retention.ms",
                                "-1"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "none,0",
        "none,1",
        "none,all",
        "gzip,all",
        "snappy,all",
        "lz4,all",
        "zstd,all",
        "zstd,0"
    })
    void shouldGiveBackWhatWasSent(String codec, String acks) throws Exception {
        String topic = codec + "-" + acks;
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        server.endpoint().toString(),
                        "compression.type",
                        codec,
                        "acks",
                        acks,
                        "enable.idempotence",
                        acks.equals("all"),
                        "linger.ms",
                        "20");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                ProducerRecord<String, String> record =
                        new ProducerRecord<>(topic, 0, 1_000L + i, "key", "value " + i);
                record.headers().add("header", new byte[] {(byte) i});
                producer.send(record);
            }
        }
        List<ConsumerRecord<String, String>> read = read(topic);
        assertEquals(RECORDS, read.size());
        for (int i = 0; i < RECORDS; i++) {
            ConsumerRecord<String, String> record = read.get(i);
            assertEquals(i, record.offset());
            assertEquals(1_000L + i, record.timestamp());
            assertEquals("value " + i, record.value());
            assertArrayEquals(new byte[] {(byte) i}, record.headers().lastHeader("header").value());
        }
    }

    @ParameterizedTest
    @CsvSource({"1000,0", "1150,150", "1199,199"})
    void shouldFindOffsetsByTime(long timestamp, long offset) throws Exception {
        String topic = "times-" + timestamp;
        Map<String, Object> settings =
                Map.of("bootstrap.servers", server.endpoint().toString(), "batch.size", "512");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(topic, 0, 1_000L + i, "key", "value " + i));
            }
        }
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = consumer()) {
            assertEquals(
                    offset,
                    consumer.offsetsForTimes(Map.of(partition, timestamp)).get(partition).offset());
        }
    }

    private static KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        server.endpoint().toString(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static List<ConsumerRecord<String, String>> read(String topic) {
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            Patience patience = Patience.begin();
            while (read.size() < RECORDS && patience.lasts()) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
        }
        return read;
    }
}
