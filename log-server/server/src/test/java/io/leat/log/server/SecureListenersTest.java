package io.leat.log.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.log.broker.config.ListenerAddress;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One server with a listener of each protocol; Apache's clients and ours come in by all of them.
 */
@Timeout(60)
final class SecureListenersTest {

    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

    @TempDir static Path folder;

    private static LeatServer server;
    private static Path keys;

    @BeforeAll
    static void start() throws Exception {
        keys = TestKeys.identity(folder.resolve("server.p12"), "PKCS12", "server");
        Map<String, String> settings = new HashMap<>();
        settings.put("log.dirs", folder.resolve("data").toString());
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:0,SSL://127.0.0.1:0,SASL_PLAINTEXT://127.0.0.1:0,"
                        + "SASL_SSL://127.0.0.1:0,MUTUAL://127.0.0.1:0");
        settings.put("listener.security.protocol.map", "MUTUAL:SSL");
        settings.put("ssl.keystore.location", keys.toString());
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.password", TestKeys.PASSWORD);
        settings.put("listener.name.mutual.ssl.client.auth", "required");
        settings.put("listener.name.mutual.ssl.truststore.type", "PEM");
        settings.put(
                "listener.name.mutual.ssl.truststore.certificates", TestKeys.certificate("ca"));
        settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
        settings.put("listener.name.sasl_ssl.plain.sasl.jaas.config", users());
        settings.put("listener.name.sasl_plaintext.plain.sasl.jaas.config", users());
        settings.put("listener.name.sasl_plaintext.connections.max.reauth.ms", "400");
        settings.put("offsets.topic.num.partitions", "1");
        server = LeatServer.start(settings);
        try (Admin admin = Admin.create(apache("PLAINTEXT", Map.of()))) {
            admin.alterUserScramCredentials(
                            List.of(
                                    scram(ScramMechanism.SCRAM_SHA_256),
                                    scram(ScramMechanism.SCRAM_SHA_512)))
                    .all()
                    .get();
        }
    }

    private static UserScramCredentialUpsertion scram(ScramMechanism mechanism) {
        return new UserScramCredentialUpsertion(
                "ann=a,b", new ScramCredentialInfo(mechanism, 4096), "pass,word=");
    }

    private static String users() {
        return PLAIN + " required user_alice=\"alice's \\\"secret\\\"\" user_bob=builder;";
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static int port(String listener) {
        return server.listeners().stream()
                .filter(each -> each.name().equals(listener))
                .map(ListenerAddress::endpoint)
                .findFirst()
                .orElseThrow()
                .port();
    }

    private static Map<String, Object> apache(String listener, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", "localhost:" + port(listener));
        settings.put("default.api.timeout.ms", "10000");
        settings.put("request.timeout.ms", "5000");
        return settings;
    }

    private static Map<String, String> trusting(String protocol, String type) {
        Map<String, String> settings = new HashMap<>();
        settings.put("security.protocol", protocol);
        settings.put("ssl.truststore.type", type);
        if (type.equals("PEM")) {
            settings.put("ssl.truststore.certificates", TestKeys.certificate("ca"));
        } else {
            Path store = folder.resolve("trust." + type);
            settings.put("ssl.truststore.location", TestKeys.trust(store, type).toString());
            settings.put("ssl.truststore.password", TestKeys.PASSWORD);
        }
        return settings;
    }

    private static Map<String, String> login(
            Map<String, String> to, String mechanism, String module, String user, String password) {
        Map<String, String> settings = new HashMap<>(to);
        settings.put("sasl.mechanism", mechanism);
        settings.put(
                "sasl.jaas.config",
                module
                        + " required username=\""
                        + user
                        + "\" password=\""
                        + password.replace("\"", "\\\"")
                        + "\";");
        return settings;
    }

    private static Map<String, String> showing(Map<String, String> to, String type) {
        Map<String, String> settings = new HashMap<>(to);
        settings.put("ssl.keystore.type", type);
        if (type.equals("PEM")) {
            settings.put("ssl.keystore.key", TestKeys.key("alice"));
            settings.put("ssl.keystore.certificate.chain", TestKeys.certificate("alice"));
        } else {
            Path store = folder.resolve("alice." + type);
            settings.put(
                    "ssl.keystore.location", TestKeys.identity(store, type, "alice").toString());
            settings.put("ssl.keystore.password", TestKeys.PASSWORD);
            settings.put("ssl.key.password", TestKeys.PASSWORD);
        }
        return settings;
    }

    /** Some of {@link #ways}: Apache's clients are slow to start, and one of a kind is enough. */
    static Stream<Arguments> someWays() {
        List<Arguments> all = ways().toList();
        return Stream.of(all.get(2), all.get(3), all.get(5), all.get(8));
    }

    static Stream<Arguments> ways() {
        Map<String, String> open = Map.of("security.protocol", "SASL_PLAINTEXT");
        String alice = "alice's \"secret\"";
        Map<String, String> tls = trusting("SASL_SSL", "PEM");
        return Stream.of(
                Arguments.of("SSL", trusting("SSL", "PEM")),
                Arguments.of("SSL", trusting("SSL", "JKS")),
                Arguments.of("SSL", trusting("SSL", "PKCS12")),
                Arguments.of("MUTUAL", showing(trusting("SSL", "PEM"), "PEM")),
                Arguments.of("MUTUAL", showing(trusting("SSL", "PEM"), "PKCS12")),
                Arguments.of("SASL_PLAINTEXT", login(open, "PLAIN", PLAIN, "alice", alice)),
                Arguments.of(
                        "SASL_PLAINTEXT",
                        login(open, "SCRAM-SHA-256", SCRAM, "ann=a,b", "pass,word=")),
                Arguments.of("SASL_SSL", login(tls, "PLAIN", PLAIN, "bob", "builder")),
                Arguments.of(
                        "SASL_SSL", login(tls, "SCRAM-SHA-512", SCRAM, "ann=a,b", "pass,word=")));
    }

    @ParameterizedTest
    @MethodSource("someWays")
    void shouldServeApacheClients(String listener, Map<String, String> security) throws Exception {
        String topic = "apache-" + security.hashCode();
        try (var producer =
                        new KafkaProducer<>(
                                apache(listener, security),
                                new StringSerializer(),
                                new StringSerializer());
                var consumer =
                        new KafkaConsumer<>(
                                apache(listener, security),
                                new StringDeserializer(),
                                new StringDeserializer())) {
            String large = "x".repeat(200_000);
            producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>(topic, large))
                    .get();
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var records = consumer.poll(Duration.ofSeconds(10));
            assertEquals(large, records.iterator().next().value());
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldServeOurClients(String listener, Map<String, String> security) throws Exception {
        String topic = "leat-" + security.hashCode();
        Map<String, Object> settings = apache(listener, security);
        try (var producer =
                        new io.leat.clients.producer.LeatProducer<>(
                                settings,
                                new io.leat.common.serialization.StringSerializer(),
                                new io.leat.common.serialization.StringSerializer());
                var consumer =
                        new io.leat.clients.consumer.LeatConsumer<>(
                                settings,
                                new io.leat.common.serialization.StringDeserializer(),
                                new io.leat.common.serialization.StringDeserializer())) {
            String large = "x".repeat(200_000);
            producer.send(new io.leat.clients.producer.ProducerRecord<>(topic, large)).get();
            var partition = new io.leat.common.TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var records = consumer.poll(Duration.ofSeconds(10));
            assertEquals(large, records.iterator().next().value());
        }
    }

    private static Throwable apacheRefusal(String listener, Map<String, String> security) {
        try (Admin admin = Admin.create(apache(listener, security))) {
            return assertThrows(
                            ExecutionException.class,
                            () -> admin.describeCluster().clusterId().get())
                    .getCause();
        }
    }

    private static Throwable ourRefusal(String listener, Map<String, String> security) {
        try (var admin = io.leat.clients.admin.Admin.create(apache(listener, security))) {
            return assertThrows(
                            ExecutionException.class,
                            () -> admin.describeCluster().clusterId().get())
                    .getCause();
        }
    }

    @Test
    void shouldRefuseWrongPasswords() {
        Map<String, String> open = Map.of("security.protocol", "SASL_PLAINTEXT");
        Map<String, String> plain = login(open, "PLAIN", PLAIN, "alice", "guess");
        Map<String, String> scram = login(open, "SCRAM-SHA-256", SCRAM, "ann=a,b", "guess");
        Map<String, String> nobody = login(open, "SCRAM-SHA-256", SCRAM, "nobody", "guess");

        for (Map<String, String> wrong : List.of(plain, scram, nobody)) {
            Throwable theirs = apacheRefusal("SASL_PLAINTEXT", wrong);
            Throwable ours = ourRefusal("SASL_PLAINTEXT", wrong);
            assertInstanceOf(SaslAuthenticationException.class, theirs);
            assertInstanceOf(io.leat.common.errors.SaslAuthenticationException.class, ours);
            assertEquals(theirs.getMessage(), ours.getMessage());
        }
    }

    @Test
    void shouldRefuseAMechanismThatIsNotEnabled() {
        Map<String, String> gssapi =
                login(
                        Map.of("security.protocol", "SASL_PLAINTEXT"),
                        "OAUTHBEARER",
                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule",
                        "a",
                        "b");
        gssapi.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                        + " unsecuredLoginStringClaim_sub=\"a\";");
        Throwable theirs = apacheRefusal("SASL_PLAINTEXT", gssapi);
        assertInstanceOf(UnsupportedSaslMechanismException.class, theirs);
    }

    @Test
    void shouldNotBeBelievedByClientsThatDoNotKnowItsAuthority() {
        Map<String, String> stranger = Map.of("security.protocol", "SSL");
        assertInstanceOf(SslAuthenticationException.class, apacheRefusal("SSL", stranger));
        assertInstanceOf(
                io.leat.common.errors.SslAuthenticationException.class,
                ourRefusal("SSL", stranger));
    }

    @Test
    void shouldNotBelieveClientsWithoutACertificateWhereOneIsRequired() {
        assertInstanceOf(
                SslAuthenticationException.class, apacheRefusal("MUTUAL", trusting("SSL", "PEM")));
    }

    @Test
    void shouldCloseTheConnectionOfWhoAsksBeforeHeLoggedIn() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port("SASL_PLAINTEXT"))) {
            socket.setSoTimeout(5_000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(14); // Metadata, version 0, of no topics in particular
            out.writeShort(3);
            out.writeShort(0);
            out.writeInt(7);
            out.writeShort(-1);
            out.writeInt(0);
            assertEquals(-1, new DataInputStream(socket.getInputStream()).read());
        }
        try (Socket socket = new Socket("127.0.0.1", port("SASL_PLAINTEXT"))) {
            socket.setSoTimeout(5_000);
            new DataOutputStream(socket.getOutputStream()).writeInt(600_000);
            assertEquals(-1, new DataInputStream(socket.getInputStream()).read());
        }
    }

    @Test
    void shouldUseNewKeysWhenTheFileChanges() throws Exception {
        assertEquals("CN=first", shownBy(port("SSL")));
        Path next = TestKeys.identity(folder.resolve("next.p12"), "PKCS12", "second");
        Files.move(next, keys, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(keys, FileTime.from(Instant.now().plusSeconds(5)));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertEquals("CN=second", shownBy(port("SSL"))));
    }

    private static String shownBy(int port) throws Exception {
        return TestKeys.shownBy(port).getSubjectX500Principal().getName();
    }

    @Test
    void shouldKeepConnectionsWhoseClientsLogInAgain() throws Exception {
        Map<String, String> bob =
                login(
                        Map.of("security.protocol", "SASL_PLAINTEXT"),
                        "PLAIN",
                        PLAIN,
                        "bob",
                        "builder");
        bob.put("enable.idempotence", "false");
        bob.put("retries", "0"); // whatever breaks a connection fails a record
        try (var theirs =
                        new KafkaProducer<>(
                                apache("SASL_PLAINTEXT", bob),
                                new StringSerializer(),
                                new StringSerializer());
                var ours =
                        new io.leat.clients.producer.LeatProducer<>(
                                apache("SASL_PLAINTEXT", bob),
                                new io.leat.common.serialization.StringSerializer(),
                                new io.leat.common.serialization.StringSerializer())) {
            long end = System.nanoTime() + Duration.ofMillis(1_500).toNanos();
            long sent = 0;
            while (System.nanoTime() < end || sent <= 10) { // a busy machine sends few
                theirs.send(new org.apache.kafka.clients.producer.ProducerRecord<>("again", "a"))
                        .get();
                ours.send(new io.leat.clients.producer.ProducerRecord<>("again", "b")).get();
                sent++;
            }
        }
    }
}
