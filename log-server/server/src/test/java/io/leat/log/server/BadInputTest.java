package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.cli.Leat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong: one message with the remedy, exit code 1, no stack trace. */
@Timeout(240)
final class BadInputTest {

    @TempDir Path folder;

    private String refused(String... line) {
        StringWriter err = new StringWriter();
        int code =
                Leat.commandLine(line)
                        .setErr(new PrintWriter(err, true))
                        .setOut(new PrintWriter(new StringWriter(), true))
                        .execute(line);
        assertEquals(1, code, err.toString());
        assertEquals(1, err.toString().strip().lines().count(), "one message: " + err);
        assertFalse(err.toString().contains("\tat "), "no stack trace: " + err);
        return err.toString();
    }

    private String serverRefused(String... options) {
        return refused(
                Stream.concat(Stream.of("server"), Stream.of(options)).toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "num.partitons=3 | did you mean 'num.partitions'?",
                "num.partitions=many | allowed is a whole number of at least 1",
                "num.partitions=0 | '0' is no value for num.partitions",
                "log.cleanup.policy=keep | allowed is any of delete, compact",
                "zookeeper.connect=localhost:2181 | Setting zookeeper.connect is refused",
                "listeners=nonsense | write NAME://host:port",
                "listeners=FOO://localhost:0 | listener.security.protocol.map=FOO:PLAINTEXT",
                "listeners=SSL://localhost:0 | needs a key: set ssl.keystore.location",
                "listeners=PLAINTEXT://a:0,PLAINTEXT://b:0 | listeners names PLAINTEXT twice",
                "listeners=PLAINTEXT://0.0.0.0:0 | --insecure",
                "authorizer.class.name=my.Authorizer | StandardAuthorizer",
                "advertised.listeners=OTHER://localhost:1 | give both the same names"
            })
    void shouldRefuseASettingItCannotUse(String setting, String message) {
        String said = serverRefused("--data", folder.resolve("d") + "", "--set", setting);
        assertTrue(said.contains(message), said);
    }

    @Test
    void shouldRefuseSettingsThatContradictEachOther() {
        String two = serverRefused("--set", "broker.id=1", "--set", "node.id=2");
        assertTrue(two.contains("broker.id=1 contradicts node.id=2"), two);
        String large =
                serverRefused(
                        "--set",
                        "message.max.bytes=2000",
                        "--set",
                        "socket.request.max.bytes=1000");
        assertTrue(large.contains("Lower the first or raise the second"), large);
    }

    @Test
    void shouldRefuseASettingsFileItCannotRead() throws IOException {
        assertTrue(serverRefused("--config", folder + "").contains("cannot be read"));
        Path garbled = Files.writeString(folder.resolve("garbled"), "a=\\u00zz\n");
        assertTrue(
                serverRefused("--config", garbled + "").contains("lines of the form name=value"));
        Path missing = folder.resolve("missing");
        assertTrue(serverRefused("--config", missing + "").contains("check the path"));
        assertTrue(serverRefused("--port", "seventy").contains("use 0 to 65535"));
    }

    private Map<String, String> settings() {
        return Map.of(
                "listeners",
                "PLAINTEXT://127.0.0.1:0",
                "log.dirs",
                folder.resolve("data").toString(),
                "offsets.topic.num.partitions",
                "1");
    }

    @Test
    void shouldRefuseAPortOrADirectoryThatIsInUse() {
        try (LeatServer server = LeatServer.start(settings())) {
            String port = Integer.toString(server.endpoint().port());
            String said = serverRefused("--port", port, "--data", folder.resolve("other") + "");
            assertTrue(said.contains("choose another with --port"), said);
            String held = serverRefused("--port", "0", "--data", folder.resolve("data") + "");
            assertTrue(held.contains("is in use by another process"), held);
        }
    }

    @Test
    void shouldRefuseADirectoryOfAnotherClusterOrNode() {
        LeatServer.start(settings()).close();
        String data = folder.resolve("data").toString();
        String cluster = serverRefused("--port", "0", "--data", data, "--set", "cluster.id=other");
        assertTrue(cluster.contains("belongs to cluster.id"), cluster);
        String node = serverRefused("--port", "0", "--data", data, "--set", "node.id=7");
        assertTrue(node.contains("belongs to node.id 1"), node);
    }

    @Test
    void shouldRefuseADirectoryWhoseIdentityIsGone() throws IOException {
        LeatServer.start(settings()).close();
        Path data = folder.resolve("data");
        Files.writeString(data.resolve("meta.properties"), "version=1\n");
        String said = serverRefused("--port", "0", "--data", data + "");
        assertTrue(said.contains("has no cluster.id: restore it"), said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "topics create bad/name | has other characters than",
                "topics create there | already exists",
                "topics create t --replication-factor 3 | Ask for no more than that",
                "topics create t --partitions 0 | is not in 1..",
                "topics create t --config retention.ms=soon | allowed is a whole number",
                "topics create t --config what=1 | no topic setting 'what'",
                "topics describe none | does not exist",
                "topics delete none | no topic 'none'",
                "groups describe none | not found",
                "consume there -o 1 | partition"
            })
    void shouldSayWhatIsWrongWithACommand(String line, String message) {
        try (LeatServer server = LeatServer.start(settings())) {
            String address = server.endpoint().toString();
            assertEquals(0, Leat.run("topics", "create", "there", "-b", address));
            String said = refused((line + " -b " + address).split(" "));
            assertTrue(said.contains(message), said);
        }
    }

    @Test
    void shouldSayWhereToPutARecordThatIsTooLarge() {
        InputStream stdin = System.in;
        try (LeatServer server = LeatServer.start(settings())) {
            String address = server.endpoint().toString();
            byte[] line = ("x".repeat(3_000_000) + "\n").getBytes(StandardCharsets.UTF_8);
            System.setIn(new ByteArrayInputStream(line));
            String own = refused("produce", "t", "-b", address);
            assertTrue(own.contains("max.request.size"), own);
            System.setIn(new ByteArrayInputStream(line));
            String server2 =
                    refused("produce", "t", "-b", address, "-s", "max.request.size=9000000");
            assertTrue(server2.contains("raise max.message.bytes of the topic"), server2);
        } finally {
            System.setIn(stdin);
        }
    }

    @Test
    void shouldKeepWhatIsBeforeADamagedBatchAfterACrash() throws Exception {
        int port = ServerProcess.freePort();
        Path data = folder.resolve("crashed");
        String address = "127.0.0.1:" + port;
        try (ServerProcess server = ServerProcess.start(data, port)) {
            produce(address, "kept\n");
            produce(address, "damaged\n");
            server.kill();
        }
        damageLastBatch(data);
        try (ServerProcess server = ServerProcess.start(data, port)) {
            produce(address, "new\n");
            Scripts scripts = new Scripts(folder.resolve("scripts"));
            Tools.Run read = scripts.runAlone("bin/leat consume t --count 2 -b " + address);
            assertEquals("kept\nnew\n", read.output(), read + server.output());
        }
    }

    private static void produce(String address, String line) {
        InputStream stdin = System.in;
        try {
            System.setIn(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
            assertEquals(0, Leat.run("produce", "t", "-b", address));
        } finally {
            System.setIn(stdin);
        }
    }

    private static void damageLastBatch(Path data) throws IOException {
        Path segment;
        try (Stream<Path> files = Files.walk(data.resolve("partitions"))) {
            segment =
                    files.filter(file -> file.toString().endsWith(".log"))
                            .findFirst()
                            .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[text.indexOf("damaged")] ^= 1;
        Files.write(segment, bytes, StandardOpenOption.WRITE);
    }
}
