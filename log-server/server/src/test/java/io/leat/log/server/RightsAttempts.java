package io.leat.log.server;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/** What somebody may try with a server that has a topic, a group and a transactional id. */
final class RightsAttempts {

    static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private RightsAttempts() {}

    /** What somebody tries, and what comes of it. */
    interface Attempt {
        Object run(RightsClients clients) throws Exception;
    }

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

    /** All kinds of requests, by what they are for. */
    static Map<String, Attempt> all() {
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
                                                        DrawnRights.entry(
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

    private static Object sent(RightsClients on, Map<String, String> settings, String topic) {
        try (var producer = on.producer(settings)) {
            return tried(
                    () -> {
                        producer.send(new ProducerRecord<>(topic, "e", "f")).get();
                        return "ok";
                    });
        }
    }
}
