package io.leat.clients.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.BothServers;
import io.leat.clients.Server;
import io.leat.clients.consumer.LeatShareConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.GroupState;
import io.leat.common.GroupType;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.common.acl.AclOperation;
import io.leat.common.config.ConfigResource;
import io.leat.common.errors.GroupIdNotFoundException;
import io.leat.common.errors.GroupNotEmptyException;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** What the admin client does with share groups, against Apache Kafka and against Leat. */
@Tag("live")
@Timeout(40)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
final class ShareGroupAdminTest {

    private static Admin admin;
    @Parameter Server server;

    @BeforeParameterizedClassInvocation
    static void start(Server server) {
        admin = Admin.create(Map.of("bootstrap.servers", server.bootstrap()));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        admin.close();
    }

    private void prepare(String name) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, 2, (short) 1))).all().get();
        admin.incrementalAlterConfigs(
                        Map.of(
                                new ConfigResource(ConfigResource.Type.GROUP, name),
                                List.of(
                                        new AlterConfigOp(
                                                new ConfigEntry(
                                                        "share.auto.offset.reset", "earliest"),
                                                AlterConfigOp.OpType.SET))))
                .all()
                .get();
        try (LeatProducer<String, String> producer =
                new LeatProducer<>(
                        Map.of("bootstrap.servers", server.bootstrap()),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (int i = 0; i < 6; i++) {
                producer.send(new ProducerRecord<>(name, i % 2, null, "v" + i)).get();
            }
        }
    }

    private LeatShareConsumer<String, String> member(String name) {
        LeatShareConsumer<String, String> consumer =
                new LeatShareConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                server.bootstrap(),
                                "group.id",
                                name,
                                "client.id",
                                "worker"),
                        new StringDeserializer(),
                        new StringDeserializer());
        consumer.subscribe(List.of(name));
        return consumer;
    }

    /** Reads and accepts all six records. */
    private static void readAll(LeatShareConsumer<String, String> consumer) {
        int[] count = {0};
        await().until(() -> (count[0] += consumer.poll(Duration.ofMillis(100)).count()) == 6);
        consumer.commitSync().forEach((partition, failure) -> assertTrue(failure.isEmpty()));
    }

    private static ShareGroupDescription describe(String group) throws Exception {
        return admin.describeShareGroups(
                        List.of(group),
                        new DescribeShareGroupsOptions().includeAuthorizedOperations(true))
                .all()
                .get()
                .get(group);
    }

    private static Map<TopicPartition, SharePartitionOffsetInfo> offsets(String group)
            throws Exception {
        return admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .all()
                .get()
                .get(group);
    }

    private static <T extends Throwable> void assertFails(
            Class<T> expected, KafkaFuture<?> outcome) {
        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> outcome.get(20, TimeUnit.SECONDS));
        assertEquals(expected, failure.getCause().getClass(), failure::toString);
    }

    @Test
    void shouldDescribeAndListAGroupAndSayHowFarItIs() throws Exception {
        String name = "share-admin-described";
        prepare(name);
        TopicPartition first = new TopicPartition(name, 0);
        TopicPartition second = new TopicPartition(name, 1);
        try (LeatShareConsumer<String, String> consumer = member(name)) {
            readAll(consumer);
            ShareGroupDescription group = describe(name);
            assertEquals(GroupState.STABLE, group.groupState());
            assertEquals(group.groupEpoch(), group.targetAssignmentEpoch());
            assertTrue(group.authorizedOperations().contains(AclOperation.DELETE));
            ShareMemberDescription member = group.members().iterator().next();
            assertEquals("worker", member.clientId());
            assertEquals(group.groupEpoch(), member.memberEpoch());
            assertEquals(Set.of(first, second), member.assignment().topicPartitions());
            assertFails(GroupNotEmptyException.class, admin.deleteShareGroups(List.of(name)).all());
        }
        await().until(() -> describe(name).groupState() == GroupState.EMPTY);
        GroupListing listed =
                admin.listGroups(ListGroupsOptions.forShareGroups()).all().get().stream()
                        .filter(each -> each.groupId().equals(name))
                        .findAny()
                        .orElseThrow();
        assertEquals(
                new GroupListing(
                        name, Optional.of(GroupType.SHARE), "share", Optional.of(GroupState.EMPTY)),
                listed);
        // That it is past what is done is written down with the next change.
        SharePartitionOffsetInfo all =
                new SharePartitionOffsetInfo(0, Optional.of(0), Optional.of(0L));
        assertEquals(Map.of(first, all, second, all), offsets(name));
        assertEquals(
                Set.of(second),
                admin.listShareGroupOffsets(
                                Map.of(
                                        name,
                                        new ListShareGroupOffsetsSpec()
                                                .topicPartitions(List.of(second))))
                        .partitionsToOffsetInfo(name)
                        .get()
                        .keySet());
    }

    @Test
    void shouldMoveAndForgetOffsetsAndDeleteAGroup() throws Exception {
        String name = "share-admin-moved";
        prepare(name);
        TopicPartition first = new TopicPartition(name, 0);
        TopicPartition unknown = new TopicPartition("share-admin-unknown", 0);
        try (LeatShareConsumer<String, String> consumer = member(name)) {
            readAll(consumer);
            assertFails(
                    GroupNotEmptyException.class,
                    admin.alterShareGroupOffsets(name, Map.of(first, 1L)).all());
            assertFails(
                    GroupNotEmptyException.class,
                    admin.deleteShareGroupOffsets(name, Set.of(name)).all());
        }
        await().until(() -> describe(name).groupState() == GroupState.EMPTY);
        AlterShareGroupOffsetsResult altered =
                admin.alterShareGroupOffsets(name, Map.of(first, 1L, unknown, 0L));
        altered.partitionResult(first).get();
        assertFails(UnknownTopicOrPartitionException.class, altered.partitionResult(unknown));
        assertEquals(1, offsets(name).get(first).startOffset());
        DeleteShareGroupOffsetsResult deleted =
                admin.deleteShareGroupOffsets(name, Set.of(name, unknown.topic()));
        assertNull(deleted.topicResult(name).get());
        assertFails(UnknownTopicOrPartitionException.class, deleted.topicResult(unknown.topic()));
        assertEquals(Map.of(), offsets(name));
        admin.deleteShareGroups(List.of(name)).all().get();
        assertFails(GroupIdNotFoundException.class, admin.describeShareGroups(List.of(name)).all());
        assertFails(GroupIdNotFoundException.class, admin.deleteShareGroups(List.of(name)).all());
        assertFails(
                GroupIdNotFoundException.class,
                admin.deleteShareGroupOffsets(name, Set.of(name)).all());
        assertEquals(Map.of(), offsets(name));
        admin.alterShareGroupOffsets(name, Map.of(first, 1L)).all().get();
        assertEquals(GroupState.EMPTY, describe(name).groupState());
        assertEquals(1, offsets(name).get(first).startOffset());
    }
}
