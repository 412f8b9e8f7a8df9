package io.leat.log.server;

import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.apache.kafka.common.acl.AclPermissionType.DENY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.config.ListenerAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Apache's clients are let do, and what they hear when they are not. */
@Timeout(60)
final class AuthorizationTest {

    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    @TempDir static Path folder;

    private static LeatServer server;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("log.dirs", folder.resolve("data").toString());
        settings.put("listeners", "SASL_PLAINTEXT://127.0.0.1:0");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put(
                "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                PLAIN + " required user_admin=a user_alice=a user_bob=a user_SERVER=a;");
        settings.put(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:admin;User:root");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        server = LeatServer.start(settings);
        admin = Admin.create(as("admin"));
        admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();
    }

    @AfterAll
    static void stop() {
        admin.close();
        server.close();
    }

    @AfterEach
    void forgetRights() throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    }

    static Map<String, Object> as(String user) {
        Map<String, Object> settings = new HashMap<>();
        int port =
                server.listeners().stream()
                        .map(ListenerAddress::endpoint)
                        .findFirst()
                        .orElseThrow()
                        .port();
        settings.put("bootstrap.servers", "localhost:" + port);
        settings.put("security.protocol", "SASL_PLAINTEXT");
        settings.put("sasl.mechanism", "PLAIN");
        settings.put(
                "sasl.jaas.config", PLAIN + " required username=\"" + user + "\" password=\"a\";");
        settings.put("max.block.ms", "10000");
        return settings;
    }

    private static AclBinding binding(
            String user,
            ResourceType type,
            String name,
            AclOperation operation,
            AclPermissionType permission) {
        boolean prefixed = name.endsWith("-");
        return new AclBinding(
                new ResourcePattern(
                        type, name, prefixed ? PatternType.PREFIXED : PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", operation, permission));
    }

    private static void allow(String user, ResourceType type, String name, AclOperation... all)
            throws Exception {
        for (AclOperation each : all) {
            admin.createAcls(List.of(binding(user, type, name, each, ALLOW))).all().get();
        }
    }

    private static <E extends Throwable> E refused(Class<E> kind, Future<?> future) {
        ExecutionException failure = assertThrows(ExecutionException.class, future::get);
        return assertInstanceOf(kind, failure.getCause());
    }

    private static KafkaProducer<String, String> producer(String user, String transactionalId) {
        Map<String, Object> settings = as(user);
        if (transactionalId != null) {
            settings.put("transactional.id", transactionalId);
        }
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(String user, String group) {
        Map<String, Object> settings = as(user);
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", "false");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    @Test
    void shouldLetWriteWhoMayWrite() throws Exception {
        try (var alice = producer("alice", null)) {
            var before =
                    refused(
                            TopicAuthorizationException.class,
                            alice.send(new ProducerRecord<>("orders", "a")));
            assertEquals(Set.of("orders"), before.unauthorizedTopics());
        }
        allow("alice", ResourceType.TOPIC, "orders", AclOperation.WRITE);
        try (var alice = producer("alice", null);
                var bob = producer("SERVER", null)) { // a name like any other
            alice.send(new ProducerRecord<>("orders", "a")).get();
            refused(
                    TopicAuthorizationException.class,
                    bob.send(new ProducerRecord<>("orders", "b")));
        }
    }

    @Test
    void shouldRefuseToWriteWhatMayOnlyBeSeen() throws Exception {
        allow("alice", ResourceType.TOPIC, "orders", AclOperation.DESCRIBE);
        allow("alice", ResourceType.CLUSTER, "kafka-cluster", AclOperation.IDEMPOTENT_WRITE);
        try (var alice = producer("alice", null)) {
            refused(
                    TopicAuthorizationException.class,
                    alice.send(new ProducerRecord<>("orders", "a")));
        }
    }

    @Test
    void shouldLetReadWhoMayReadTopicAndGroup() throws Exception {
        try (var writer = producer("admin", null)) {
            writer.send(new ProducerRecord<>("orders", "a")).get();
        }
        allow("alice", ResourceType.TOPIC, "ord", AclOperation.READ);
        try (var alice = consumer("alice", "readers")) {
            alice.subscribe(List.of("orders"));
            assertThrows(
                    TopicAuthorizationException.class, () -> alice.poll(Duration.ofSeconds(5)));
        }
        allow("alice", ResourceType.TOPIC, "orders", AclOperation.READ);
        try (var alice = consumer("alice", "readers")) {
            alice.subscribe(List.of("orders"));
            var refused =
                    assertThrows(
                            GroupAuthorizationException.class,
                            () -> alice.poll(Duration.ofSeconds(5)));
            assertEquals("readers", refused.groupId());
        }
        allow("alice", ResourceType.GROUP, "readers", AclOperation.READ);
        try (var alice = consumer("alice", "readers")) {
            alice.subscribe(List.of("orders"));
            assertTrue(alice.poll(Duration.ofSeconds(10)).count() > 0);
            alice.commitSync();
            // A fetch session outlives no right.
            admin.createAcls(
                            List.of(
                                    binding(
                                            "alice",
                                            ResourceType.TOPIC,
                                            "orders",
                                            AclOperation.READ,
                                            DENY)))
                    .all()
                    .get();
            try (var writer = producer("admin", null)) {
                writer.send(new ProducerRecord<>("orders", "b")).get();
            }
            assertThrows(
                    TopicAuthorizationException.class, () -> alice.poll(Duration.ofSeconds(10)));
        }
    }

    @Test
    void shouldHoldTransactionsAgainstTheirIds() throws Exception {
        allow("alice", ResourceType.TOPIC, "orders", AclOperation.WRITE);
        try (var alice = producer("alice", "pay-1")) {
            assertThrows(TransactionalIdAuthorizationException.class, alice::initTransactions);
        }
        allow("alice", ResourceType.TRANSACTIONAL_ID, "pay-", AclOperation.WRITE);
        try (var alice = producer("alice", "pay-1")) {
            alice.initTransactions();
            alice.beginTransaction();
            alice.send(new ProducerRecord<>("orders", "a")).get();
            assertThrows(
                    GroupAuthorizationException.class,
                    () ->
                            alice.sendOffsetsToTransaction(
                                    Map.of(ORDERS, new OffsetAndMetadata(1)),
                                    new org.apache.kafka.clients.consumer.ConsumerGroupMetadata(
                                            "g")));
            alice.abortTransaction();
        }
    }

    @Test
    void shouldShowOnlyWhatMayBeSeen() throws Exception {
        admin.createTopics(List.of(new NewTopic("hidden", 1, (short) 1))).all().get();
        allow("alice", ResourceType.TOPIC, "orders", AclOperation.READ);
        try (Admin alice = Admin.create(as("alice"))) {
            assertEquals(Set.of("orders"), alice.listTopics().names().get());
            TopicDescription orders =
                    alice.describeTopics(
                                    List.of("orders"),
                                    new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .topicNameValues()
                            .get("orders")
                            .get();
            assertEquals(
                    Set.of(AclOperation.READ, AclOperation.DESCRIBE),
                    orders.authorizedOperations());
            refused(
                    TopicAuthorizationException.class,
                    alice.describeTopics(List.of("hidden")).topicNameValues().get("hidden"));
            assertEquals(0, alice.listConsumerGroups().all().get().size());
            refused(
                    GroupAuthorizationException.class,
                    alice.describeConsumerGroups(List.of("g")).describedGroups().get("g"));
        }
        admin.deleteTopics(List.of("hidden")).all().get();
    }

    @Test
    void shouldKeepTheClusterForThoseWhoMayChangeIt() throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "orders");
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        allow("alice", ResourceType.TOPIC, "mine-", AclOperation.CREATE);
        try (Admin alice = Admin.create(as("alice"))) {
            refused(
                    TopicAuthorizationException.class,
                    alice.createTopics(List.of(new NewTopic("other", 1, (short) 1))).all());
            alice.createTopics(List.of(new NewTopic("mine-1", 1, (short) 1))).all().get();
            refused(TopicAuthorizationException.class, alice.deleteTopics(List.of("mine-1")).all());
            refused(
                    TopicAuthorizationException.class,
                    alice.describeConfigs(List.of(topic)).values().get(topic));
            refused(
                    ClusterAuthorizationException.class,
                    alice.describeConfigs(List.of(broker)).values().get(broker));
            refused(
                    ClusterAuthorizationException.class,
                    alice.describeAcls(AclBindingFilter.ANY).values());
            refused(
                    ClusterAuthorizationException.class,
                    alice.createAcls(
                                    List.of(
                                            binding(
                                                    "alice",
                                                    ResourceType.TOPIC,
                                                    "*",
                                                    AclOperation.ALL,
                                                    ALLOW)))
                            .all());
            refused(
                    ClusterAuthorizationException.class,
                    alice.describeUserScramCredentials().all());
        }
        admin.deleteTopics(List.of("mine-1")).all().get();
    }

    @Test
    void shouldObeyTheScript() throws Exception {
        Path config = folder.resolve("admin.properties");
        Properties properties = new Properties();
        as("admin").forEach((key, value) -> properties.put(key, value.toString()));
        try (var out = Files.newBufferedWriter(config)) {
            properties.store(out, null);
        }
        String to = properties.getProperty("bootstrap.servers");
        String[] common = {"kafka-acls", "--bootstrap-server", to, "--command-config", config + ""};
        String added =
                script(
                        common,
                        "--add --allow-principal User:carol --producer --topic orders"
                                + " --transactional-id pay --resource-pattern-type prefixed");
        String resource = "ResourcePattern(resourceType=TOPIC, name=orders, patternType=PREFIXED)`";
        String write = "\t(principal=User:carol, host=*, operation=WRITE, permissionType=ALLOW)\n";
        assertTrue(
                added.contains("Adding ACLs for resource `" + resource + ": \n " + write), added);
        assertEquals(5, admin.describeAcls(AclBindingFilter.ANY).values().get().size());

        String listed = script(common, "--list --topic orders-1 --resource-pattern-type match");
        assertTrue(listed.contains("Current ACLs for resource `" + resource + ":\n"), listed);
        assertTrue(listed.contains(write), listed);
        assertEquals("", script(common, "--list --topic orders"));

        script(common, "--remove --force --topic orders --resource-pattern-type prefixed");
        assertEquals(2, admin.describeAcls(AclBindingFilter.ANY).values().get().size());
    }

    private static String script(String[] common, String options) {
        return Tools.output(
                Stream.concat(Stream.of(common), Stream.of(options.split(" ")))
                        .toArray(String[]::new));
    }

    @Test
    void shouldKeepListAndDeleteEntries() throws Exception {
        AclBinding read = binding("alice", ResourceType.TOPIC, "orders", AclOperation.READ, ALLOW);
        AclBinding all = binding("bob", ResourceType.TOPIC, "ord-", AclOperation.ALL, DENY);
        AclBinding group = binding("*", ResourceType.GROUP, "*", AclOperation.READ, ALLOW);
        admin.createAcls(List.of(read, all, group, read)).all().get();
        admin.createAcls(List.of(read)).all().get();
        Collection<AclBinding> listed = admin.describeAcls(AclBindingFilter.ANY).values().get();
        assertEquals(3, listed.size());
        assertEquals(Set.of(read, all, group), Set.copyOf(listed));
        Collection<AclBinding> deleted =
                admin.deleteAcls(List.of(read.toFilter(), all.toFilter())).all().get();
        assertEquals(Set.of(read, all), Set.copyOf(deleted));
        assertEquals(
                List.of(group),
                List.copyOf(admin.describeAcls(AclBindingFilter.ANY).values().get()));
        refused(
                InvalidRequestException.class,
                admin.createAcls(
                                List.of(
                                        binding(
                                                "a",
                                                ResourceType.CLUSTER,
                                                "other",
                                                AclOperation.ALL,
                                                ALLOW)))
                        .all());
    }
}
