package io.leat.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.examples.clients.AsyncProducer;
import io.leat.examples.clients.ConsumerLoop;
import io.leat.examples.clients.TransactionalProducer;
import io.leat.examples.clients.ValuePartitioner;
import io.leat.examples.wordcount.WordCount;
import io.leat.log.server.LeatServer;
import io.leat.streams.LeatStreams;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each program of this module, against a server of its own. */
@Timeout(120)
final class ExamplesTest {

    @TempDir Path folder;

    private LeatServer server;
    private String address;

    @BeforeEach
    void start() throws Exception {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("data").toString(),
                                "offsets.topic.num.partitions", "1",
                                "transaction.state.log.num.partitions", "1",
                                "group.initial.rebalance.delay.ms", "0"));
        address = server.endpoint().toString();
        create("my_topic1", 3);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void create(String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(settings())) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
        }
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", address);
        return settings;
    }

    private interface Program {
        void main(String[] arguments) throws Exception;
    }

    private static List<String> printed(Program program, String... arguments) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.main(arguments);
        } finally {
            System.setOut(out);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void shouldSendAndReadAsTheProgramsSay() throws Exception {
        List<String> sent = printed(AsyncProducer::main, address);
        assertEquals(6, sent.size(), sent.toString());
        assertEquals(5, sent.stream().filter(line -> line.startsWith("topic my_topic1\t")).count());
        // Partitions answer in any order: the last record may come before others.
        assertTrue(
                sent.stream().anyMatch(line -> line.startsWith("the last record is at offset ")),
                sent.toString());

        assertEquals(List.of("committed"), printed(TransactionalProducer::main, address));

        List<String> placed = printed(ValuePartitioner::main, address);
        assertEquals(5, placed.size(), placed.toString());
        assertTrue(
                placed.stream().map(line -> line.replaceAll(".* ", "")).distinct().count() > 1,
                "one key, several partitions: " + placed);

        List<String> read = printed(ConsumerLoop::main, address, "my_topic1", "16");
        assertEquals(16, read.size(), read.toString());
        assertTrue(read.stream().anyMatch(line -> line.endsWith("\tk5=v5")), read.toString());
        assertEquals(
                5, read.stream().filter(line -> line.contains("=in one transaction ")).count());
    }

    @Test
    void shouldCountWords() throws Exception {
        create(WordCount.INPUT_TOPIC, 2);
        create(WordCount.OUTPUT_TOPIC, 2);
        String state = folder.resolve("state").toString();
        try (LeatStreams streams =
                new LeatStreams(
                        WordCount.topology(), Application.settings("word-count", address, state))) {
            streams.start();
            try (LeatProducer<String, String> producer =
                    new LeatProducer<>(
                            settings(), new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>(WordCount.INPUT_TOPIC, "A mill, a leat"));
                producer.send(new ProducerRecord<>(WordCount.INPUT_TOPIC, "the leat and the mill"));
            }
            Map<String, String> expected =
                    Map.of("a", "2", "mill", "2", "leat", "2", "the", "2", "and", "1");
            Map<String, String> counts = new HashMap<>();
            Properties reading = settings();
            reading.put("group.id", "reader");
            reading.put("auto.offset.reset", "earliest");
            reading.put("isolation.level", "read_committed");
            try (LeatConsumer<String, String> consumer =
                    new LeatConsumer<>(
                            reading, new StringDeserializer(), new StringDeserializer())) {
                consumer.subscribe(List.of(WordCount.OUTPUT_TOPIC));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(
                                () -> {
                                    consumer.poll(Duration.ofMillis(200))
                                            .forEach(each -> counts.put(each.key(), each.value()));
                                    return counts.equals(expected);
                                });
            }
        }
    }
}
