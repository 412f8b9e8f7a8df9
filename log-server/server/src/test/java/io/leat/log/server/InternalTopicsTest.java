package io.leat.log.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.ApacheTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server writes for itself, decoded by scripts and by Apache's tools: the same. */
@Timeout(120)
final class InternalTopicsTest {

    @TempDir static Path folder;

    private static LeatServer server;
    private static ApacheTools apache;
    private static Admin admin;
    private static Scripts scripts;

    @BeforeAll
    static void start() throws Exception {
        scripts = new Scripts(folder);
        apache = new ApacheTools();
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("data").toString(),
                                "group.initial.rebalance.delay.ms", "0",
                                "offsets.topic.num.partitions", "1",
                                "transaction.state.log.num.partitions", "1",
                                "share.coordinator.state.topic.num.partitions", "1"));
        admin = Admin.create(settings("none"));
        admin.createTopics(List.of(new NewTopic("t", 2, (short) 1))).all().get();
        write();
        consume("classic", Map.of());
        consume("modern", Map.of("group.protocol", "consumer"));
        share();
        admin.deleteConsumerGroups(List.of("modern")).all().get();
    }

    @AfterAll
    static void stop() throws IOException {
        admin.close();
        apache.close();
        server.close();
    }

    private static Map<String, Object> settings(String group) {
        return Map.of("bootstrap.servers", server.endpoint().toString(), "group.id", group);
    }

    private static Map<String, Object> settings(String group, Map<String, Object> more) {
        Map<String, Object> all = new java.util.HashMap<>(settings(group));
        all.putAll(more);
        return all;
    }

    private static void write() throws Exception {
        Map<String, Object> all = settings("none", Map.of("transactional.id", "writer"));
        try (var producer =
                new KafkaProducer<>(all, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            for (int i = 0; i < 2; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("t", i, "k", "v")).get();
                producer.commitTransaction();
            }
        }
    }

    private static void consume(String group, Map<String, Object> more) {
        Map<String, Object> all = settings(group, Map.of("auto.offset.reset", "earliest"));
        all.putAll(more);
        try (var consumer =
                new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("t"));
            await().atMost(Patience.LIMIT)
                    .until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
            consumer.commitSync();
        }
    }

    private static void share() throws Exception {
        var earliest =
                new AlterConfigOp(
                        new ConfigEntry("share.auto.offset.reset", "earliest"),
                        AlterConfigOp.OpType.SET);
        var resource = new ConfigResource(ConfigResource.Type.GROUP, "sharing");
        admin.incrementalAlterConfigs(Map.of(resource, List.of(earliest))).all().get();
        try (var consumer =
                new KafkaShareConsumer<>(
                        settings("sharing"), new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("t"));
            await().atMost(Patience.LIMIT)
                    .until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
            consumer.commitSync();
        }
    }

    /** The segment of partition 0 of a topic; directories are named by the ids of topics. */
    private static String segment(String topic) throws Exception {
        if (topic.equals("__cluster_metadata")) {
            return file("__cluster_metadata-0");
        }
        var found = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
        long high = found.topicId().getMostSignificantBits();
        long low = found.topicId().getLeastSignificantBits();
        return file(String.format("%016x%016x-0", high, low));
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

    @ParameterizedTest
    @CsvSource({
        "__consumer_offsets, --offsets-decoder, '\"group\":\"classic\"'",
        "__transaction_state, --transaction-log-decoder, '\"transactionalId\":\"writer\"'",
        "__share_group_state, --share-group-state-decoder, '\"groupId\":\"sharing\"'",
        "__cluster_metadata, --cluster-metadata-decoder, '\"type\":\"TOPIC_RECORD\"'"
    })
    void shouldDecodeSegments(String topic, String option, String part) throws Exception {
        // It goes on growing: what both look at is what is there now.
        Path file = Path.of(segment(topic));
        Path copy = Files.createDirectories(folder.resolve("copies"));
        Path now = Files.write(copy.resolve(file.getFileName()), Files.readAllBytes(file));
        String[] options = {"--files", now.toString(), option};
        String theirs = apache.main("DumpLogSegments", options);
        assertTrue(theirs.contains(part), theirs);
        assertEquals(theirs, Tools.output(with("kafka-dump-log", options)));
    }

    private static String[] with(String first, String... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({
        "__consumer_offsets, OffsetsMessageFormatter",
        "__consumer_offsets, GroupMetadataMessageFormatter",
        "__consumer_offsets, ShareGroupMessageFormatter",
        "__share_group_state, group.share.ShareGroupStateMessageFormatter",
        "__transaction_state, TransactionLogMessageFormatter"
    })
    void shouldFormatRecords(String topic, String formatter) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        long end =
                admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset();
        String line =
                "--bootstrap-server "
                        + server.endpoint()
                        + " --topic "
                        + topic
                        + " --partition 0 --offset earliest --max-messages "
                        + end
                        + " --formatter org.apache.kafka.tools.consumer."
                        + formatter;
        String theirs = apache.main("consumer.ConsoleConsumer", line.split(" "));
        assertTrue(theirs.contains("{\"key\":{\"type\":"), theirs);
        assertTrue(theirs.contains("\"value\":{\"version\":"), theirs);
        Tools.Run ours = scripts.runAlone("bin/kafka-console-consumer.sh " + line);
        assertEquals(theirs, ours.output(), ours.toString());
    }
}
