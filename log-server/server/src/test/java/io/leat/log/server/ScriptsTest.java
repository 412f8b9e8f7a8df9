package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command lines people know from Kafka, as they are documented, and what they print. */
final class ScriptsTest {

    @TempDir static Path folder;

    private static LeatServer server;
    private static Scripts scripts;

    @BeforeAll
    static void start() throws Exception {
        scripts = new Scripts(folder);
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("data").toString(),
                                "log.segment.bytes", "1073741824",
                                "offsets.topic.num.partitions", "1",
                                "group.initial.rebalance.delay.ms", "0"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Runs a documented line against this test's server. */
    private static Tools.Run run(String line, String input) throws Exception {
        return scripts.run(here(line), input);
    }

    /** As above, in a process of its own: a console consumer prints past {@code System.out}. */
    private static Tools.Run runAlone(String line) throws Exception {
        return scripts.runAlone(here(line));
    }

    private static String here(String line) {
        return line.replace("localhost:9092", server.endpoint().toString());
    }

    private static String output(String line, String input) throws Exception {
        Tools.Run run = run(line, input);
        assertEquals(0, run.code(), line + "\n" + run);
        return run.output();
    }

    private static String output(String line) throws Exception {
        return output(line, "");
    }

    private static void assertRefused(String line, String message) throws Exception {
        Tools.Run run = run(line, "");
        assertEquals(1, run.code(), run.toString());
        assertTrue(run.errors().contains(message), run.toString());
        assertFalse(run.errors().contains("\tat "), "no stack trace: " + run);
    }

    @Test
    void shouldCreateListAlterAndDescribeTopics() throws Exception {
        assertEquals(
                "Created topic my_topic1.\n",
                output(
                        "bin/kafka-topics.sh --bootstrap-server localhost:9092 --topic my_topic1"
                                + " --create"));
        output("bin/kafka-topics.sh --create --topic altered --bootstrap-server localhost:9092");
        List<String> names =
                output("bin/kafka-topics.sh --bootstrap-server localhost:9092 --list")
                        .lines()
                        .toList();
        assertTrue(names.containsAll(List.of("altered", "my_topic1")), names.toString());
        assertEquals(names.stream().sorted().toList(), names);
        assertEquals(
                "",
                output(
                        "bin/kafka-topics.sh --bootstrap-server localhost:9092 --topic altered"
                                + " --alter --partitions 3"));
        String described =
                output(
                        "bin/kafka-topics.sh --bootstrap-server localhost:9092 --topic altered"
                                + " --describe");
        Pattern expected =
                Pattern.compile(
                        "Topic: altered\tTopicId: [\\w-]{22}\tPartitionCount: 3"
                                + "\tReplicationFactor: 1\tConfigs: segment.bytes=1073741824\n"
                                + "\tTopic: altered\tPartition: 0\tLeader: 1\tReplicas: 1\tIsr: 1\tElr: \tLastKnownElr: \n"
                                + "\tTopic: altered\tPartition: 1\tLeader: 1\tReplicas: 1\tIsr: 1\tElr: \tLastKnownElr: \n"
                                + "\tTopic: altered\tPartition: 2\tLeader: 1\tReplicas: 1\tIsr: 1\tElr: \tLastKnownElr: \n");
        assertTrue(expected.matcher(described).matches(), described);
        assertRefused(
                "bin/kafka-topics.sh --bootstrap-server localhost:9092 --topic altered --alter"
                        + " --partitions 1",
                "1 would not be an increase");
    }

    @Test
    void shouldSayWhyATopicCannotBeMadeDescribedOrDeleted() throws Exception {
        assertRefused(
                "bin/kafka-topics.sh --create --topic my_topic --bootstrap-server localhost:9092"
                        + " --partitions 3 --replication-factor 2",
                "Unable to replicate the partition 2 time(s)");
        assertRefused(
                "bin/kafka-topics.sh --create --topic bad/name --bootstrap-server localhost:9092",
                "has other characters than");
        assertRefused(
                "bin/kafka-topics.sh --delete --topic none --bootstrap-server localhost:9092",
                "Topic 'none' does not exist as expected");
        Tools.Run usage = run("bin/kafka-topic.sh", "");
        assertEquals(2, usage.code(), usage.toString());
        assertTrue(usage.errors().contains("--replication-factor"), usage.toString());
    }

    @Test
    void shouldChangeAndDescribeTheSettingsOfATopic() throws Exception {
        assertEquals(
                "Created topic transaction.\n",
                output(
                        "bin/kafka-topics.sh --create --topic transaction --bootstrap-server"
                                + " localhost:9092 --partitions 1 --replication-factor 1 --config"
                                + " retention.ms=15552000000 --config max.message.bytes=5242880"));
        assertRefused(
                "bin/kafka-configs.sh --zookeeper localhost:2181 --entity-type topics --entity-name"
                        + " transaction --alter --add-config max.message.bytes=10485760",
                "Give the server with --bootstrap-server HOST:PORT");
        assertEquals(
                "Completed updating config for topic transaction.\n",
                output(
                        "bin/kafka-configs.sh --bootstrap-server localhost:9092 --entity-type topics"
                                + " --entity-name transaction --alter --add-config"
                                + " max.message.bytes=10485760,cleanup.policy=[compact,delete]"
                                + " --delete-config retention.ms"));
        List<String> described =
                output(
                                "bin/kafka-configs.sh --bootstrap-server localhost:9092"
                                        + " --entity-type topics --entity-name transaction"
                                        + " --describe")
                        .lines()
                        .map(line -> line.replaceAll(" sensitive=false synonyms=.*", ""))
                        .toList();
        assertEquals(
                List.of(
                        "Dynamic configs for topic transaction are:",
                        "  cleanup.policy=compact,delete",
                        "  max.message.bytes=10485760"),
                described);
        assertRefused(
                "bin/kafka-configs.sh --bootstrap-server localhost:9092 --entity-type topics"
                        + " --entity-name transaction --alter --add-config a=b,nonsense",
                "'nonsense' is not key=value");
        assertRefused(
                "bin/kafka-configs.sh --bootstrap-server localhost:9092 --entity-type colours"
                        + " --entity-name red --describe",
                "--entity-type colours is not served");
        String configs = "bin/kafka-configs.sh --bootstrap-server localhost:9092 ";
        String pair = "--entity-type users --entity-name alice --entity-type clients ";
        assertEquals(
                "Completed updating config for user alice.\n",
                output(
                        configs
                                + pair
                                + "--entity-default --alter --add-config"
                                + " producer_byte_rate=1000000,request_percentage=250"));
        assertEquals(
                "Quota configs for user-principal 'alice', the default client-id are"
                        + " producer_byte_rate=1000000.0, request_percentage=250.0\n",
                output(configs + pair + "--describe"));
        assertEquals(
                "Completed updating default config for ips in the cluster.\n",
                output(
                        configs
                                + "--ip-defaults --alter --add-config connection_creation_rate=900"));
        assertEquals(
                "Quota configs for the default ip are connection_creation_rate=900.0\n",
                output(configs + "--entity-type ips --describe"));
        output(configs + "--ip-defaults --alter --delete-config connection_creation_rate");
    }

    @Test
    void shouldShowItsOptionsWhenAsked() throws Exception {
        for (String script :
                List.of(
                        "kafka-topics",
                        "kafka-topic",
                        "kafka-console-producer",
                        "kafka-console-consumer",
                        "kafka-consumer-groups",
                        "kafka-configs")) {
            Tools.Run help = run("bin/" + script + ".sh --help", "");
            assertEquals(0, help.code(), help.toString());
            assertTrue(help.output().contains("--bootstrap-server"), help.toString());
        }
    }

    @Test
    void shouldSayWhatItDoesNotKnow() throws Exception {
        Tools.Run typed =
                run(
                        "bin/kafka-topics.sh --create --topic t --bootstrap-server localhost:9092"
                                + " --partitions1",
                        "");
        assertEquals(2, typed.code(), typed.toString());
        assertTrue(typed.errors().contains("--partitions"), typed.toString());
        Tools.Run partition =
                run(
                        "bin/kafka-consumer-groups.sh --bootstrap-server localhost:9092 --describe"
                                + " --group testgroup --partition 0",
                        "");
        assertEquals(2, partition.code(), partition.toString());
        assertTrue(partition.errors().contains("--partition"), partition.toString());
    }

    @Test
    void shouldReadWhatWasTyped() throws Exception {
        String typed =
                output(
                        "bin/kafka-console-producer.sh --bootstrap-server localhost:9092 --topic"
                                + " web_log",
                        "hello kafka\nhello\n");
        assertEquals(">>>", typed);
        Tools.Run read =
                runAlone(
                        "bin/kafka-console-consumer.sh --bootstrap-server localhost:9092 --topic"
                                + " web_log --from-beginning --timeout-ms 1500");
        assertEquals("hello kafka\nhello\n", read.output());
        Pattern end =
                Pattern.compile(
                        "\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}\\] ERROR Error processing"
                                + " message, terminating consumer process: "
                                + " \\(kafka\\.tools\\.ConsoleConsumer\\$\\)\n"
                                + "org\\.apache\\.kafka\\.common\\.errors\\.TimeoutException\n"
                                + "Processed a total of 2 messages\n");
        assertTrue(end.matcher(read.errors()).matches(), read.toString());
        assertEquals(0, read.code(), read.toString());
        assertEquals(
                "hello\n",
                runAlone(
                                "bin/kafka-console-consumer.sh --bootstrap-server localhost:9092"
                                        + " --topic web_log --partition 0 --offset 1"
                                        + " --max-messages 1")
                        .output());
        assertEquals(
                "web_log:0:2\n",
                output(
                        "bin/kafka-run-class.sh kafka.tools.GetOffsetShell --broker-list"
                                + " localhost:9092 --topic web_log"));
    }

    @Test
    void shouldDescribeWhatAGroupHasRead() throws Exception {
        output(
                "bin/kafka-console-producer.sh --topic grouped --bootstrap-server localhost:9092"
                        + " --sync",
                "1\n2\n3\n");
        assertEquals(
                "1\n2\n",
                runAlone(
                                "bin/kafka-console-consumer.sh --topic grouped --from-beginning"
                                        + " --bootstrap-server localhost:9092 --group my_group"
                                        + " --max-messages 2")
                        .output());
        assertEquals(
                "my_group\n",
                output("bin/kafka-consumer-groups.sh --list --bootstrap-server localhost:9092"));
        Tools.Run described =
                run(
                        "bin/kafka-consumer-groups.sh --describe --group my_group"
                                + " --bootstrap-server localhost:9092",
                        "");
        assertEquals("\nConsumer group 'my_group' has no active members.\n", described.errors());
        assertEquals(
                List.of(
                        "",
                        "GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST"
                                + " CLIENT-ID",
                        "my_group grouped 0 2 3 1 - - -"),
                described.output().lines().map(line -> line.replaceAll(" +", " ")).toList());
    }

    @Test
    void shouldStartAndStopAServer() throws Exception {
        Path settings = Path.of(System.getProperty("leat.root"), "config", "server.properties");
        Path copy = Files.createDirectories(folder.resolve("config")).resolve("server.properties");
        Files.copy(settings, copy);
        Process started =
                scripts.start(
                        "bin/kafka-server-start.sh config/server.properties --override"
                                + " listeners=PLAINTEXT://localhost:0");
        Path output = scripts.output();
        try {
            Awaitility.await()
                    .atMost(Patience.LIMIT)
                    .until(
                            () ->
                                    Files.readString(output)
                                            .contains("leat server ready on localhost:"));
            assertTrue(Files.isDirectory(folder.resolve("leat-data")));
            Tools.Run stopped = scripts.runAlone("bin/kafka-server-stop.sh --pid " + started.pid());
            assertEquals(
                    "Stopped server with process id " + started.pid() + ".\n", stopped.output());
            assertTrue(started.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS));
        } finally {
            started.destroyForcibly().waitFor();
        }
    }
}
