package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.server.LeatServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache Kafka Streams on Leat's server, which hands out its tasks (KIP-1071). */
@Tag("live")
class KafkaStreamsGroupTest {

    private static final String APP = "words";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] WORDS = {"a", "be", "sea", "dear", "eager"};

    @TempDir Path folder;

    private LeatServer server() {
        return LeatServer.start(
                Map.of(
                        "listeners", "PLAINTEXT://127.0.0.1:0",
                        "log.dirs", folder.resolve("log").toString(),
                        "offsets.topic.num.partitions", "2",
                        "transaction.state.log.num.partitions", "2",
                        "group.streams.initial.rebalance.delay.ms", "500",
                        "group.streams.session.timeout.ms", "3000",
                        "group.streams.heartbeat.interval.ms", "500",
                        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"));
    }

    private static Process process(String bootstrap, Path state, Path output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KafkaWordCount.class.getName(),
                        bootstrap,
                        APP,
                        state.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static String line(int i) {
        return WORDS[i % 5] + " " + WORDS[i % 3] + " " + WORDS[i % 4];
    }

    private static void send(String bootstrap, int from, int to) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>(APP + "-lines", i % 3, null, line(i)));
            }
        }
    }

    /** The last count of each word, which must only grow: no output twice, none lost. */
    private static Map<String, Long> counts(String bootstrap) {
        Map<String, Long> counts = new TreeMap<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<TopicPartition> partitions =
                    List.of(
                            new TopicPartition(APP + "-counts", 0),
                            new TopicPartition(APP + "-counts", 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    long count = Long.parseLong(record.value());
                    Long before = counts.put(record.key(), count);
                    assertTrue(before == null || before < count, () -> record.key());
                }
            }
        }
        return counts;
    }

    private static void awaitCounts(String bootstrap, int lines) {
        Map<String, Long> expected = new TreeMap<>();
        for (int i = 0; i < lines; i++) {
            for (String word : line(i).split(" ")) {
                expected.merge(word, 1L, Long::sum);
            }
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertEquals(expected, counts(bootstrap)));
    }

    private static StreamsGroupDescription describe(Admin admin) throws Exception {
        return admin.describeStreamsGroups(List.of(APP)).all().get().get(APP);
    }

    @Test
    void shouldCountEachWordOnceThoughAnInstanceIsKilled() throws Exception {
        File output = folder.resolve("output").toFile();
        try (LeatServer server = server();
                Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap(server)))) {
            String bootstrap = bootstrap(server);
            admin.createTopics(
                            List.of(
                                    new NewTopic(APP + "-lines", 3, (short) 1),
                                    new NewTopic(APP + "-counts", 2, (short) 1)))
                    .all()
                    .get();
            send(bootstrap, 0, 200);
            KafkaStreams one =
                    KafkaWordCount.start(bootstrap, APP, folder.resolve("one").toString());
            Process two = process(bootstrap, folder.resolve("two"), output.toPath());
            try {
                awaitCounts(bootstrap, 200);
                assertTrue(
                        admin.listTopics()
                                .names()
                                .get()
                                .containsAll(
                                        Set.of(
                                                APP
                                                        + "-KSTREAM-AGGREGATE-STATE-STORE-0000000003-repartition",
                                                APP
                                                        + "-KSTREAM-AGGREGATE-STATE-STORE-0000000003-changelog")));
                await().atMost(PATIENCE)
                        .until(
                                () ->
                                        describe(admin).members().size() == 4
                                                && describe(admin).groupState()
                                                        == GroupState.STABLE);
                send(bootstrap, 200, 400);
                awaitCounts(bootstrap, 400);
                send(bootstrap, 400, 600);
                two.destroyForcibly().waitFor();
                send(bootstrap, 600, 800);
                awaitCounts(bootstrap, 800);
                await().atMost(PATIENCE).until(() -> describe(admin).members().size() == 2);
            } finally {
                two.destroyForcibly();
                one.close(Duration.ofSeconds(10));
            }
            await().atMost(PATIENCE).until(() -> describe(admin).groupState() == GroupState.EMPTY);
        }
    }

    private static String bootstrap(LeatServer server) {
        return server.endpoint().toString();
    }
}
