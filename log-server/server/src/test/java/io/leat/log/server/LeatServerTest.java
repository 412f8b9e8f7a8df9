package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.node.StartException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server on a free port, talked to by Apache Kafka's own client and by hand. */
final class LeatServerTest {

    @TempDir Path data;

    private Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("listeners", "PLAINTEXT://127.0.0.1:0");
        settings.put("log.dirs", data.toString());
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private static Admin admin(LeatServer server) {
        return Admin.create(Map.of("bootstrap.servers", server.endpoint().toString()));
    }

    @Test
    void shouldServeKafkasAdminClient() throws Exception {
        try (LeatServer server = LeatServer.start(settings());
                Admin admin = admin(server)) {
            assertEquals(1, admin.describeCluster().nodes().get().size());
            admin.createTopics(List.of(new NewTopic("orders", 2, (short) 1))).all().get();
            ExecutionException again =
                    assertThrows(
                            ExecutionException.class,
                            () ->
                                    admin.createTopics(
                                                    List.of(new NewTopic("orders", 2, (short) 1)))
                                            .all()
                                            .get());
            assertTrue(again.getCause() instanceof TopicExistsException);
            admin.createPartitions(Map.of("orders", NewPartitions.increaseTo(5))).all().get();
            TopicDescription orders =
                    admin.describeTopics(List.of("orders")).allTopicNames().get().get("orders");
            assertEquals(5, orders.partitions().size());
            assertEquals(1, orders.partitions().get(4).leader().id());
            admin.deleteTopics(List.of("orders")).all().get();
            assertEquals(Set.of(), admin.listTopics().names().get());
            ExecutionException gone =
                    assertThrows(
                            ExecutionException.class,
                            () -> admin.describeTopics(List.of("orders")).allTopicNames().get());
            assertTrue(gone.getCause() instanceof UnknownTopicOrPartitionException);
        }
    }

    @Test
    void shouldDescribeAndChangeSettings() throws Exception {
        try (LeatServer server = LeatServer.start(settings("log.retention.hours", "2"));
                Admin admin = admin(server)) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "t");
            ConfigEntry inherited =
                    admin.describeConfigs(List.of(topic))
                            .all()
                            .get()
                            .get(topic)
                            .get("retention.ms");
            assertEquals("7200000", inherited.value());
            assertEquals(ConfigEntry.ConfigSource.STATIC_BROKER_CONFIG, inherited.source());
            ConfigEntry own = new ConfigEntry("retention.ms", "60000");
            admin.incrementalAlterConfigs(
                            Map.of(
                                    topic,
                                    List.of(new AlterConfigOp(own, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            ConfigEntry changed =
                    admin.describeConfigs(List.of(topic))
                            .all()
                            .get()
                            .get(topic)
                            .get("retention.ms");
            assertEquals("60000", changed.value());
            assertEquals(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG, changed.source());
        }
    }

    @Test
    void shouldKeepTopicsThroughARestart() throws Exception {
        try (LeatServer server = LeatServer.start(settings());
                Admin admin = admin(server)) {
            admin.createTopics(List.of(new NewTopic("kept", 3, (short) 1))).all().get();
        }
        try (LeatServer server = LeatServer.start(settings());
                Admin admin = admin(server)) {
            assertEquals(Set.of("kept"), admin.listTopics().names().get());
        }
    }

    @Test
    void shouldTellEachClientTheAddressItReached() throws Exception {
        Map<String, String> settings =
                settings("listeners", "PLAINTEXT://0.0.0.0:0", "leat.insecure", "true");
        try (LeatServer server = LeatServer.start(settings)) {
            String reached = "127.0.0.1:" + server.endpoint().port();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", reached))) {
                var node = admin.describeCluster().nodes().get().iterator().next();
                assertEquals(reached, node.host() + ":" + node.port());
            }
        }
    }

    @Test
    void shouldAnswerAnUnknownVersionOfApiVersionsInVersionZero() throws IOException {
        try (LeatServer server = LeatServer.start(settings());
                Socket socket = new Socket("127.0.0.1", server.endpoint().port())) {
            // key 18, version 99, correlation id 7, client id "me", no tags
            String request = "0012" + "0063" + "00000007" + "0002" + "6d65" + "00";
            byte[] frame = HexFormat.of().parseHex(request);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < 2; i++) { // the connection stays usable
                out.writeInt(frame.length);
                out.write(frame);
                byte[] answer = new byte[in.readInt()];
                in.readFully(answer);
                assertEquals(
                        "00000007" + "0023" + "00000001" + "001200000004",
                        HexFormat.of().formatHex(answer));
            }
        }
    }

    @Test
    void shouldCloseOnFramesThatAreNone() throws IOException {
        try (LeatServer server = LeatServer.start(settings())) {
            for (int length : new int[] {-1, Integer.MAX_VALUE, 3}) {
                try (Socket socket = new Socket("127.0.0.1", server.endpoint().port())) {
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeInt(length);
                    out.write(new byte[] {1, 2, 3});
                    assertClosed(socket);
                }
            }
        }
    }

    /** Bytes that the server did not read any more make its close a reset. */
    private static void assertClosed(Socket socket) throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException e) {
            assertEquals("Connection reset", e.getMessage());
        }
    }

    @Test
    void shouldSayThatThePortIsInUse() {
        try (LeatServer server = LeatServer.start(settings())) {
            Map<String, String> same =
                    settings(
                            "listeners",
                            "PLAINTEXT://" + server.endpoint(),
                            "log.dirs",
                            data.resolve("other").toString());
            assertMessage("Cannot listen on " + server.endpoint(), same);
            assertMessage("Cannot listen on " + server.endpoint(), same); // nothing stays locked
        }
    }

    @Test
    void shouldSayThatTheDirectoryIsInUse() {
        try (LeatServer server = LeatServer.start(settings())) {
            assertMessage("is in use by another process", settings());
        }
    }

    @Test
    void shouldSayWhyADirectoryCannotBeUsed() throws IOException {
        Path file = Files.writeString(data.resolve("file"), "");
        assertMessage("Cannot use the data directory", settings("log.dirs", file.toString()));
        Path foreign = Files.createDirectory(data.resolve("foreign"));
        Files.writeString(foreign.resolve("letter.txt"), "");
        assertMessage("'letter.txt' is there", settings("log.dirs", foreign.toString()));
    }

    @Test
    void shouldRefuseSettingsItCannotHonour() {
        assertThrows(
                ConfigException.class,
                () -> LeatServer.start(settings("zookeeper.connect", "localhost:2181")));
        assertThrows(ConfigException.class, () -> LeatServer.start(settings("log.dirs", "/a,/a")));
        assertMessage("--insecure", settings("listeners", "PLAINTEXT://0.0.0.0:0"));
    }

    @Test
    void shouldLeaveNoThreadBehind() {
        LeatServer.start(settings()).close();
        assertFalse(
                Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().startsWith("leat-loop")),
                "a loop still runs");
    }

    private static void assertMessage(String expected, Map<String, String> settings) {
        StartException failure =
                assertThrows(StartException.class, () -> LeatServer.start(settings).close());
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
    }
}
