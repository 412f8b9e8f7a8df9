package io.leat.clients.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.BothServers;
import io.leat.clients.Server;
import io.leat.clients.consumer.KafkaSide;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.GroupState;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicCollection;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.common.config.ConfigResource;
import io.leat.common.errors.GroupIdNotFoundException;
import io.leat.common.errors.GroupNotEmptyException;
import io.leat.common.errors.InvalidTopicException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.TopicExistsException;
import io.leat.common.errors.TransactionalIdNotFoundException;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The admin client against Apache Kafka and against Leat. */
@Timeout(40)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
class LeatAdminClientTest {

    private static KafkaSide kafka;
    private static Admin admin;
    @Parameter Server server;

    @BeforeParameterizedClassInvocation
    static void start(Server server) {
        kafka = new KafkaSide(server);
        admin = open(kafka.bootstrap(), 60_000);
    }

    private static Admin open(String bootstrap, int timeoutMs) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("default.api.timeout.ms", timeoutMs);
        settings.put("request.timeout.ms", Math.min(timeoutMs, 30_000));
        return Admin.create(settings);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        admin.close();
        kafka.close();
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static <X extends Throwable> X failure(Class<X> type, KafkaFuture<?> future) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> get(future));
        return assertInstanceOf(type, e.getCause());
    }

    @Test
    void shouldCreateDescribeGrowAndDeleteTopics() throws Exception {
        NewTopic topic = new NewTopic("made", 3, (short) 1).configs(Map.of("retention.ms", "7000"));
        CreateTopicsResult created = admin.createTopics(List.of(topic));
        Uuid id = get(created.topicId("made"));
        assertEquals(3, get(created.numPartitions("made")));
        assertEquals("7000", get(created.config("made")).get("retention.ms").value());
        failure(TopicExistsException.class, admin.createTopics(List.of(topic)).all());
        failure(
                InvalidTopicException.class,
                admin.createTopics(List.of(new NewTopic("a/b", 1, (short) 1))).all());
        admin.createTopics(
                        List.of(new NewTopic("tried", 1, (short) 1)),
                        new CreateTopicsOptions().validateOnly(true))
                .all()
                .get();
        await().until(() -> get(admin.listTopics().names()).contains("made"));
        assertFalse(get(admin.listTopics().names()).contains("tried"));
        get(admin.createPartitions(Map.of("made", NewPartitions.increaseTo(5))).all());
        await().until(() -> made().partitions().size() == 5);
        TopicDescription description = made();
        assertEquals(id, description.topicId());
        assertEquals(1, description.partitions().get(0).leader().id());
        TopicDescription byId =
                get(
                        admin.describeTopics(TopicCollection.ofTopicIds(List.of(id)))
                                .topicIdValues()
                                .get(id));
        assertEquals("made", byId.name());
        get(admin.deleteTopics(List.of("made")).all());
        await().until(() -> !get(admin.listTopics().names()).contains("made"));
        failure(
                UnknownTopicOrPartitionException.class,
                admin.describeTopics(List.of("made")).allTopicNames());
    }

    private static TopicDescription made() throws Exception {
        return get(admin.describeTopics(List.of("made")).allTopicNames()).get("made");
    }

    @Test
    void shouldReadAndChangeConfigurations() throws Exception {
        ConfigResource topic =
                new ConfigResource(ConfigResource.Type.TOPIC, kafka.topic("configured", 1));
        Collection<AlterConfigOp> changes =
                List.of(
                        new AlterConfigOp(
                                new ConfigEntry("retention.ms", "12345"),
                                AlterConfigOp.OpType.SET));
        get(admin.incrementalAlterConfigs(Map.of(topic, changes)).all());
        await().until(() -> retention(topic).value().equals("12345"));
        ConfigEntry entry = retention(topic);
        assertEquals(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG, entry.source());
        assertEquals(ConfigEntry.ConfigType.LONG, entry.type());
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        Config ofBroker = get(admin.describeConfigs(List.of(broker)).all()).get(broker);
        assertTrue(ofBroker.get("log.dirs").isReadOnly());
    }

    private static ConfigEntry retention(ConfigResource topic) throws Exception {
        return get(admin.describeConfigs(List.of(topic)).all()).get(topic).get("retention.ms");
    }

    @Test
    void shouldDescribeTheCluster() throws Exception {
        DescribeClusterResult cluster = admin.describeCluster();
        assertEquals(1, get(cluster.nodes()).size());
        assertEquals(1, get(cluster.controller()).id());
        assertFalse(get(cluster.clusterId()).isEmpty());
    }

    @Test
    void shouldFindOffsetsAndDeleteRecords() throws Exception {
        String topic = kafka.topic("offsets", 1);
        kafka.produce(topic, 0, 0, 20, Map.of());
        TopicPartition partition = new TopicPartition(topic, 0);
        assertEquals(20, offset(partition, OffsetSpec.latest()));
        assertEquals(0, offset(partition, OffsetSpec.earliest()));
        assertEquals(7, offset(partition, OffsetSpec.forTimestamp(KafkaSide.TIME + 7)));
        assertEquals(19, offset(partition, OffsetSpec.maxTimestamp()));
        DeleteRecordsResult deleted =
                admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(5)));
        assertEquals(5, get(deleted.lowWatermarks().get(partition)).lowWatermark());
        assertEquals(5, offset(partition, OffsetSpec.earliest()));
    }

    private static long offset(TopicPartition partition, OffsetSpec spec) throws Exception {
        return get(admin.listOffsets(Map.of(partition, spec)).partitionResult(partition)).offset();
    }

    @Test
    void shouldLookAfterGroups() throws Exception {
        String topic = kafka.topic("grouped", 2);
        TopicPartition zero = new TopicPartition(topic, 0);
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", kafka.bootstrap(),
                        "group.id", "admins",
                        "group.instance.id", "one");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (consumer.assignment().isEmpty()) {
                consumer.poll(Duration.ofMillis(50));
            }
            ConsumerGroupDescription group =
                    get(admin.describeConsumerGroups(List.of("admins")).all()).get("admins");
            assertEquals(GroupState.STABLE, group.groupState());
            MemberDescription member = group.members().iterator().next();
            assertEquals("one", member.groupInstanceId().orElseThrow());
            assertEquals(2, member.assignment().topicPartitions().size());
            failure(
                    GroupNotEmptyException.class,
                    admin.deleteConsumerGroups(List.of("admins")).all());
        }
        get(
                admin.removeMembersFromConsumerGroup(
                                "admins",
                                new RemoveMembersFromConsumerGroupOptions(
                                        List.of(new MemberToRemove("one"))))
                        .all());
        get(
                admin.alterConsumerGroupOffsets(
                                "admins", Map.of(zero, new OffsetAndMetadata(3, "note")))
                        .all());
        Map<TopicPartition, OffsetAndMetadata> offsets =
                get(admin.listConsumerGroupOffsets("admins").partitionsToOffsetAndMetadata());
        assertEquals(3, offsets.get(zero).offset());
        assertEquals("note", offsets.get(zero).metadata());
        assertTrue(
                get(admin.listConsumerGroups().all()).stream()
                        .anyMatch(one -> one.groupId().equals("admins")));
        get(admin.deleteConsumerGroupOffsets("admins", Set.of(zero)).all());
        assertNull(
                get(admin.listConsumerGroupOffsets("admins").partitionsToOffsetAndMetadata())
                        .get(zero));
        get(admin.alterConsumerGroupOffsets("empty", Map.of(zero, new OffsetAndMetadata(1))).all());
        get(admin.deleteConsumerGroups(List.of("empty")).all());
        failure(
                GroupIdNotFoundException.class,
                admin.describeConsumerGroups(List.of("never")).all());
    }

    @Test
    void shouldLookAfterTransactions() throws Exception {
        String topic = kafka.topic("transacted", 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrap(), "transactional.id", "hanging");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "a", "b")).get();
            TransactionDescription open =
                    get(admin.describeTransactions(List.of("hanging")).description("hanging"));
            assertEquals(TransactionState.ONGOING, open.state());
            assertEquals(Set.of(partition), open.topicPartitions());
            assertTrue(
                    get(admin.listTransactions().all()).stream()
                            .anyMatch(one -> one.transactionalId().equals("hanging")));
            ProducerState state =
                    get(admin.describeProducers(List.of(partition)).partitionResult(partition))
                            .activeProducers()
                            .get(0);
            assertEquals(open.producerId(), state.producerId());
            assertEquals(0, state.currentTransactionStartOffset().orElseThrow());
            get(admin.forceTerminateTransaction("hanging").result());
            assertFalse(
                    get(admin.describeTransactions(List.of("hanging")).description("hanging"))
                                    .state()
                            == TransactionState.ONGOING);
        }
        failure(
                TransactionalIdNotFoundException.class,
                admin.describeTransactions(List.of("nobody")).all());
    }

    @Test
    void shouldDescribeTopicsPageByPage() throws Exception {
        List<String> names = List.of("page-a", "page-b", "page-c", "page-none");
        for (int i = 0; i < 3; i++) {
            kafka.topic(names.get(i), 3 + i);
        }
        await().until(() -> get(admin.listTopics().names()).containsAll(names.subList(0, 3)));
        DescribeTopicsResult result =
                admin.describeTopics(
                        names, new DescribeTopicsOptions().partitionSizeLimitPerResponse(2));
        for (int i = 0; i < 3; i++) {
            TopicDescription topic = get(result.topicNameValues().get(names.get(i)));
            assertEquals(3 + i, topic.partitions().size());
            for (int partition = 0; partition < 3 + i; partition++) {
                assertEquals(partition, topic.partitions().get(partition).partition());
                assertEquals(1, topic.partitions().get(partition).leader().id());
                assertEquals(List.of(), topic.partitions().get(partition).elr());
            }
        }
        failure(UnknownTopicOrPartitionException.class, result.topicNameValues().get("page-none"));
    }

    @Test
    void shouldLetCallsEndWhenItIsClosed() throws Exception {
        Admin closing = open(kafka.bootstrap(), 60_000);
        KafkaFuture<Set<String>> names = closing.listTopics().names();
        closing.close(Duration.ofSeconds(20));
        assertFalse(names.get().isEmpty());
        failure(IllegalStateException.class, closing.listTopics().names());
        Admin lonely = open("localhost:1", 60_000);
        KafkaFuture<Set<String>> never = lonely.listTopics().names();
        lonely.close(Duration.ofMillis(100));
        failure(TimeoutException.class, never);
    }

    @Test
    void shouldTimeOutWhenNoBrokerAnswers() throws Exception {
        try (Admin lonely = open("localhost:1", 300)) {
            failure(TimeoutException.class, lonely.listTopics().names());
        }
    }
}
