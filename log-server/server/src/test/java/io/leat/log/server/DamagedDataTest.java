package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.errors.KafkaStorageException;
import io.leat.common.serialization.StringSerializer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server whose files changed while it was down. */
@Timeout(240)
final class DamagedDataTest {

    private static final Pattern REMEDY = Pattern.compile("'truncate -s (\\d+) (\\S+)'");

    @TempDir Path folder;

    private Path data;
    private Scripts scripts;

    @BeforeEach
    void prepare() throws IOException {
        data = folder.resolve("data");
        scripts = new Scripts(Files.createDirectories(folder.resolve("scripts")));
    }

    private ServerProcess start(int port, String... options) throws Exception {
        return ServerProcess.start(data, port, options);
    }

    private static String command(int port, String line) {
        return Tools.output((line + " -b 127.0.0.1:" + port).split(" "));
    }

    private String consume(int port, String topic) throws Exception {
        Tools.Run run =
                scripts.runAlone("bin/leat consume " + topic + " --exit -b 127.0.0.1:" + port);
        assertEquals(0, run.code(), run.toString());
        return run.output();
    }

    /** Makes topics one, two and three, with a record each; then ends the server. */
    private void fill(boolean clean) throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess server = start(port)) {
            for (String topic : List.of("one", "two", "three")) {
                command(port, "topics create topic-" + topic);
                produce(port, "topic-" + topic, topic);
            }
            if (clean) {
                server.stop();
            }
        }
    }

    private Path metadata() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.toString().contains("metadata"))
                    .filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void flipByteOf(Path file, String text) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        assertNotEquals(-1, at);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(
                        data.relativize(file).toString(),
                        Arrays.toString(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    /** The server refuses to start, changes nothing, and says where to cut. */
    private Matcher refused() throws Exception {
        Map<String, String> before = files();
        Tools.Run run = scripts.runAlone("bin/leat server --port 0 --data " + data);
        assertEquals(1, run.code(), run.toString());
        assertEquals(1, run.errors().lines().count(), run.toString());
        assertTrue(run.errors().contains(metadata() + " is damaged at byte "), run.toString());
        assertEquals(before.keySet(), files().keySet(), "nothing deleted");
        assertEquals(before, files(), "nothing changed");
        Matcher remedy = REMEDY.matcher(run.errors());
        assertTrue(remedy.find(), run.toString());
        return remedy;
    }

    @Test
    void shouldRefuseAMetadataLogThatIsDamagedInTheMiddle() throws Exception {
        fill(false);
        flipByteOf(metadata(), "topic-two");
        refused();
        Matcher remedy = refused(); // and again
        assertEquals(metadata().toString(), remedy.group(2));
        try (FileChannel file = FileChannel.open(metadata(), StandardOpenOption.WRITE)) {
            file.truncate(Long.parseLong(remedy.group(1)));
        }
        int port = ServerProcess.freePort();
        try (ServerProcess server = start(port)) {
            assertEquals("topic-one", command(port, "topics list").strip(), server.output());
            assertEquals("one\n", consume(port, "topic-one"));
        }
    }

    @Test
    void shouldRefuseAMetadataLogThatIsDamagedAtItsEnd() throws Exception {
        fill(true);
        byte[] bytes = Files.readAllBytes(metadata());
        bytes[bytes.length - 2] ^= 1;
        Files.write(metadata(), bytes);
        refused();
        refused(); // and again: that it was closed in order is not forgotten
        bytes[bytes.length - 2] ^= 1;
        Files.write(metadata(), bytes);
        int port = ServerProcess.freePort();
        try (ServerProcess server = start(port)) {
            assertEquals("three\n", consume(port, "topic-three"), server.output());
        }
    }

    @Test
    void shouldServeTheOtherPartitionsWhenASegmentIsDamaged() throws Exception {
        int port = ServerProcess.freePort();
        String small = "log.segment.bytes=20000";
        try (ServerProcess server = start(port, "--set", small)) {
            for (int i = 0; i < 10; i++) {
                send(port, "damaged", 5_000);
                send(port, "whole", 5_000);
            }
            server.stop();
        }
        Path first = firstSegmentWith("damaged");
        flipByteOf(first, "damaged");
        Files.delete(Path.of(first.toString().replace(".log", ".index")));
        Map<String, String> before = files();
        try (ServerProcess server = start(port, "--set", small)) {
            ExecutionException refused =
                    assertThrows(ExecutionException.class, () -> send(port, "damaged", 10));
            assertInstanceOf(KafkaStorageException.class, refused.getCause());
            send(port, "whole", 10);
            String said = server.output();
            assertTrue(said.contains("Partition damaged-0 is offline"), said);
            assertTrue(said.contains(first + " is damaged at byte 0"), said);
            assertTrue(said.contains("Restore it from a copy"), said);
            assertFalse(said.contains("\tat "), "no stack trace: " + said);
            server.stop();
        }
        Map<String, String> after = files();
        before.forEach(
                (name, bytes) -> {
                    if (name.contains(first.getParent().getFileName().toString())) {
                        assertEquals(bytes, after.get(name), name);
                    }
                });
    }

    private Path firstSegmentWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("partitions"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".log")).sorted().toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    return file;
                }
            }
        }
        throw new AssertionError("no segment holds " + text);
    }

    private static void send(int port, String topic, int bytes) throws Exception {
        produce(port, topic, topic + "x".repeat(bytes));
    }

    private static void produce(int port, String topic, String value) throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", "127.0.0.1:" + port);
        properties.put("enable.idempotence", "false");
        properties.put("retries", "0");
        try (LeatProducer<String, String> producer =
                new LeatProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
        }
    }
}
