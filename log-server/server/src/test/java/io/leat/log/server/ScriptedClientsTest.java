package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server with kafkajs and kafka-python, where they are installed; kafkajs is found through
 * {@code NODE_PATH} or {@code -Dleat.node.path}.
 */
final class ScriptedClientsTest {

    private static final String NODE_PATH =
            System.getProperty("leat.node.path", System.getenv().getOrDefault("NODE_PATH", ""));

    @TempDir Path folder;

    private LeatServer start() {
        return LeatServer.start(
                Map.of(
                        "listeners", "PLAINTEXT://127.0.0.1:0",
                        "log.dirs", folder.resolve("data").toString(),
                        "group.initial.rebalance.delay.ms", "0",
                        "offsets.topic.num.partitions", "3",
                        "transaction.state.log.num.partitions", "3"));
    }

    private record Run(int code, String output, String errors) {}

    private Run run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("NODE_PATH", NODE_PATH);
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            return new Run(
                    ended ? process.exitValue() : -1,
                    Files.readString(output),
                    Files.readString(errors));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private boolean works(String... command) throws InterruptedException {
        try {
            return run(command).code() == 0;
        } catch (IOException e) {
            return false; // the program is not installed
        }
    }

    private String script(String name) throws IOException {
        Path file = folder.resolve(name);
        try (var in = getClass().getResourceAsStream("/foreign/" + name)) {
            Files.writeString(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return file.toString();
    }

    @Test
    void shouldServeKafkajsWithGroupsAndTransactions() throws Exception {
        assumeTrue(works("node", "-e", "require('kafkajs')"), "node with kafkajs is not installed");
        try (LeatServer server = start()) {
            Run run = run("node", script("kafkajs.js"), server.endpoint().toString());
            assertEquals("plain,gzip,committed\n", run.output(), run.errors());
            assertEquals(0, run.code(), run.errors());
        }
    }

    @Test
    void shouldServeKafkaPythonWithGroups() throws Exception {
        assumeTrue(works("python3", "-c", "import kafka"), "kafka-python is not installed");
        try (LeatServer server = start()) {
            Run run = run("python3", script("kafka_python.py"), server.endpoint().toString());
            assertEquals("plain,gzip\nunacknowledged\n", run.output(), run.errors());
            assertEquals(0, run.code(), run.errors());
        }
    }
}
