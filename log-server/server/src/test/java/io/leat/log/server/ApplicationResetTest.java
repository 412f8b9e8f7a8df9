package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.ApacheTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kafka-streams-application-reset.sh} and Apache's own, each on an application of its own on
 * the same server: they print the same, but for the order of partitions and topics, and leave the
 * same.
 */
@Timeout(180)
final class ApplicationResetTest {

    private static final List<String> SIDES = List.of("ours", "theirs");

    @TempDir static Path folder;

    private static LeatServer server;
    private static ApacheTools apache;
    private static Admin admin;
    private static int applications;

    @BeforeAll
    static void start() throws Exception {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("data").toString(),
                                "group.initial.rebalance.delay.ms", "0",
                                "offsets.topic.num.partitions", "1"));
        apache = new ApacheTools();
        admin = Admin.create(Map.of("bootstrap.servers", server.endpoint().toString()));
        admin.createTopics(
                        List.of(
                                new NewTopic("in", 2, (short) 1),
                                new NewTopic("through", 1, (short) 1)))
                .all()
                .get();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        settings("none"), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 20; i++) {
                producer.send(new ProducerRecord<>("in", i % 2, 1_000L * i, "k", "v")).get();
                producer.send(new ProducerRecord<>("through", 0, 1_000L * i, "k", "v")).get();
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        apache.close();
        server.close();
    }

    private static Map<String, Object> settings(String group) {
        return Map.of("bootstrap.servers", server.endpoint().toString(), "group.id", group);
    }

    /** Makes an application that was stopped: offsets of its group, and its internal topics. */
    private static void stopped(String application) throws Exception {
        List<NewTopic> internal = new ArrayList<>();
        for (String suffix :
                List.of(
                        "counts-changelog",
                        "counts-repartition",
                        "a-KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-0000000012-topic",
                        "output",
                        "changelog")) {
            internal.add(new NewTopic(application + "-" + suffix, 1, (short) 1));
        }
        admin.createTopics(internal).all().get();
        admin.alterConsumerGroupOffsets(
                        application,
                        Map.of(
                                new TopicPartition("in", 0), new OffsetAndMetadata(7),
                                new TopicPartition("in", 1), new OffsetAndMetadata(6),
                                new TopicPartition("through", 0), new OffsetAndMetadata(3)))
                .all()
                .get();
    }

    /** What a run printed, and what it left: offsets and topics of its application. */
    private record Left(List<String> printed, Map<String, Long> offsets, List<String> topics) {

        static Left of(int code, String output, String application) throws Exception {
            assertTrue(code == 0 || code == 1, output);
            Map<String, Long> offsets = new TreeMap<>();
            admin.listConsumerGroupOffsets(application)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((p, offset) -> offsets.put(p.toString(), offset.offset()));
            List<String> topics =
                    admin.listTopics().names().get().stream()
                            .filter(name -> name.startsWith(application))
                            .map(name -> name.replace(application, "app"))
                            .sorted()
                            .toList();
            List<String> printed =
                    new ArrayList<>(output.replace(application, "app").lines().toList());
            printed.replaceAll(ApplicationResetTest::sorted);
            printed.add("exit code " + code);
            return new Left(printed.stream().sorted().toList(), offsets, topics);
        }
    }

    /** Names in brackets in their order. */
    private static String sorted(String line) {
        int open = line.indexOf('[');
        int close = line.lastIndexOf(']');
        if (open < 0 || close < open) {
            return line;
        }
        List<String> names = List.of(line.substring(open + 1, close).split(", "));
        return line.substring(0, open) + names.stream().sorted().toList();
    }

    private static Map<String, Left> both(String line) throws Exception {
        Map<String, Left> left = new HashMap<>();
        int number = applications++;
        for (String side : SIDES) {
            String application = side + "-" + number;
            stopped(application);
            List<String> words =
                    new ArrayList<>(
                            List.of(
                                    "--bootstrap-server",
                                    server.endpoint().toString(),
                                    "--application-id",
                                    application));
            words.addAll(List.of(line.replace("APP", application).split(" ")));
            if (side.equals("ours")) {
                words.add(0, "kafka-streams-application-reset");
                Tools.Run run = Tools.run(words.toArray(String[]::new));
                left.put(side, Left.of(run.code(), run.output(), application));
            } else {
                ApacheTools.Run run =
                        apache.tryMain("StreamsResetter", words.toArray(String[]::new));
                left.put(side, Left.of(run.code(), run.output(), application));
            }
        }
        return left;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--dry-run",
                "--input-topics in",
                "--input-topics in,none",
                "--input-topics in --dry-run",
                "--input-topics in --to-latest",
                "--input-topics in --to-offset 4",
                "--input-topics in --shift-by -2",
                "--input-topics in --to-datetime 1970-01-01T00:00:08.000",
                "--input-topics in --internal-topics APP-counts-changelog",
                "--input-topics in --internal-topics APP-output"
            })
    void shouldResetAsKafkasDoes(String line) throws Exception {
        Map<String, Left> left = both(line);
        assertEquals(left.get("theirs"), left.get("ours"));
    }

    @Test
    void shouldResetToWhatAFileSays() throws Exception {
        Path plan = folder.resolve("plan.csv");
        Files.writeString(plan, "in,0,5\nin,1,2\n");
        Map<String, Left> left = both("--input-topics in --from-file " + plan);
        assertEquals(left.get("theirs"), left.get("ours"));
        assertEquals(Set.of(5L, 2L, 3L), Set.copyOf(left.get("ours").offsets().values()));
    }

    @Test
    void shouldMoveIntermediateTopicsToTheirEnds() throws Exception {
        Map<String, Left> left = both("--input-topics in --intermediate-topics through");
        assertEquals(left.get("theirs").offsets(), left.get("ours").offsets());
        assertEquals(20, left.get("ours").offsets().get("through-0"));
    }

    @Test
    void shouldLeaveAnApplicationThatRunsAloneUnlessForced() throws Exception {
        try (KafkaConsumer<String, String> member =
                new KafkaConsumer<>(
                        settings("running"), new StringDeserializer(), new StringDeserializer())) {
            member.subscribe(List.of("in"));
            while (member.assignment().isEmpty()) {
                member.poll(java.time.Duration.ofMillis(100));
            }
            String[] reset = {
                "kafka-streams-application-reset",
                "--bootstrap-server",
                server.endpoint().toString(),
                "--application-id",
                "running",
                "--input-topics",
                "in"
            };
            Tools.Run refused = Tools.run(reset);
            assertEquals(1, refused.code());
            assertTrue(refused.errors().contains("group 'running' still has 1 members"));
            List<String> forced = new ArrayList<>(List.of(reset));
            forced.add("--force");
            List<String> tried = new ArrayList<>(forced);
            tried.add("--dry-run");
            assertTrue(
                    Tools.output(tried.toArray(String[]::new))
                            .startsWith("Would delete all active members in the group: running"));
            assertEquals(1, Tools.run(reset).code(), "the member is still there");
            assertTrue(
                    Tools.output(forced.toArray(String[]::new))
                            .startsWith("Force deleting all active members in the group: running"));
        }
    }

    @Test
    void shouldTakeOneTargetOnly() {
        Tools.Run run =
                Tools.run(
                        "kafka-streams-application-reset",
                        "--application-id",
                        "x",
                        "--to-latest",
                        "--to-earliest");
        assertEquals(2, run.code());
        assertTrue(run.errors().contains("--application-id takes at most one of"), run.errors());
    }
}
