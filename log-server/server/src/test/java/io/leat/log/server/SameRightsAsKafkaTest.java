package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.ApacheKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same rights and the same requests on a Leat server and on Apache Kafka: the same answers.
 * Rights are drawn by seeds ({@code -Drights.seeds=N}).
 */
@Timeout(600)
final class SameRightsAsKafkaTest {

    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final int SEEDS = Integer.getInteger("rights.seeds", 3);

    @TempDir static Path folder;

    private static LeatServer leat;
    private static ApacheKafka kafka;

    /** What somebody tries, and what comes of it. */
    private interface Attempt {
        Object run(Clients clients) throws Exception;
    }

    /** Clients of one user of one server. */
    private record Clients(String bootstrap, String user, Admin admin) implements AutoCloseable {

        static Clients of(String bootstrap, String user) {
            return new Clients(bootstrap, user, Admin.create(settings(bootstrap, user)));
        }

        static Map<String, Object> settings(String bootstrap, String user) {
            Map<String, Object> settings = new HashMap<>();
            settings.put("bootstrap.servers", bootstrap);
            settings.put("security.protocol", "SASL_PLAINTEXT");
            settings.put("sasl.mechanism", "PLAIN");
            settings.put(
                    "sasl.jaas.config",
                    PLAIN + " required username=\"" + user + "\" password=\"a\";");
            settings.put("max.block.ms", "10000");
            settings.put("delivery.timeout.ms", "10000");
            settings.put("request.timeout.ms", "5000");
            settings.put("transaction.timeout.ms", "5000");
            return settings;
        }

        KafkaProducer<String, String> producer(Map<String, String> more) {
            Map<String, Object> settings = settings(bootstrap, user);
            settings.putAll(more);
            return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        }

        KafkaConsumer<String, String> consumer() {
            Map<String, Object> settings = settings(bootstrap, user);
            settings.put("group.id", "readers");
            settings.put("auto.offset.reset", "earliest");
            settings.put("enable.auto.commit", "false");
            return new KafkaConsumer<>(
                    settings, new StringDeserializer(), new StringDeserializer());
        }

        @Override
        public void close() {
            admin.close(Duration.ZERO);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        String users = PLAIN + " required user_admin=a user_bob=a;";
        Map<String, String> both = new HashMap<>();
        both.put("listener.name.sasl_plaintext.plain.sasl.jaas.config", users);
        both.put("sasl.enabled.mechanisms", "PLAIN");
        both.put(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        both.put("super.users", "User:admin;User:ANONYMOUS");
        both.put("auto.create.topics.enable", "true");
        kafka = ApacheKafka.start(both);
        Map<String, String> ours = new HashMap<>(both);
        ours.put("log.dirs", folder.resolve("data").toString());
        ours.put("listeners", "SASL_PLAINTEXT://127.0.0.1:0");
        ours.put("node.id", "1");
        ours.put("offsets.topic.num.partitions", "1");
        ours.put("transaction.state.log.num.partitions", "1");
        ours.put("group.initial.rebalance.delay.ms", "0");
        leat = LeatServer.start(ours);
        for (String server : servers()) {
            try (Clients admin = Clients.of(server, "admin");
                    var producer = admin.producer(Map.of("transactional.id", "tx"))) {
                admin.admin()
                        .createTopics(
                                List.of(
                                        new NewTopic("orders", 1, (short) 1),
                                        new NewTopic("other", 1, (short) 1)))
                        .all()
                        .get();
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("orders", "a", "b"));
                producer.commitTransaction();
                admin.admin()
                        .alterConsumerGroupOffsets(
                                "readers", Map.of(ORDERS, new OffsetAndMetadata(0)))
                        .all()
                        .get();
            }
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
        leat.close();
    }

    private static List<String> servers() {
        return List.of("localhost:" + leat.listeners().get(0).endpoint().port(), kafka.secured());
    }

    // ---- what is tried ----

    private static Object outcome(Map<?, ? extends Future<?>> futures) {
        Map<String, Object> outcomes = new TreeMap<>();
        futures.forEach((key, future) -> outcomes.put(String.valueOf(key), outcome(future)));
        return outcomes;
    }

    private static Object outcome(Future<?> future) {
        return tried(
                () -> {
                    future.get(10, TimeUnit.SECONDS);
                    return "ok";
                });
    }

    /** What somebody gets to see. */
    private interface Shown {
        Object get() throws Exception;
    }

    private static Object tried(Shown call) {
        try {
            return call.get();
        } catch (Exception e) {
            Throwable reason = e;
            while (reason.getCause() != null && !(reason instanceof ApiException)) {
                reason = reason.getCause();
            }
            return reason.getClass().getSimpleName();
        }
    }

    private static ConfigResource topic(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    private static ConfigResource broker() {
        return new ConfigResource(ConfigResource.Type.BROKER, "1");
    }

    private static Map<ConfigResource, Collection<AlterConfigOp>> change(
            ConfigResource of, String key, String value) {
        return Map.of(
                of,
                List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
    }

    private static Map<String, Attempt> attempts() {
        Map<String, Attempt> attempts = new LinkedHashMap<>();
        topics(attempts);
        cluster(attempts);
        groups(attempts);
        data(attempts);
        return attempts;
    }

    private static void topics(Map<String, Attempt> attempts) {
        attempts.put(
                "create topic",
                on ->
                        outcome(
                                on.admin()
                                        .createTopics(
                                                List.of(new NewTopic("made", 1, (short) 1)),
                                                new CreateTopicsOptions().validateOnly(true))
                                        .values()));
        attempts.put(
                "delete topics",
                on -> outcome(on.admin().deleteTopics(List.of("missing")).topicNameValues()));
        attempts.put(
                "describe topics",
                on ->
                        outcome(
                                on.admin()
                                        .describeTopics(List.of("orders", "missing"))
                                        .topicNameValues()));
        attempts.put(
                "operations on topic",
                on ->
                        tried(
                                () ->
                                        new TreeSet<>(
                                                on.admin()
                                                        .describeTopics(
                                                                List.of("orders"),
                                                                new DescribeTopicsOptions()
                                                                        .includeAuthorizedOperations(
                                                                                true))
                                                        .allTopicNames()
                                                        .get()
                                                        .get("orders")
                                                        .authorizedOperations())));
        attempts.put(
                "list topics",
                on ->
                        tried(
                                () -> {
                                    Set<String> names = new TreeSet<>();
                                    for (TopicListing each :
                                            on.admin().listTopics().listings().get()) {
                                        names.add(each.name());
                                    }
                                    return names;
                                }));
        attempts.put(
                "create partitions",
                on ->
                        outcome(
                                on.admin()
                                        .createPartitions(
                                                Map.of("orders", NewPartitions.increaseTo(3)),
                                                new CreatePartitionsOptions().validateOnly(true))
                                        .values()));
        attempts.put(
                "delete records",
                on ->
                        outcome(
                                on.admin()
                                        .deleteRecords(
                                                Map.of(ORDERS, RecordsToDelete.beforeOffset(0)))
                                        .lowWatermarks()));
        attempts.put(
                "list offsets",
                on -> outcome(on.admin().listOffsets(Map.of(ORDERS, OffsetSpec.earliest())).all()));
        attempts.put(
                "describe producers",
                on -> outcome(on.admin().describeProducers(List.of(ORDERS)).all()));
        attempts.put(
                "describe topic configs",
                on -> outcome(on.admin().describeConfigs(List.of(topic("orders"))).values()));
        attempts.put(
                "alter topic configs",
                on ->
                        outcome(
                                on.admin()
                                        .incrementalAlterConfigs(
                                                change(topic("orders"), "retention.ms", "900000"),
                                                new AlterConfigsOptions().validateOnly(true))
                                        .values()));
    }

    private static void cluster(Map<String, Attempt> attempts) {
        attempts.put(
                "describe broker configs",
                on -> outcome(on.admin().describeConfigs(List.of(broker())).values()));
        attempts.put(
                "alter broker configs",
                on ->
                        outcome(
                                on.admin()
                                        .incrementalAlterConfigs(
                                                change(
                                                        broker(),
                                                        "leader.replication.throttled.rate",
                                                        "1000"),
                                                new AlterConfigsOptions().validateOnly(true))
                                        .values()));
        attempts.put(
                "operations on cluster",
                on ->
                        tried(
                                () ->
                                        new TreeSet<>(
                                                on.admin()
                                                        .describeCluster(
                                                                new DescribeClusterOptions()
                                                                        .includeAuthorizedOperations(
                                                                                true))
                                                        .authorizedOperations()
                                                        .get())));
        attempts.put(
                "describe acls",
                on -> outcome(on.admin().describeAcls(AclBindingFilter.ANY).values()));
        attempts.put(
                "create acls",
                on ->
                        outcome(
                                on.admin()
                                        .createAcls(
                                                List.of(
                                                        entry(
                                                                "carol",
                                                                ResourceType.TOPIC,
                                                                "orders",
                                                                AclOperation.READ,
                                                                AclPermissionType.ALLOW)))
                                        .all()));
        attempts.put(
                "delete acls",
                on ->
                        outcome(
                                on.admin()
                                        .deleteAcls(
                                                List.of(
                                                        new AclBindingFilter(
                                                                ResourcePatternFilter.ANY,
                                                                new AccessControlEntryFilter(
                                                                        "User:carol",
                                                                        null,
                                                                        AclOperation.ANY,
                                                                        AclPermissionType.ANY))))
                                        .all()));
        attempts.put(
                "describe log dirs",
                on -> outcome(on.admin().describeLogDirs(List.of(1)).descriptions()));
        attempts.put(
                "list reassignments",
                on -> outcome(on.admin().listPartitionReassignments().reassignments()));
        attempts.put(
                "cancel reassignment",
                on ->
                        outcome(
                                on.admin()
                                        .alterPartitionReassignments(
                                                Map.of(ORDERS, Optional.empty()))
                                        .values()));
        attempts.put(
                "elect leaders",
                on ->
                        tried(
                                () ->
                                        on
                                                .admin()
                                                .electLeaders(
                                                        ElectionType.PREFERRED, Set.of(ORDERS))
                                                .partitions()
                                                .get()
                                                .values()
                                                .stream()
                                                .map(
                                                        each ->
                                                                each.map(
                                                                                e ->
                                                                                        e.getClass()
                                                                                                .getSimpleName())
                                                                        .orElse("ok"))
                                                .toList()
                                                .toString()));
        attempts.put(
                "describe quorum", on -> outcome(on.admin().describeMetadataQuorum().quorumInfo()));
        attempts.put("unregister broker", on -> outcome(on.admin().unregisterBroker(99).all()));
        attempts.put(
                "describe users", on -> outcome(on.admin().describeUserScramCredentials().users()));
        attempts.put(
                "alter users",
                on ->
                        outcome(
                                on.admin()
                                        .alterUserScramCredentials(
                                                List.of(
                                                        new UserScramCredentialDeletion(
                                                                "nobody",
                                                                ScramMechanism.SCRAM_SHA_256)))
                                        .values()));
    }

    private static void groups(Map<String, Attempt> attempts) {
        attempts.put(
                "list groups",
                on ->
                        tried(
                                () -> {
                                    Set<String> names = new TreeSet<>();
                                    on.admin()
                                            .listConsumerGroups()
                                            .all()
                                            .get()
                                            .forEach(each -> names.add(each.groupId()));
                                    return names;
                                }));
        attempts.put(
                "describe groups",
                on ->
                        outcome(
                                on.admin()
                                        .describeConsumerGroups(List.of("readers"))
                                        .describedGroups()));
        attempts.put(
                "operations on group",
                on ->
                        tried(
                                () ->
                                        new TreeSet<>(
                                                on.admin()
                                                        .describeConsumerGroups(
                                                                List.of("readers"),
                                                                new DescribeConsumerGroupsOptions()
                                                                        .includeAuthorizedOperations(
                                                                                true))
                                                        .all()
                                                        .get()
                                                        .get("readers")
                                                        .authorizedOperations())));
        attempts.put(
                "committed offsets",
                on ->
                        tried(
                                () ->
                                        on.admin()
                                                .listConsumerGroupOffsets("readers")
                                                .partitionsToOffsetAndMetadata()
                                                .get()
                                                .keySet()
                                                .toString()));
        attempts.put(
                "alter offsets",
                on ->
                        outcome(
                                on.admin()
                                        .alterConsumerGroupOffsets(
                                                "readers", Map.of(ORDERS, new OffsetAndMetadata(0)))
                                        .all()));
        attempts.put(
                "delete offsets",
                on ->
                        outcome(
                                on.admin()
                                        .deleteConsumerGroupOffsets(
                                                "readers", Set.of(new TopicPartition("other", 0)))
                                        .all()));
        attempts.put(
                "delete groups",
                on -> outcome(on.admin().deleteConsumerGroups(List.of("gone")).deletedGroups()));
        attempts.put(
                "describe transactions",
                on -> outcome(on.admin().describeTransactions(List.of("tx")).description("tx")));
        attempts.put(
                "list transactions",
                on ->
                        tried(
                                () -> {
                                    Set<String> names = new TreeSet<>();
                                    on.admin()
                                            .listTransactions()
                                            .all()
                                            .get()
                                            .forEach(each -> names.add(each.transactionalId()));
                                    return names;
                                }));
        attempts.put(
                "fence producers",
                on -> outcome(on.admin().fenceProducers(List.of("tx")).fencedProducers()));
    }

    private static void data(Map<String, Attempt> attempts) {
        attempts.put("send", on -> sent(on, Map.of("enable.idempotence", "false"), "orders"));
        attempts.put("send exactly once", on -> sent(on, Map.of(), "orders"));
        attempts.put(
                "transaction",
                on -> {
                    try (var producer = on.producer(Map.of("transactional.id", "tx"))) {
                        return tried(
                                () -> {
                                    producer.initTransactions();
                                    producer.beginTransaction();
                                    producer.send(new ProducerRecord<>("orders", "c", "d")).get();
                                    producer.sendOffsetsToTransaction(
                                            Map.of(ORDERS, new OffsetAndMetadata(0)),
                                            new ConsumerGroupMetadata("readers"));
                                    producer.commitTransaction();
                                    return "ok";
                                });
                    }
                });
        attempts.put(
                "read",
                on -> {
                    try (var consumer = on.consumer()) {
                        return tried(
                                () -> {
                                    consumer.assign(List.of(ORDERS));
                                    consumer.seek(ORDERS, 0);
                                    return consumer.poll(Duration.ofSeconds(5)).isEmpty()
                                            ? "nothing"
                                            : "records";
                                });
                    }
                });
        attempts.put(
                "read in a group",
                on -> {
                    try (var consumer = on.consumer()) {
                        return tried(
                                () -> {
                                    consumer.subscribe(List.of("orders"));
                                    for (int i = 0; i < 50; i++) {
                                        if (!consumer.poll(Duration.ofMillis(100)).isEmpty()) {
                                            consumer.commitSync(
                                                    Map.of(ORDERS, new OffsetAndMetadata(0)));
                                            return "records";
                                        }
                                    }
                                    return "nothing";
                                });
                    }
                });
    }

    private static Object sent(Clients on, Map<String, String> settings, String topic) {
        try (var producer = on.producer(settings)) {
            return tried(
                    () -> {
                        producer.send(new ProducerRecord<>(topic, "e", "f")).get();
                        return "ok";
                    });
        }
    }

    // ---- under which rights ----

    private static AclBinding entry(
            String user,
            ResourceType type,
            String name,
            AclOperation operation,
            AclPermissionType permission) {
        return entry(
                user, new ResourcePattern(type, name, PatternType.LITERAL), operation, permission);
    }

    private static AclBinding entry(
            String user,
            ResourcePattern pattern,
            AclOperation operation,
            AclPermissionType permission) {
        return new AclBinding(
                pattern, new AccessControlEntry("User:" + user, "*", operation, permission));
    }

    private static final List<ResourcePattern> PATTERNS =
            List.of(
                    new ResourcePattern(ResourceType.TOPIC, "orders", PatternType.LITERAL),
                    new ResourcePattern(ResourceType.TOPIC, "o", PatternType.PREFIXED),
                    new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL),
                    new ResourcePattern(ResourceType.GROUP, "readers", PatternType.LITERAL),
                    new ResourcePattern(ResourceType.GROUP, "*", PatternType.LITERAL),
                    new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL),
                    new ResourcePattern(ResourceType.TRANSACTIONAL_ID, "tx", PatternType.LITERAL));

    private static final Map<ResourceType, List<AclOperation>> OPERATIONS =
            Map.of(
                    ResourceType.TOPIC,
                    List.of(
                            AclOperation.READ,
                            AclOperation.WRITE,
                            AclOperation.CREATE,
                            AclOperation.DELETE,
                            AclOperation.ALTER,
                            AclOperation.DESCRIBE,
                            AclOperation.DESCRIBE_CONFIGS,
                            AclOperation.ALTER_CONFIGS,
                            AclOperation.ALL),
                    ResourceType.GROUP,
                    List.of(
                            AclOperation.READ,
                            AclOperation.DELETE,
                            AclOperation.DESCRIBE,
                            AclOperation.ALL),
                    ResourceType.CLUSTER,
                    List.of(
                            AclOperation.CREATE,
                            AclOperation.CLUSTER_ACTION,
                            AclOperation.DESCRIBE,
                            AclOperation.ALTER,
                            AclOperation.DESCRIBE_CONFIGS,
                            AclOperation.ALTER_CONFIGS,
                            AclOperation.IDEMPOTENT_WRITE,
                            AclOperation.ALL),
                    ResourceType.TRANSACTIONAL_ID,
                    List.of(AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.ALL));

    /** Seed 0 has no rights, seed 1 all; others some, and some are taken away again. */
    private static List<AclBinding> rights(long seed) {
        Random random = new Random(seed);
        List<AclBinding> rights = new ArrayList<>();
        for (ResourcePattern pattern : PATTERNS) {
            for (AclOperation operation : OPERATIONS.get(pattern.resourceType())) {
                boolean given = seed == 1 || seed > 1 && random.nextInt(4) == 0;
                if (given) {
                    boolean denied = seed > 1 && random.nextInt(8) == 0;
                    rights.add(
                            entry(
                                    "bob",
                                    pattern,
                                    operation,
                                    denied ? AclPermissionType.DENY : AclPermissionType.ALLOW));
                }
            }
        }
        return rights;
    }

    private static Map<String, Object> answers(String server, List<AclBinding> rights)
            throws Exception {
        Map<String, Object> answers = new LinkedHashMap<>();
        try (Clients admin = Clients.of(server, "admin");
                Clients bob = Clients.of(server, "bob")) {
            admin.admin().createAcls(rights).all().get();
            for (Map.Entry<String, Attempt> attempt : attempts().entrySet()) {
                answers.put(attempt.getKey(), attempt.getValue().run(bob));
            }
            admin.admin().deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        }
        return answers;
    }

    private static void compare(long seed) throws Exception {
        List<AclBinding> rights = rights(seed);
        List<String> servers = servers();
        Map<String, Object> ours = answers(servers.get(0), rights);
        Map<String, Object> theirs = answers(servers.get(1), rights);
        Map<String, String> different = new LinkedHashMap<>();
        theirs.forEach(
                (what, answer) -> {
                    if (!answer.equals(ours.get(what))) {
                        different.put(what, answer + " there, " + ours.get(what) + " here");
                    }
                });
        assertEquals(Map.of(), different, "seed " + seed + " with the rights " + rights);
    }

    @Test
    void shouldAnswerAsKafkaDoes() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            compare(seed);
        }
    }

    @Test
    @Tag("live")
    void shouldAnswerAsKafkaDoesWithManyRights() throws Exception {
        for (long seed : LongStream.range(SEEDS, 60).toArray()) {
            compare(seed);
        }
    }
}
