package io.leat.log.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.ApacheTools;
import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.ByteArraySerializer;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cluster of three is looked after: with leat, with the scripts people know from Kafka, and with
 * Apache's own tools, which have to say the same.
 */
@Timeout(60)
final class OperationTest {

    @TempDir static Path folder;

    private static LocalNodes nodes;
    private static Admin admin;
    private static ApacheTools apache;

    @BeforeAll
    static void start() throws Exception {
        nodes =
                new LocalNodes(
                        folder,
                        Map.of(
                                "cluster.id",
                                "operation-test-cluster",
                                "auto.leader.rebalance.enable",
                                "false",
                                "controlled.shutdown.enable",
                                "false"));
        nodes.startStatic(3);
        admin = Admin.create(Map.of("bootstrap.servers", nodes.brokers()));
        apache = new ApacheTools();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        apache.close();
        nodes.close();
    }

    private static String leat(String... arguments) {
        return Tools.output(with(arguments));
    }

    private static String[] with(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--bootstrap-server";
        all[arguments.length + 1] = nodes.brokers();
        return all;
    }

    private static void create(String topic, List<Integer> replicas) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, Map.of(0, replicas)))).all().get();
    }

    /** Writes batches of almost a megabyte that cannot be compressed. */
    private static void fill(String topic, int batches) throws Exception {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", nodes.brokers(),
                        "acks", "all",
                        "key.serializer", ByteArraySerializer.class.getName(),
                        "value.serializer", ByteArraySerializer.class.getName());
        try (LeatProducer<byte[], byte[]> producer = new LeatProducer<>(settings)) {
            for (int i = 0; i < batches; i++) {
                byte[] value = new byte[1_000_000];
                new Random(i).nextBytes(value);
                producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
            }
        }
    }

    private static List<Integer> replicas(String topic) throws Exception {
        return admin
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .get(0)
                .replicas()
                .stream()
                .map(Node::id)
                .toList();
    }

    private static void awaitReplicas(String topic, List<Integer> expected) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            assertEquals(
                                    Map.of(),
                                    admin.listPartitionReassignments().reassignments().get());
                            assertEquals(expected, replicas(topic));
                        });
    }

    private static Path plan(String topic, List<Integer> replicas) throws Exception {
        return Files.writeString(
                folder.resolve(topic + ".json"),
                "{\"version\":1,\"partitions\":[{\"topic\":\""
                        + topic
                        + "\",\"partition\":0,\"replicas\":"
                        + replicas
                        + "}]}");
    }

    /** What changes from one moment to the next. */
    private static String still(String text) {
        return text.replaceAll("(HighWatermark|MaxFollowerLag|MaxFollowerLagTimeMs): +-?\\d+", "$1")
                .replaceAll("\\b\\d+\\s+-?\\d+\\s+\\d{13}\\s+\\d{13}\\s", "- ");
    }

    @Test
    void shouldDescribeTheQuorumAsApachesToolDoes() throws Exception {
        for (String how : List.of("--status", "--replication")) {
            for (List<String> where :
                    List.of(
                            List.of("--bootstrap-server", nodes.brokers()),
                            List.of("--bootstrap-controller", nodes.controllers()))) {
                String ours =
                        Tools.output(
                                "kafka-metadata-quorum",
                                where.get(0),
                                where.get(1),
                                "describe",
                                how);
                ApacheTools.Run theirs =
                        apache.run(
                                "MetadataQuorumCommand",
                                where.get(0),
                                where.get(1),
                                "describe",
                                how);
                assertEquals(0, theirs.code(), theirs.toString());
                assertEquals(still(theirs.output()), still(ours));
            }
        }
    }

    @Test
    void shouldListWhoIsWhereAsApachesToolDoes() throws Exception {
        for (String[] line :
                new String[][] {
                    {"cluster-id", "--bootstrap-server", nodes.brokers()},
                    {"list-endpoints", "--bootstrap-server", nodes.brokers()},
                    {"list-endpoints", "--bootstrap-controller", nodes.controllers()}
                }) {
            ApacheTools.Run theirs = apache.run("ClusterTool", line);
            assertEquals(0, theirs.code(), theirs.toString());
            String[] ours = new String[line.length + 1];
            ours[0] = "kafka-cluster";
            System.arraycopy(line, 0, ours, 1, line.length);
            assertEquals(sorted(theirs.output()), sorted(Tools.output(ours)));
        }
    }

    private static List<String> sorted(String text) {
        return text.lines().sorted().toList();
    }

    @Test
    void shouldDescribeFeaturesAsApachesToolDoes() throws Exception {
        for (String where : List.of("--bootstrap-server", "--bootstrap-controller")) {
            String address = where.endsWith("server") ? nodes.brokers() : nodes.controllers();
            ApacheTools.Run theirs = apache.run("FeatureCommand", where, address, "describe");
            assertEquals(0, theirs.code(), theirs.toString());
            String ours = Tools.output("kafka-features", where, address, "describe");
            String epoch = "Epoch: \\d+";
            assertEquals(theirs.output().replaceAll(epoch, ""), ours.replaceAll(epoch, ""));
        }
        for (String[] line :
                new String[][] {
                    {"version-mapping"},
                    {"version-mapping", "--release-version", "3.9-IV0"},
                    {"feature-dependencies", "--feature", "eligible.leader.replicas.version=1"}
                }) {
            String[] ours = new String[line.length + 1];
            ours[0] = "kafka-features";
            System.arraycopy(line, 0, ours, 1, line.length);
            assertEquals(apache.run("FeatureCommand", line).output(), Tools.output(ours));
        }
        String[] down = {
            "--bootstrap-server",
            nodes.brokers(),
            "downgrade",
            "--feature",
            "transaction.version=1",
            "--dry-run"
        };
        String[] ours = new String[down.length + 1];
        ours[0] = "kafka-features";
        System.arraycopy(down, 0, ours, 1, down.length);
        assertEquals(apache.run("FeatureCommand", down).output(), Tools.output(ours));
    }

    /** Kafka's tool adds what a broker does not have; each line is of one kind of request. */
    @Test
    void shouldTellVersionsOfRequestsAsApachesToolDoes() throws Exception {
        String[] where = {"--bootstrap-server", nodes.brokers()};
        ApacheTools.Run theirs = apache.run("BrokerApiVersionsCommand", where);
        String ours = Tools.output("kafka-broker-api-versions", where[0], where[1]);
        assertEquals(requests(theirs.output()), requests(ours));
    }

    private static List<String> requests(String text) {
        return text.lines()
                .filter(line -> !line.contains("UNSUPPORTED"))
                .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
                .sorted()
                .toList();
    }

    @Test
    void shouldMoveAPartitionAndSayWhatApachesToolSays() throws Exception {
        create("moved", List.of(1, 2));
        fill("moved", 1);
        Path there = plan("moved", List.of(2, 3));
        String started = reassign("--execute", there, "--throttle", "50000000");
        assertTrue(started.contains("\"replicas\":[1,2],\"log_dirs\":[\"" + folder), started);
        assertTrue(
                started.contains("The inter-broker throttle limit was set to 50000000 B/s"),
                started);
        assertTrue(
                started.endsWith("Successfully started partition reassignment for moved-0\n"),
                started);
        awaitReplicas("moved", List.of(2, 3));
        String done = reassign("--verify", there);
        assertEquals(done, apacheReassign("--verify", there));
        assertEquals(
                """
                Status of partition reassignment:
                Reassignment of partition moved-0 is completed.

                Clearing broker-level throttles on brokers 1,2,3
                Clearing topic-level throttles on topic moved
                """,
                done);
        assertEquals(
                "No partition reassignments found.\n",
                Tools.output(with("kafka-reassign-partitions", "--list")));
        Path back = plan("moved", List.of(1, 2));
        String apaches = apacheReassign("--execute", back);
        assertTrue(apaches.contains("Successfully started"), apaches);
        awaitReplicas("moved", List.of(1, 2));
        assertTrue(reassign("--verify", back).contains("moved-0 is completed"));
    }

    private static String reassign(String action, Path plan, String... more) {
        String[] all = java.util.Arrays.copyOf(more, more.length + 4);
        all[more.length] = "kafka-reassign-partitions";
        System.arraycopy(more, 0, all, 1, more.length);
        all[0] = "kafka-reassign-partitions";
        all[more.length + 1] = action;
        all[more.length + 2] = "--reassignment-json-file";
        all[more.length + 3] = plan.toString();
        return Tools.output(with(all));
    }

    private static String apacheReassign(String action, Path plan) throws Exception {
        return apache.main(
                "reassign.ReassignPartitionsCommand",
                with(action, "--reassignment-json-file", plan.toString()));
    }

    @Test
    void shouldHoldAMoveBackAndCancelIt() throws Exception {
        create("held", List.of(1));
        fill("held", 4);
        Path there = plan("held", List.of(2));
        reassign("--execute", there, "--throttle", "2000");
        String[] list = with("kafka-reassign-partitions", "--list");
        String expected =
                "Current partition reassignments:\n"
                        + "held-0: replicas: 2,1. adding: 2. removing: 1.\n";
        assertEquals(expected, Tools.output(list));
        assertEquals(
                expected,
                apache.main(
                        "reassign.ReassignPartitionsCommand",
                        "--list",
                        "--bootstrap-controller",
                        nodes.controllers()));
        await().atMost(Duration.ofSeconds(10)).until(() -> size("held", 2) > 900_000);
        // Four megabytes at 2 kB/s take half an hour; the first batch is sent whatever the rate.
        assertTrue(size("held", 2) < 3_000_000, () -> "held back at " + size("held", 2));
        String status = leat("cluster", "status");
        assertTrue(status.contains("Moving: 1 partition, "), status);
        assertTrue(status.contains("replicas move to broker 2, away from broker 1"), status);
        Tools.Run again =
                Tools.run(
                        with(
                                "kafka-reassign-partitions",
                                "--execute",
                                "--reassignment-json-file",
                                there.toString()));
        assertEquals(1, again.code());
        assertTrue(again.errors().contains("Cannot execute because"), again.toString());
        assertTrue(reassign("--verify", there).contains("held-0 is still in progress."));
        assertEquals(
                """
                Successfully cancelled partition reassignment for: held-0
                None of the specified partition moves are active.\
                Clearing broker-level throttles on brokers 1,2,3
                Clearing topic-level throttles on topic held
                """,
                reassign("--cancel", there));
        awaitReplicas("held", List.of(1));
        assertTrue(
                reassign("--verify", there)
                        .contains("held-0, but replica set is 1 rather than 2."));
    }

    private static long size(String topic, int broker) {
        try {
            return admin
                    .describeLogDirs(List.of(broker))
                    .allDescriptions()
                    .get()
                    .get(broker)
                    .values()
                    .stream()
                    .map(each -> each.replicaInfos().get(new TopicPartition(topic, 0)))
                    .mapToLong(each -> each == null ? 0 : each.size())
                    .sum();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldChangeTheSettingsOfBrokersThatRun() {
        String[] broker = {"kafka-configs", "--entity-type", "brokers", "--entity-name", "2"};
        String rate = "follower.replication.throttled.rate";
        assertEquals(
                "Completed updating config for broker 2.\n",
                Tools.output(
                        with(
                                append(
                                        append(append(broker, "--alter"), "--add-config"),
                                        rate + "=1000000"))));
        String[] describe = with(append(broker, "--describe"));
        await().untilAsserted(
                        () ->
                                assertEquals(
                                        "Dynamic configs for broker 2 are:\n  "
                                                + rate
                                                + "=1000000\n",
                                        Tools.output(describe)
                                                .replaceAll(" sensitive=false.*", "")));
        Tools.output(with(append(append(append(broker, "--alter"), "--delete-config"), rate)));
        await().untilAsserted(
                        () ->
                                assertEquals(
                                        "Dynamic configs for broker 2 are:\n",
                                        Tools.output(describe)));
        Tools.Run refused =
                Tools.run(
                        with(
                                append(
                                        append(append(broker, "--alter"), "--add-config"),
                                        "num.partitions=3")));
        assertTrue(refused.errors().contains("is read at the start"), refused.toString());
    }

    @Test
    void shouldProposeAPlanThatCopiesLittle() throws Exception {
        create("proposed", List.of(1, 2));
        Path topics =
                Files.writeString(
                        folder.resolve("topics.json"),
                        "{\"topics\":[{\"topic\":\"proposed\"}],\"version\":1}");
        String proposal =
                Tools.output(
                        with(
                                "kafka-reassign-partitions",
                                "--generate",
                                "--topics-to-move-json-file",
                                topics.toString(),
                                "--broker-list",
                                "2,3"));
        assertTrue(
                proposal.endsWith(
                        "Proposed partition reassignment configuration\n{\"version\":1,"
                                + "\"partitions\":[{\"topic\":\"proposed\",\"partition\":0,"
                                + "\"replicas\":[2,3],\"log_dirs\":[\"any\",\"any\"]}]}\n"),
                proposal);
        String[] line = {
            "kafka-reassign-partitions",
            "--generate",
            "--topics-to-move-json-file",
            topics.toString(),
            "--broker-list",
            "2,9"
        };
        assertTrue(Tools.run(with(line)).errors().contains("Unknown broker id 9"));
    }

    @Test
    void shouldElectThePreferredLeader() throws Exception {
        create("led", List.of(1, 2));
        String[] line = {"--election-type", "preferred", "--topic", "led", "--partition", "0"};
        String[] ours = new String[line.length + 1];
        ours[0] = "kafka-leader-election";
        System.arraycopy(line, 0, ours, 1, line.length);
        String said = Tools.output(with(ours));
        assertEquals("Valid replica already elected for partitions led-0\n", said);
        assertEquals(said, apache.run("LeaderElectionCommand", with(line)).output());
        // Another order of the same replicas copies nothing, and leaves the leader where it is.
        reassign("--execute", plan("led", List.of(2, 1)));
        awaitReplicas("led", List.of(2, 1));
        assertEquals(
                "Successfully completed leader election (PREFERRED) for partitions led-0\n",
                Tools.output(with(ours)));
        Tools.Run none = Tools.run(with("kafka-leader-election", "--election-type", "preferred"));
        assertEquals(2, none.code(), none.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reassign --topics any --to 1", "rebalance", "decommission 3"})
    void shouldRefuseARateThatWouldTakeForEver(String words) {
        String line = "cluster " + words + " --throttle 10 -b " + nodes.brokers();
        Tools.Run run = Tools.run(line.split(" "));
        assertEquals(1, run.code(), run.toString());
        assertTrue(run.errors().contains("give 1KB a second at least"), run.toString());
    }

    @Test
    void shouldReassignInWords() throws Exception {
        create("words", List.of(1));
        fill("words", 1);
        String[] line = {"cluster", "reassign", "--topics", "words", "--to", "2"};
        String dry = leat(append(line, "--dry-run"));
        assertTrue(
                dry.startsWith("words-0: 1 -> 2\n1 partition changes, 1 replica is copied"), dry);
        assertTrue(dry.contains("about 1.0 MB"), dry);
        assertEquals(List.of(1), replicas("words"));
        String json = leat(append(line, "--generate"));
        Path file = Files.writeString(folder.resolve("words-plan.json"), json);
        String done = leat("cluster", "reassign", "--from-file", file.toString(), "--wait");
        assertTrue(done.endsWith("100 %  0 partitions, 0 B left\nDone\n"), done);
        assertEquals(List.of(2), replicas("words"));
        assertTrue(leat(line).contains("Nothing to move"));
        leat("cluster", "reassign", "--topics", "words", "--replication-factor", "3", "--wait");
        assertEquals(2, (int) replicas("words").get(0));
        assertEquals(3, replicas("words").size());
        Tools.Run refused = Tools.run(with("cluster", "reassign", "--topics", "nowhere"));
        assertTrue(refused.errors().contains("There is no topic 'nowhere'"), refused.toString());
        assertTrue(
                leat("cluster", "reassign", "--cancel").contains("Nothing to cancel"), "nothing");
    }

    private static String[] append(String[] line, String more) {
        String[] all = java.util.Arrays.copyOf(line, line.length + 1);
        all[line.length] = more;
        return all;
    }

    @Test
    void shouldSayWhoVotesInTheStatus() {
        String status = leat("cluster", "status");
        assertTrue(status.matches("(?s).*Metadata is led by node [123] in epoch .*"), status);
        assertTrue(status.contains("voters are 1"), status);
    }

    @Test
    void shouldRefuseToDecommissionWhoIsNeeded() throws Exception {
        create("needed", List.of(1, 2, 3));
        Tools.Run voter = Tools.run(with("cluster", "decommission", "3"));
        assertEquals(1, voter.code());
        assertTrue(voter.errors().contains("controller.quorum.voters says so"), voter.toString());
        Tools.Run nobody = Tools.run(with("cluster", "decommission", "9"));
        assertTrue(nobody.errors().contains("There is no node 9"), nobody.toString());
    }

    @Test
    void shouldDecommissionABrokerAndLevelTheRest() throws Exception {
        nodes.startBroker(4);
        create("leaving", List.of(4, 1));
        fill("leaving", 1);
        String dry = leat("cluster", "decommission", "4", "--dry-run");
        assertTrue(dry.contains("leaving-0: 4,1 -> 1,"), dry);
        assertTrue(leat("cluster", "rebalance").contains("give --execute"), "rebalance");
        StringWriter out = new StringWriter();
        CompletableFuture<Tools.Run> leaving =
                CompletableFuture.supplyAsync(
                        () -> Tools.run(out, with("cluster", "decommission", "4")));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> leaving.isDone() || out.toString().contains("stop it now"));
        assertTrue(out.toString().contains("stop it now"), out::toString);
        assertTrue(!replicas("leaving").contains(4));
        nodes.stop(4);
        Tools.Run done = leaving.get();
        assertEquals(0, done.code(), done.toString());
        assertTrue(done.output().endsWith("Node 4 is no longer part of the cluster\n"));
        assertTrue(!leat("cluster", "status").contains("Broker 4"));
        Tools.Run again = Tools.run(with("kafka-cluster", "unregister", "--id", "4"));
        assertTrue(again.errors().contains("No broker 4 is registered"), again.toString());
        // On a machine that is too busy, brokers are fenced and leaders stray meanwhile.
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            leat("cluster", "rebalance", "--execute");
                            return leat("cluster", "rebalance").contains("All is in balance");
                        });
    }
}
