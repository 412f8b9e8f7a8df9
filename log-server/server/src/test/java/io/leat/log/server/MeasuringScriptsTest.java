package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.cli.Leat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The scripts that measure and those that look on, as people call them. */
@Timeout(60)
final class MeasuringScriptsTest {

    @TempDir Path data;
    private LeatServer server;

    @BeforeEach
    void start() throws Exception {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", data.toString(),
                                "offsets.topic.num.partitions", "1",
                                "transaction.state.log.num.partitions", "1",
                                "group.initial.rebalance.delay.ms", "0"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String bootstrap() {
        return server.endpoint().toString();
    }

    private String output(String... arguments) {
        CommandLine line = Leat.commandLine(arguments);
        StringWriter out = new StringWriter();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        int exitCode = line.execute(arguments);
        assertEquals(0, exitCode, out.toString());
        return out.toString();
    }

    private void assertMatches(String expression, String text) {
        assertTrue(text.matches(expression), text);
    }

    @Test
    void shouldMeasureAsKafkasScriptsDo() {
        assertMatches(
                "(?s)500 records sent, [0-9.]+ records/sec \\([0-9.]+ MB/sec\\), [0-9.]+ ms avg latency,"
                        + " [0-9.]+ ms max latency, \\d+ ms 50th, \\d+ ms 95th, \\d+ ms 99th, \\d+ ms"
                        + " 99\\.9th\\.\\n",
                output(
                        "kafka-producer-perf-test",
                        "--topic",
                        "t",
                        "--num-records",
                        "500",
                        "--record-size",
                        "100",
                        "--throughput",
                        "-1",
                        "--producer-props",
                        "bootstrap.servers=" + bootstrap(),
                        "acks=all"));
        String consumed =
                output(
                        "kafka-consumer-perf-test",
                        "--bootstrap-server",
                        bootstrap(),
                        "--topic",
                        "t",
                        "--messages",
                        "500");
        assertTrue(consumed.startsWith("start.time, end.time, data.consumed.in.MB"), consumed);
        assertMatches("(?s).*\\n[^\\n]*, 0\\.0477, [0-9.]+, 500, .*", consumed);
        assertMatches(
                "(?s)0\\t[0-9.]+\\nAvg latency: [0-9.]+ ms\\nPercentiles: 50th = \\d+, 99th = \\d+,"
                        + " 99\\.9th = \\d+\\n",
                output(
                        "kafka-e2e-latency",
                        "--bootstrap-server",
                        bootstrap(),
                        "--topic",
                        "t",
                        "--num-records",
                        "20",
                        "--producer-acks",
                        "all"));
    }

    @Test
    void shouldShowTransactionsAndEndThem() {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap(), "transactional.id", "tx"),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("t", "v"));
            producer.flush();
            String[] of = {"kafka-transactions", "--bootstrap-server", bootstrap()};
            assertMatches(
                    "(?s)TransactionalId\\tCoordinator\\tProducerId\\tTransactionState\\t\\n"
                            + "tx +\\t1 +\\t\\d+ +\\tOngoing +\\t\\n",
                    output(of[0], of[1], of[2], "list"));
            assertTrue(
                    output(of[0], of[1], of[2], "describe", "--transactional-id", "tx")
                            .contains("t-0"));
            assertTrue(
                    output(
                                    of[0],
                                    of[1],
                                    of[2],
                                    "describe-producers",
                                    "--topic",
                                    "t",
                                    "--partition",
                                    "0")
                            .startsWith("ProducerId"));
            assertEquals(1, output(of[0], of[1], of[2], "find-hanging").split("\n").length);
            output(of[0], of[1], of[2], "forceTerminateTransaction", "--transactionalId", "tx");
            assertFalse(output(of[0], of[1], of[2], "list").contains("Ongoing"));
        }
    }

    @Test
    void shouldLookOnLive() {
        String seen =
                output("top", "--bootstrap-server", bootstrap(), "--interval", "0", "-n", "1");
        assertTrue(seen.contains("NODE"), seen);
        assertTrue(seen.contains("TOPIC"), seen);
        assertTrue(seen.contains("t  "), seen);
        assertTrue(seen.contains("LAG"), seen);
    }

    @Test
    void shouldCompleteCommandsAndOptions() {
        String script = output("completion", "bash");
        assertTrue(script.contains("complete -F _complete_leat"), "no completion");
        assertTrue(script.contains("--iterations"), "options are missing");
        assertTrue(output("completion", "zsh").startsWith("autoload"), "not for zsh");
    }
}
