package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Settings of a broker that change while it runs (KIP-226): what they do from then on. */
@Timeout(120)
final class ChangedSettingsTest {

    private static final String ONE = "1";
    private static final String ALL = "";

    @TempDir Path folder;

    private LeatServer leat;
    private Admin admin;

    @BeforeEach
    void start() {
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", "1");
        settings.put("log.dirs", folder.resolve("data").toString());
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:0,SSL://127.0.0.1:0,SASL_PLAINTEXT://127.0.0.1:0");
        settings.put("listener.name.ssl.ssl.keystore.type", "PEM");
        settings.putAll(keys("server"));
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put("listener.name.sasl_plaintext.plain.sasl.jaas.config", users("admin"));
        leat = LeatServer.start(settings);
        admin = Admin.create(Map.of("bootstrap.servers", address(0)));
    }

    @AfterEach
    void stop() {
        admin.close();
        leat.close();
    }

    private static String users(String... names) {
        StringBuilder line = new StringBuilder(RightsClients.PLAIN + " required");
        for (String name : names) {
            line.append(" user_").append(name).append("=a");
        }
        return line.append(';').toString();
    }

    private String address(int listener) {
        return "127.0.0.1:" + leat.listeners().get(listener).endpoint().port();
    }

    private void change(String broker, Map<String, String> settings) throws Exception {
        List<AlterConfigOp> changes = new ArrayList<>();
        settings.forEach(
                (name, value) ->
                        changes.add(
                                new AlterConfigOp(
                                        new ConfigEntry(name, value),
                                        value == null ? OpType.DELETE : OpType.SET)));
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker);
        admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
    }

    private void delete(String broker, String... names) throws Exception {
        Map<String, String> none = new HashMap<>();
        for (String name : names) {
            none.put(name, null);
        }
        change(broker, none);
    }

    private void send(int bytes) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", address(0), "max.request.size", 10_000_000),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("t", new byte[bytes])).get();
        }
    }

    private void topic() throws Exception {
        admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
    }

    @Test
    void shouldTakeLongerRecordsFromThenOn() throws Exception {
        topic();
        assertInstanceOf(
                RecordTooLargeException.class,
                assertThrows(ExecutionException.class, () -> send(2_000_000)).getCause());
        change(ALL, Map.of("message.max.bytes", "3000000"));
        send(2_000_000);
        change(ONE, Map.of("message.max.bytes", "1000"));
        assertThrows(ExecutionException.class, () -> send(2_000));
        delete(ONE, "message.max.bytes");
        send(2_000_000);
        delete(ALL, "message.max.bytes");
        assertThrows(ExecutionException.class, () -> send(2_000_000));
    }

    @Test
    void shouldAskForMoreReplicasFromThenOn() throws Exception {
        admin.createTopics(List.of(new NewTopic("t", 1, (short) 1).configs(Map.of()))).all().get();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "t");
        change(ALL, Map.of("min.insync.replicas", "2"));
        ConfigEntry shown =
                admin.describeConfigs(List.of(resource))
                        .all()
                        .get()
                        .get(resource)
                        .get("min.insync.replicas");
        assertEquals("2", shown.value());
        assertEquals(ConfigEntry.ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG, shown.source());
    }

    @Test
    void shouldLimitConnectionsFromThenOn() throws Exception {
        try (Socket first = open()) {
            assertTrue(serves(first));
            change(ALL, Map.of("max.connections.per.ip.overrides", "127.0.0.1:1"));
            try (Socket second = open()) {
                assertEquals(-1, second.getInputStream().read());
            }
            assertTrue(serves(first));
        }
    }

    private Socket open() throws IOException {
        Socket socket = new Socket("127.0.0.1", leat.listeners().get(0).endpoint().port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Asks for ApiVersions 0. */
    private static boolean serves(Socket socket) throws IOException {
        socket.getOutputStream().write(new byte[] {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0, 0});
        byte[] size = socket.getInputStream().readNBytes(4);
        int length =
                (size[0] & 0xff) << 24
                        | (size[1] & 0xff) << 16
                        | (size[2] & 0xff) << 8
                        | size[3] & 0xff;
        return socket.getInputStream().readNBytes(length).length == length;
    }

    @Test
    void shouldShowAnotherCertificateFromThenOn() throws Exception {
        assertEquals(TestKeys.serial("server"), shown());
        assertRefused(Map.of("listener.name.ssl.ssl.keystore.key", "no key at all"));
        change(ONE, keys("second"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> shown().equals(TestKeys.serial("second")));
        delete(ONE, keys("second").keySet().toArray(String[]::new));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> shown().equals(TestKeys.serial("server")));
    }

    private static Map<String, String> keys(String name) {
        return Map.of(
                "listener.name.ssl.ssl.keystore.key",
                TestKeys.key(name),
                "listener.name.ssl.ssl.keystore.certificate.chain",
                TestKeys.certificate(name));
    }

    private void assertRefused(Map<String, String> changes) {
        assertInstanceOf(
                InvalidRequestException.class,
                assertThrows(ExecutionException.class, () -> change(ONE, changes)).getCause(),
                changes::toString);
    }

    @Test
    void shouldNotLetAnybodyFarAwayChooseFilesAddressesAndClasses() {
        for (String name :
                List.of(
                        "ssl.keystore.location",
                        "ssl.truststore.location",
                        "sasl.oauthbearer.jwks.endpoint.url",
                        "sasl.server.callback.handler.class")) {
            assertRefused(Map.of("listener.name.ssl." + name, "x"));
            assertRefused(Map.of("listener.name.sasl_plaintext." + name, "x"));
            assertRefused(Map.of(name, "x"));
        }
    }

    /** The number of the certificate the server shows. */
    private String shown() throws IOException, GeneralSecurityException {
        int port = leat.listeners().get(1).endpoint().port();
        return TestKeys.shownBy(port).getSerialNumber().toString();
    }

    @Test
    void shouldLetOthersInFromThenOn() throws Exception {
        assertThrows(ExecutionException.class, () -> nodes("bob"));
        change(
                ONE,
                Map.of(
                        "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                        users("admin", "bob")));
        Awaitility.await()
                .ignoreException(ExecutionException.class)
                .atMost(Duration.ofSeconds(10))
                .until(() -> nodes("bob") == 1);
    }

    private int nodes(String user) throws Exception {
        String login = RightsClients.PLAIN + " required username=" + user + " password=a;";
        try (Admin other =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                address(2),
                                "security.protocol",
                                "SASL_PLAINTEXT",
                                "sasl.mechanism",
                                "PLAIN",
                                "sasl.jaas.config",
                                login))) {
            return other.describeCluster().nodes().get(20, TimeUnit.SECONDS).size();
        }
    }

    @Test
    void shouldKeepChangesOverARestart() throws Exception {
        topic();
        change(ALL, Map.of("message.max.bytes", "3000000", "log.retention.ms", "1234567"));
        stop();
        start();
        send(2_000_000);
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "t");
        ConfigEntry shown =
                admin.describeConfigs(List.of(topic)).all().get().get(topic).get("retention.ms");
        assertEquals("1234567", shown.value());
    }
}
