package io.leat.log.testkit.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.cli.Leat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mistakes that only a cluster allows: each ends with one clear sentence and exit code 1, and harms
 * nobody.
 */
@Tag("live")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterBadInputTest {

    private static final String TOPIC = "kept";
    private static final int SESSION_MS = 500;

    private LiveCluster cluster;
    private ClusterView view;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        cluster =
                new LiveCluster(
                                directory,
                                false,
                                Map.of(
                                        "broker.session.timeout.ms",
                                        String.valueOf(SESSION_MS),
                                        "broker.heartbeat.interval.ms",
                                        "100"))
                        .start();
        view = new ClusterView(cluster.addresses());
        view.createTopic(TOPIC, 1);
        write("kept");
    }

    @AfterAll
    void stop() throws Exception {
        view.close();
        cluster.close();
    }

    private void write(String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(30_000)) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private KafkaProducer<String, String> producer(int timeoutMs) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", cluster.addresses(),
                        "linger.ms", "0",
                        "request.timeout.ms", String.valueOf(timeoutMs / 2),
                        "delivery.timeout.ms", String.valueOf(timeoutMs));
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /** Everything is as before, and there is one record more. */
    private void assertUnharmed() throws Exception {
        view.awaitInSync(TOPIC);
        write("more");
    }

    /** What a node says that cannot start; {@code changes} to the settings of node {@code id}. */
    private String refusal(int id, Path log, Map<String, String> changes) throws Exception {
        Map<String, String> settings = new HashMap<>(cluster.settings(id));
        settings.putAll(changes);
        LiveNode node = new LiveNode(id, settings, log);
        node.launch();
        assertEquals(1, node.awaitEnd(), node::words);
        return node.words();
    }

    private static void assertSays(String words, String... parts) {
        for (String part : parts) {
            assertTrue(words.contains(part), () -> "'" + part + "' is not in\n" + words);
        }
        assertTrue(!words.contains("\tat "), () -> "no stack trace:\n" + words);
    }

    @Test
    void shouldRefuseToStartWithTheDiskOfAnotherCluster(@TempDir Path other) throws Exception {
        cluster.stop(3);
        String words =
                refusal(
                        3,
                        other.resolve("log"),
                        Map.of(
                                "log.dirs",
                                other.resolve("data").toString(),
                                "cluster.id",
                                "AnotherCluster00000000"));
        cluster.restart(3);
        assertSays(words, "another cluster", "AnotherCluster00000000", "controller.quorum.voters");
        assertUnharmed();
    }

    @Test
    void shouldRefuseToStartWithTheDiskOfAnotherNode(@TempDir Path other) throws Exception {
        cluster.stop(3);
        String words =
                refusal(2, other.resolve("log"), Map.of("log.dirs", cluster.data(3).toString()));
        cluster.restart(3);
        assertSays(words, "belongs to node.id 3", "node.id=2", "log.dirs");
        assertUnharmed();
    }

    @Test
    void shouldRefuseASecondNodeOfTheSameNumber(@TempDir Path other) throws Exception {
        int port = LowPorts.block(2);
        String words =
                refusal(
                        3,
                        other.resolve("log"),
                        Map.of(
                                "log.dirs",
                                other.resolve("data").toString(),
                                "listeners",
                                "PLAINTEXT://127.0.0.1:"
                                        + port
                                        + ",CONTROLLER://127.0.0.1:"
                                        + (port + 1)));
        assertSays(words, "node 3", "node.id");
        assertUnharmed();
    }

    @Test
    void shouldRefuseAListOfVotersThatTheOthersDoNotHave(@TempDir Path other) throws Exception {
        cluster.stop(3);
        String voters = cluster.settings(3).get("controller.quorum.voters");
        String fewer = voters.substring(voters.indexOf(',') + 1); // without node 1
        String words = refusal(3, other.resolve("log"), Map.of("controller.quorum.voters", fewer));
        cluster.restart(3);
        assertSays(words, "controller.quorum.voters", "[2, 3]", "[1, 2, 3]", "the same list");
        assertUnharmed();
    }

    @Test
    void shouldWarnOfAnAddressThatClientsCannotReach(@TempDir Path other) throws Exception {
        int port = LowPorts.block(2);
        LiveNode node =
                new LiveNode(
                        1,
                        Map.of(
                                "listeners",
                                "PLAINTEXT://127.0.0.1:" + port,
                                "advertised.listeners",
                                "PLAINTEXT://127.0.0.1:" + (port + 1),
                                "log.dirs",
                                other.resolve("data").toString()),
                        other.resolve("log"));
        node.launch();
        try {
            node.awaitReady();
            org.awaitility.Awaitility.await().until(() -> node.words().contains("WARN"));
            assertSays(node.words(), "127.0.0.1:" + (port + 1), "advertised.listeners");
        } finally {
            node.kill();
        }
    }

    @Test
    void shouldRefuseToTakeAFeatureBack() throws Exception {
        FeatureUpdate lower =
                new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
        ExecutionException refused =
                assertThrows(
                        ExecutionException.class,
                        () ->
                                view.admin()
                                        .updateFeatures(
                                                Map.of("metadata.version", lower),
                                                new UpdateFeaturesOptions())
                                        .all()
                                        .get());
        assertTrue(refused.getMessage().contains("metadata.version"), refused::getMessage);
        assertUnharmed();
    }

    @Test
    void shouldRefuseToMoveAReplicaToABrokerThatDoesNotExist() throws Exception {
        ExecutionException refused =
                assertThrows(
                        ExecutionException.class,
                        () ->
                                view.admin()
                                        .alterPartitionReassignments(
                                                Map.of(
                                                        new TopicPartition(TOPIC, 0),
                                                        Optional.of(
                                                                new NewPartitionReassignment(
                                                                        List.of(1, 99)))))
                                        .all()
                                        .get());
        assertTrue(refused.getMessage().contains("99"), refused::getMessage);
        assertUnharmed();
    }

    @Test
    void shouldSayThatTheQuorumIsLostAndGoOnWhenItIsBack() throws Exception {
        StringWriter text = new StringWriter();
        int exit;
        cluster.kill(1);
        cluster.kill(2);
        try {
            String[] status = {"cluster", "status", "-b", cluster.address(3)};
            PrintWriter out = new PrintWriter(text, true);
            exit = Leat.commandLine(status).setOut(out).setErr(out).execute(status);
            assertTimesOut();
        } finally {
            cluster.restart(1);
            cluster.restart(2);
        }
        assertUnharmed();
        assertEquals(1, exit, text::toString);
        assertTrue(text.toString().contains("led by nobody"), text::toString);
    }

    /**
     * Without idempotence, because Kafka's producer first asks for an id for as long as it takes.
     */
    private void assertTimesOut() {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", cluster.address(3),
                        "enable.idempotence", "false",
                        "linger.ms", "0",
                        "max.block.ms", "4000",
                        "request.timeout.ms", "2000",
                        "delivery.timeout.ms", "4000");
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        try {
            ExecutionException failed =
                    assertThrows(
                            ExecutionException.class,
                            () ->
                                    producer.send(new ProducerRecord<>(TOPIC, "late"))
                                            .get(30, TimeUnit.SECONDS));
            assertTrue(failed.getCause() instanceof TimeoutException, failed::toString);
        } finally {
            producer.close(Duration.ZERO);
        }
    }
}
