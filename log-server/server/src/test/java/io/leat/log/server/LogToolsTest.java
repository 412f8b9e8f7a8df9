package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leat.clients.ApacheTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What looks into logs and cuts them says what Apache's tools say of the same server. */
final class LogToolsTest {

    private static final TopicPartition PARTITION = new TopicPartition("looked-into", 0);

    @TempDir static Path folder;

    private static LeatServer server;
    private static ApacheTools apache;

    @BeforeAll
    static void start() throws Exception {
        apache = new ApacheTools();
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.toString(),
                                "offsets.topic.num.partitions", "1",
                                "transaction.state.log.num.partitions", "1"));
        try (Admin admin = Admin.create(settings())) {
            NewTopic topic = new NewTopic(PARTITION.topic(), 1, (short) 1);
            admin.createTopics(List.of(topic)).all().get();
        }
        write(Map.of("compression.type", "gzip"), false);
        write(Map.of("transactional.id", "t"), true);
        commit();
    }

    @AfterAll
    static void stop() throws IOException {
        apache.close();
        server.close();
    }

    private static Map<String, Object> settings() {
        return Map.of("bootstrap.servers", server.endpoint().toString(), "group.id", "g");
    }

    private static void write(Map<String, Object> more, boolean transaction) throws Exception {
        Map<String, Object> all = new HashMap<>(settings());
        all.putAll(more);
        try (var producer =
                new KafkaProducer<>(all, new StringSerializer(), new StringSerializer())) {
            if (transaction) {
                producer.initTransactions();
                producer.beginTransaction();
            }
            ProducerRecord<String, String> record =
                    new ProducerRecord<>(PARTITION.topic(), "key", "value");
            record.headers().add("one", new byte[0]).add("two", null);
            producer.send(record);
            producer.send(new ProducerRecord<>(PARTITION.topic(), null, "alone")).get();
            if (transaction) {
                producer.commitTransaction();
            }
        }
    }

    private static void commit() {
        try (var consumer =
                new KafkaConsumer<>(
                        settings(), new StringDeserializer(), new StringDeserializer())) {
            consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(3, "note")));
        }
    }

    /** The segment of partition 0 of a topic; directories are named by the ids of topics. */
    private static String segment(String topic) throws Exception {
        try (Admin admin = Admin.create(settings())) {
            var found = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
            long high = found.topicId().getMostSignificantBits();
            long low = found.topicId().getLeastSignificantBits();
            return file(String.format("%016x%016x-0", high, low));
        }
    }

    private static String file(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith("0.log"))
                    .filter(file -> file.getParent().getFileName().toString().equals(directory))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    @Test
    void shouldPrintBatchesAndRecordsOfASegment() throws Exception {
        String file = segment(PARTITION.topic());
        for (String option : List.of("--deep-iteration", "--print-data-log")) {
            String theirs = apache.main("DumpLogSegments", "--files", file, option);
            assertEquals(theirs, Tools.output("kafka-dump-log", "--files", file, option));
            assertEquals(theirs, Tools.output("log", "dump", "--files", file, option));
        }
        String batches = apache.main("DumpLogSegments", "--files", file);
        assertEquals(batches, Tools.output("kafka-dump-log", "--files", file));
        assertTrue(batches.contains("compresscodec: gzip"), batches);
    }

    /** Its form is Leat's own: Apache's tool does not read it. */
    @Test
    void shouldPrintAndCheckTheIndexOfASegment() throws Exception {
        Map<String, Object> all = new HashMap<>(settings());
        all.put("linger.ms", "0");
        try (Admin admin = Admin.create(settings());
                var producer =
                        new KafkaProducer<>(all, new StringSerializer(), new StringSerializer())) {
            NewTopic topic = new NewTopic("indexed", 1, (short) 1);
            admin.createTopics(List.of(topic.configs(Map.of("segment.bytes", "1048576"))))
                    .all()
                    .get();
            for (int i = 0; i < 15; i++) {
                producer.send(new ProducerRecord<>("indexed", "x".repeat(100_000))).get();
            }
        }
        Path log = Path.of(segment("indexed")).resolveSibling("00000000000000000000.log");
        Path index = log.resolveSibling("00000000000000000000.index");
        String printed = Tools.output("kafka-dump-log", "--files", index.toString());
        assertTrue(printed.contains("offset: 0 position: 0 maxTimestampBefore: -1\n"), printed);
        assertTrue(printed.lines().count() > 9, printed);
        Tools.Run verified =
                Tools.run("kafka-dump-log", "--files", index.toString(), "--verify-index-only");
        assertEquals(new Tools.Run(0, "Dumping " + index + "\n", ""), verified);
        String sane =
                Tools.output("kafka-dump-log", "--files", index.toString(), "--index-sanity-check");
        assertEquals("Dumping " + index + "\n" + index + " passed sanity check.\n", sane);

        Path copy = Files.createDirectories(folder.resolve("0".repeat(32) + "-7"));
        Path other = Files.copy(index, copy.resolve(index.getFileName()));
        byte[] bytes = Files.readAllBytes(log);
        bytes[7] += 3; // the offset of the first batch
        Files.write(copy.resolve(log.getFileName()), bytes);
        verified = Tools.run("kafka-dump-log", "--files", other.toString(), "--verify-index-only");
        String wrong = "Mismatches in :" + other + "\n  Index offset: 0, log offset: 3\n";
        assertEquals(wrong, verified.errors());
        bytes = Files.readAllBytes(index);
        bytes[20]++;
        Files.write(other, bytes);
        verified = Tools.run("kafka-dump-log", "--files", other.toString(), "--index-sanity-check");
        assertEquals(1, verified.code());
        assertTrue(verified.errors().contains(other + " is damaged."), verified.errors());
    }

    @Test
    void shouldTellDamage() throws Exception {
        byte[] bytes = Files.readAllBytes(Path.of(segment(PARTITION.topic())));
        bytes[70] ^= 1;
        Path damaged = folder.resolve("00000000000000000000.log");
        Files.write(damaged, Arrays.copyOf(bytes, bytes.length - 3));
        String printed =
                Tools.output("kafka-dump-log", "--files", damaged.toString(), "--deep-iteration");
        assertTrue(printed.contains("isvalid: false"), printed);
        assertTrue(printed.contains("invalid bytes at the end of"), printed);
    }

    @Test
    void shouldDescribeTheDirectoriesOfBrokers() throws Exception {
        String at = server.endpoint().toString();
        String[] options = {
            "--bootstrap-server", at, "--describe", "--topic-list", PARTITION.topic()
        };
        List<String> theirs = apache.run("LogDirsCommand", options).output().lines().toList();
        String[] line =
                Stream.concat(Stream.of("kafka-log-dirs"), Stream.of(options))
                        .toArray(String[]::new);
        List<String> ours = Tools.output(line).lines().toList();
        assertEquals(theirs.subList(0, 2), ours.subList(0, 2));
        ObjectMapper json = new ObjectMapper();
        assertEquals(json.readTree(theirs.get(2)), json.readTree(ours.get(2)));
    }

    @Test
    void shouldDeleteRecords() throws Exception {
        String at = server.endpoint().toString();
        Path file = folder.resolve("offsets.json");
        Files.writeString(
                file,
                "{\"partitions\": [{\"topic\": \"looked-into\", \"partition\": 0, \"offset\": 1}],"
                        + " \"version\": 1}");
        String[] options = {"--bootstrap-server", at, "--offset-json-file", file.toString()};
        String theirs = apache.run("DeleteRecordsCommand", options).output();
        String[] line =
                Stream.concat(Stream.of("kafka-delete-records"), Stream.of(options))
                        .toArray(String[]::new);
        assertEquals(theirs, Tools.output(line));
        assertTrue(theirs.contains("partition: looked-into-0\tlow_watermark: 1"), theirs);
    }
}
