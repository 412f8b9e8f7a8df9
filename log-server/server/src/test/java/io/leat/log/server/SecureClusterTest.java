package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterConfigOp;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.admin.ConfigEntry.ConfigSource;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.admin.ScramCredentialInfo;
import io.leat.clients.admin.ScramMechanism;
import io.leat.clients.admin.UserScramCredentialAlteration;
import io.leat.clients.admin.UserScramCredentialDeletion;
import io.leat.clients.admin.UserScramCredentialUpsertion;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.acl.AccessControlEntry;
import io.leat.common.acl.AclBinding;
import io.leat.common.acl.AclBindingFilter;
import io.leat.common.acl.AclOperation;
import io.leat.common.acl.AclPermissionType;
import io.leat.common.config.ConfigResource;
import io.leat.common.errors.ClusterAuthorizationException;
import io.leat.common.errors.InvalidRequestException;
import io.leat.common.resource.PatternType;
import io.leat.common.resource.ResourcePattern;
import io.leat.common.resource.ResourceType;
import io.leat.common.serialization.StringSerializer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two brokers that log in to each other over TLS, a controller that wants certificates, access
 * control lists, and users that were there before the first start.
 */
@Timeout(60)
final class SecureClusterTest {

    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

    @TempDir static Path folder;

    private static LeatServer first;
    private static LeatServer second;

    @BeforeAll
    static void start() throws Exception {
        int controller = freePort();
        Map<String, String> one = settings(1, controller, "broker,controller");
        one.put(
                "listeners",
                "SASL_SSL://127.0.0.1:" + freePort() + ",CONTROLLER://127.0.0.1:" + controller);
        Map<String, String> two = settings(2, controller, "broker");
        two.put("listeners", "SASL_SSL://127.0.0.1:" + freePort());
        Path file = folder.resolve("one.properties");
        try (var out = Files.newBufferedWriter(file)) {
            java.util.Properties properties = new java.util.Properties();
            properties.putAll(one);
            properties.store(out, null);
        }
        Tools.output(
                "kafka-storage",
                "format",
                "-t",
                "secure-cluster-test-id",
                "-c",
                file.toString(),
                "--add-scram",
                "SCRAM-SHA-512=[name=node,password=node-secret]",
                "--add-scram",
                "SCRAM-SHA-512=[name=admin,iterations=8192,password=admin-secret]");
        String kept = Files.readString(folder.resolve("1").resolve("meta.properties"));
        assertFalse(kept.contains("secret"), kept);
        first = LeatServer.start(one);
        second = LeatServer.start(two);
    }

    private static Map<String, String> settings(int node, int controller, String roles) {
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", String.valueOf(node));
        settings.put("process.roles", roles);
        settings.put("cluster.id", "secure-cluster-test-id");
        settings.put("log.dirs", folder.resolve(String.valueOf(node)).toString());
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("listener.security.protocol.map", "CONTROLLER:SSL");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.key", TestKeys.key("server"));
        settings.put("ssl.keystore.certificate.chain", TestKeys.certificate("server"));
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.certificates", TestKeys.certificate("ca"));
        settings.put("listener.name.controller.ssl.client.auth", "required");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
        settings.put(
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                SCRAM + " required username=\"node\" password=\"node-secret\";");
        settings.put(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:node;User:admin;User:CN=first");
        settings.put("offsets.topic.num.partitions", "1");
        return settings;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    private static Map<String, Object> as(String user, LeatServer... servers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(
                "bootstrap.servers",
                String.join(
                        ",", List.of(servers).stream().map(each -> each.endpoint() + "").toList()));
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put(
                "sasl.jaas.config",
                SCRAM + " required username=\"" + user + "\" password=\"" + user + "-secret\";");
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.certificates", TestKeys.certificate("ca"));
        return settings;
    }

    @Test
    void shouldReplicateAndDecideBehindLogins() throws Exception {
        try (Admin admin = Admin.create(as("admin", second))) { // which asks the first one
            admin.createTopics(
                            List.of(
                                    new NewTopic("orders", 2, (short) 2)
                                            .configs(Map.of("min.insync.replicas", "2"))))
                    .all()
                    .get();
            Tools.output(
                    "kafka-configs",
                    "--bootstrap-server",
                    second.endpoint() + "",
                    "--command-config",
                    file(as("admin", second)),
                    "--alter",
                    "--entity-type",
                    "users",
                    "--entity-name",
                    "alice",
                    "--add-config",
                    "SCRAM-SHA-512=[iterations=4096,password=alice-secret]");
            Set<String> users = Set.of("admin", "alice", "node");
            soon(
                    () ->
                            users.equals(
                                    Set.copyOf(
                                            admin.describeUserScramCredentials().users().get())));
            AclBinding binding =
                    new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, "ord", PatternType.PREFIXED),
                            new AccessControlEntry(
                                    "User:alice",
                                    "127.0.0.1",
                                    AclOperation.WRITE,
                                    AclPermissionType.ALLOW));
            admin.createAcls(List.of(binding)).all().get();
            soon(
                    () ->
                            List.of(binding)
                                    .equals(
                                            List.copyOf(
                                                    admin.describeAcls(AclBindingFilter.ANY)
                                                            .values()
                                                            .get())));
        }
        soon(() -> sendAs("alice"));
        try (Admin admin = Admin.create(as("alice", second))) {
            ExecutionException refused =
                    assertThrows(
                            ExecutionException.class,
                            () ->
                                    admin.createPartitions(
                                                    Map.of(
                                                            "orders",
                                                            io.leat.clients.admin.NewPartitions
                                                                    .increaseTo(3)))
                                            .all()
                                            .get());
            assertInstanceOf(
                    io.leat.common.errors.TopicAuthorizationException.class, refused.getCause());
            ExecutionException hidden =
                    assertThrows(
                            ExecutionException.class,
                            () -> admin.describeAcls(AclBindingFilter.ANY).values().get());
            assertInstanceOf(ClusterAuthorizationException.class, hidden.getCause());
        }
    }

    /** What the controller decided, every broker knows a little later. */
    private static void soon(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(condition);
    }

    /** Sends to partitions of both brokers, with acks=all. */
    private static boolean sendAs(String user) throws Exception {
        Map<String, Object> settings = as(user, first, second);
        settings.put("acks", "all");
        try (var producer =
                new LeatProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("orders", i % 2, null, "order " + i)).get();
            }
        }
        return true;
    }

    private static String file(Map<String, Object> settings) throws IOException {
        Path file = folder.resolve("client.properties");
        java.util.Properties properties = new java.util.Properties();
        settings.forEach((key, value) -> properties.put(key, value.toString()));
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        return file.toString();
    }

    /** Only a broker itself can tell whether it could use other keys. */
    @Test
    void shouldRefuseKeysItCannotUseThoughAnotherDecides() throws Exception {
        ConfigResource two = new ConfigResource(ConfigResource.Type.BROKER, "2");
        String name = "listener.name.sasl_ssl.ssl.keystore.key";
        try (Admin admin = Admin.create(as("admin", second))) {
            assertInstanceOf(
                    InvalidRequestException.class, failure(admin, two, name, "no key at all"));
            ConfigEntry kept = admin.describeConfigs(List.of(two)).all().get().get(two).get(name);
            assertTrue(kept == null || kept.source() != ConfigSource.DYNAMIC_BROKER_CONFIG);
        }
    }

    @Test
    void shouldLetOnlyThoseChangeLevelsWhoMayChangeTheCluster() throws Exception {
        ConfigResource two = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "2");
        String logger = "io.leat.log.broker.node.BrokerNode";
        try (Admin admin = Admin.create(as("admin", first, second))) {
            var eve =
                    new UserScramCredentialUpsertion(
                            "eve",
                            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                            "eve-secret");
            admin.alterUserScramCredentials(List.<UserScramCredentialAlteration>of(eve))
                    .all()
                    .get();
            assertNull(failure(admin, two, logger, "WARN"));
            soon(
                    () -> {
                        try (Admin other = Admin.create(as("eve", second))) {
                            return failure(other, two, logger, "TRACE")
                                    instanceof ClusterAuthorizationException;
                        }
                    });
            String level =
                    admin.describeConfigs(List.of(two)).all().get().get(two).get(logger).value();
            assertEquals("WARN", level);
            admin.alterUserScramCredentials(
                            List.of(
                                    new UserScramCredentialDeletion(
                                            "eve", ScramMechanism.SCRAM_SHA_512)))
                    .all()
                    .get();
        }
    }

    private static @Nullable Throwable failure(
            Admin admin, ConfigResource resource, String name, String value) throws Exception {
        try {
            var change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }
}
