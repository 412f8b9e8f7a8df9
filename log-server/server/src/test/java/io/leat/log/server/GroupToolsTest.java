package io.leat.log.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.ApacheTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
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
 * The scripts about groups and Apache's own, on the same server: they print the same but for blanks
 * at the ends of lines and the order of groups and new offsets, which Apache's do not sort.
 */
@Timeout(60)
final class GroupToolsTest {

    private static final String TOOL = "consumer.group.ConsumerGroupCommand";
    private static final String SHARE_TOOL = "consumer.group.ShareGroupCommand";

    @TempDir static Path folder;

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static LeatServer server;
    private static ApacheTools apache;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("data").toString(),
                                "group.initial.rebalance.delay.ms", "0",
                                "offsets.topic.num.partitions", "1",
                                "share.coordinator.state.topic.num.partitions", "1"));
        apache = new ApacheTools();
        admin = Admin.create(settings("none"));
        admin.createTopics(
                        List.of(new NewTopic("a", 3, (short) 1), new NewTopic("b", 1, (short) 1)))
                .all()
                .get();
        try (var producer =
                new KafkaProducer<>(
                        settings("none"), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("a", i % 2, 1_000L * (i + 1), "k", "v" + i))
                        .get();
                producer.send(new ProducerRecord<>("b", 0, 1_000L * (i + 1), "k", "v" + i)).get();
            }
        }
        for (String group : List.of("idle", "idle-too", "gone-1", "gone-2", "less-1", "less-2")) {
            commit(group);
        }
        OPEN.add(new Member("classic", Map.of("group.instance.id", "static"), List.of("a", "b")));
        OPEN.add(new Member("modern", Map.of("group.protocol", "consumer"), List.of("a")));
        OPEN.add(new Member("modern", Map.of("group.protocol", "consumer"), List.of("a", "b")));
        OPEN.add(new ShareMember());
        await().atMost(Patience.LIMIT).until(GroupToolsTest::everybodyHasPartitions);
    }

    private static void commit(String group) {
        try (var consumer =
                new KafkaConsumer<>(
                        settings(group), new StringDeserializer(), new StringDeserializer())) {
            consumer.commitSync(
                    Map.of(
                            new TopicPartition("a", 0), new OffsetAndMetadata(2),
                            new TopicPartition("a", 1), new OffsetAndMetadata(5),
                            new TopicPartition("b", 0), new OffsetAndMetadata(9)));
        }
    }

    private static boolean everybodyHasPartitions() throws Exception {
        var groups = admin.describeConsumerGroups(List.of("classic", "modern")).all().get();
        return groups.values().stream()
                                .flatMap(group -> group.members().stream())
                                .mapToInt(member -> member.assignment().topicPartitions().size())
                                .sum()
                        == 8
                && groups.values().stream()
                        .allMatch(group -> group.groupState().toString().equals("Stable"))
                && admin
                        .describeShareGroups(List.of("sharing"))
                        .all()
                        .get()
                        .get("sharing")
                        .members()
                        .stream()
                        .anyMatch(member -> !member.assignment().topicPartitions().isEmpty());
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : OPEN) {
            each.close();
        }
        admin.close();
        apache.close();
        server.close();
    }

    private static Map<String, Object> settings(String group) {
        return Map.of("bootstrap.servers", server.endpoint().toString(), "group.id", group);
    }

    /** A consumer of a group that polls until it is closed, without committing. */
    private static final class Member implements AutoCloseable {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final KafkaConsumer<String, String> consumer;

        Member(String group, Map<String, Object> more, List<String> topics) {
            Map<String, Object> all = new HashMap<>(settings(group));
            all.put("enable.auto.commit", "false");
            all.put("client.id", "client-of-" + group);
            all.putAll(more);
            consumer = new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
            consumer.subscribe(topics);
            thread.execute(this::run);
        }

        private void run() {
            try (consumer) {
                while (true) {
                    consumer.poll(Duration.ofSeconds(1));
                }
            } catch (WakeupException e) {
                // closed
            }
        }

        @Override
        public void close() throws InterruptedException {
            consumer.wakeup();
            end(thread);
        }
    }

    /** As {@link Member}, of a share group. */
    private static final class ShareMember implements AutoCloseable {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final KafkaShareConsumer<String, String> consumer =
                new KafkaShareConsumer<>(
                        settings("sharing"), new StringDeserializer(), new StringDeserializer());

        ShareMember() {
            consumer.subscribe(List.of("b"));
            thread.execute(this::run);
        }

        private void run() {
            try (consumer) {
                while (true) {
                    consumer.poll(Duration.ofSeconds(1));
                }
            } catch (WakeupException e) {
                // closed
            }
        }

        @Override
        public void close() throws InterruptedException {
            consumer.wakeup();
            end(thread);
        }
    }

    private static void end(ExecutorService thread) throws InterruptedException {
        thread.shutdown();
        assertTrue(thread.awaitTermination(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS));
    }

    private static String[] line(String... words) {
        return Stream.concat(
                        Stream.of("--bootstrap-server", server.endpoint().toString()),
                        Stream.of(words))
                .toArray(String[]::new);
    }

    private static Tools.Run ours(String script, String... words) {
        return Tools.run(
                Stream.concat(Stream.of(script), Stream.of(line(words))).toArray(String[]::new));
    }

    private static List<String> trimmed(String text) {
        return text.lines().map(String::stripTrailing).toList();
    }

    private static List<String> inOrder(String words, String text) {
        Stream<String> lines = trimmed(text).stream();
        boolean sort = words.contains("--list") || words.contains("--reset-offsets");
        return sort ? lines.sorted().toList() : lines.toList();
    }

    private static void assertSame(String words) throws Exception {
        assertSame("kafka-consumer-groups", TOOL, words);
    }

    private static void assertSame(String script, String tool, String words) throws Exception {
        Tools.Run ours = ours(script, words.split(" "));
        ApacheTools.Run theirs = apache.tryMain(tool, line(words.split(" ")));
        assertEquals(
                inOrder(words, theirs.output()), inOrder(words, ours.output()), ours::toString);
        assertEquals(theirs.code(), ours.code(), ours::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--list",
                "--list --state",
                "--list --type",
                "--list --state stable,empty",
                "--list --state Empty --type classic",
                "--list --type consumer",
                "--describe --group idle",
                "--describe --group idle --offsets --verbose",
                "--describe --group classic",
                "--describe --group modern --verbose",
                "--describe --group classic --group modern",
                "--describe --all-groups --timeout 20000",
                "--describe --group idle --members",
                "--describe --group classic --members",
                "--describe --group classic --members --verbose",
                "--describe --group modern --members --verbose",
                "--describe --group idle --state",
                "--describe --group classic --state",
                "--describe --group modern --state --verbose",
                "--describe --all-groups --state",
                "--validate-regex a.*",
                "--validate-regex a(",
                "--reset-offsets --group idle --all-topics --to-earliest --dry-run",
                "--reset-offsets --group idle --all-topics --to-latest --dry-run",
                "--reset-offsets --group idle --topic a --to-current --dry-run",
                "--reset-offsets --group idle --topic a:0,1 --topic b --to-offset 4 --dry-run",
                "--reset-offsets --group idle --topic b --to-offset 400 --dry-run",
                "--reset-offsets --group idle --all-topics --shift-by -3 --dry-run",
                "--reset-offsets --group idle --all-topics --shift-by 3 --dry-run",
                "--reset-offsets --group idle --topic a:1 --to-datetime 1970-01-01T00:00:03.500"
                        + " --dry-run",
                "--reset-offsets --group idle --topic a:2 --to-datetime 1970-01-01T00:00:03.500"
                        + " --dry-run",
                "--reset-offsets --group idle --all-topics --by-duration PT1M --dry-run",
                "--reset-offsets --group idle --topic b --to-earliest --export --dry-run",
                "--reset-offsets --group nobody --topic b --to-earliest --dry-run",
            })
    void shouldPrintWhatApachesToolPrints(String words) throws Exception {
        assertSame(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--describe",
                "--list --describe",
                "--list --group idle",
                "--describe --group idle --all-groups",
                "--describe --group idle --members --state",
                "--describe --group idle --state Stable",
                "--list --members",
                "--delete",
                "--delete --group idle --topic a",
                "--delete-offsets --group idle",
                "--delete-offsets --topic a",
                "--reset-offsets --group idle --topic a --to-latest --execute --dry-run",
                "--reset-offsets --topic a --to-latest --dry-run",
                "--reset-offsets --group idle --topic a --to-latest --to-earliest --dry-run",
                "--reset-offsets --group idle --to-latest --dry-run",
                "--reset-offsets --group idle --topic a --dry-run",
                "--describe --group idle --nonsense",
            })
    void shouldRefuseWhatApachesToolRefuses(String words) throws Exception {
        Tools.Run ours = ours("kafka-consumer-groups", words.split(" "));
        ApacheTools.Run theirs = apache.tryMain(TOOL, line(words.split(" ")));
        assertEquals(1, theirs.code(), theirs::toString);
        assertEquals(2, ours.code(), ours::toString);
    }

    /** Apache's tool prints an error and ends with 0. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--describe --group nobody",
                "--delete --group classic",
                "--delete --group nobody",
                "--delete-offsets --group classic --topic a",
                "--delete-offsets --group idle --topic nowhere",
                "--reset-offsets --group classic --topic a --to-latest --dry-run",
                "--reset-offsets --group idle --topic nowhere --to-latest --dry-run",
                "--reset-offsets --group idle --topic a:7 --to-latest --dry-run",
                "--reset-offsets --group idle --topic a:2 --shift-by 1 --dry-run",
                "--list --state Colourful",
            })
    void shouldFailWhereApachesToolTellsAnError(String words) throws Exception {
        Tools.Run ours = ours("kafka-consumer-groups", words.split(" "));
        ApacheTools.Run theirs = apache.tryMain(TOOL, line(words.split(" ")));
        boolean told = theirs.code() != 0 || theirs.output().contains("Error: ");
        assertTrue(told, theirs::toString);
        assertEquals(1, ours.code(), ours::toString);
    }

    /** What each does to a group of its own; the names differ in one digit. */
    private static void assertDoTheSame(String words) throws Exception {
        String[] mine = words.replace('#', '1').split(" ");
        Tools.Run ours = ours("kafka-consumer-groups", mine);
        ApacheTools.Run theirs = apache.tryMain(TOOL, line(words.replace('#', '2').split(" ")));
        assertEquals(
                inOrder(words, theirs.output()).toString().replace("-2", "-#"),
                inOrder(words, ours.output()).toString().replace("-1", "-#"),
                ours::toString);
        assertEquals(0, ours.code(), ours::toString);
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    }

    @Test
    void shouldMoveAndDeleteOffsetsAndGroupsAsApachesToolDoes() throws Exception {
        assertDoTheSame("--delete-offsets --group less-# --topic a:0 --topic b");
        assertEquals(
                Map.of(new TopicPartition("a", 1), new OffsetAndMetadata(5)), committed("less-1"));
        assertDoTheSame("--reset-offsets --group less-# --topic a --to-latest --execute");
        assertEquals(5, committed("less-1").get(new TopicPartition("a", 0)).offset());
        assertEquals(committed("less-2"), committed("less-1"));
        assertDoTheSame("--delete --group gone-#");
        assertTrue(
                ours("kafka-consumer-groups", "--list")
                        .output()
                        .lines()
                        .noneMatch("gone-1"::equals));
    }

    @Test
    void shouldTakeWhatApachesToolExportsAndTheOtherWayRound() throws Exception {
        String export = "--reset-offsets --group idle --all-topics --shift-by 1 --export --dry-run";
        Tools.Run ours = ours("kafka-consumer-groups", export.split(" "));
        ApacheTools.Run theirs = apache.tryMain(TOOL, line(export.split(" ")));
        assertEquals(
                theirs.output().lines().sorted().toList(), ours.output().lines().sorted().toList());
        for (String each : List.of(ours.output(), theirs.output())) {
            Path plan = Files.writeString(folder.resolve("plan.csv"), each.strip() + "\n");
            String take = "--reset-offsets --group idle --from-file " + plan + " --dry-run";
            List<String> lines = trimmed(ours("kafka-consumer-groups", take.split(" ")).output());
            assertEquals(5, lines.size(), lines::toString);
            assertEquals(
                    trimmed(apache.tryMain(TOOL, line(take.split(" "))).output()).stream()
                            .sorted()
                            .toList(),
                    lines.stream().sorted().toList());
        }
        String two =
                "--reset-offsets --group idle --group idle-too --topic b --to-earliest --export"
                        + " --dry-run";
        assertEquals(
                "idle,b,0,0\nidle-too,b,0,0\n\n",
                ours("kafka-consumer-groups", two.split(" ")).output());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--list",
                "--list --state",
                "--list --state stable",
                "--describe --group sharing",
                "--describe --group sharing --verbose",
                "--describe --group sharing --members",
                "--describe --group sharing --members --verbose",
                "--describe --group sharing --state",
                "--describe --group sharing --state --verbose",
                "--describe --all-groups",
                "--delete --group sharing",
            })
    void shouldPrintOfShareGroupsWhatApachesToolPrints(String words) throws Exception {
        Tools.Run ours = ours("kafka-share-groups", words.split(" "));
        ApacheTools.Run theirs = apache.tryMain(SHARE_TOOL, line(words.split(" ")));
        String kind = "org.apache.kafka.common.errors.\\w+: |java.lang.\\w+: ";
        assertEquals(
                trimmed(theirs.output().replaceAll(kind, "")),
                trimmed(ours.output()),
                ours::toString);
    }
}
