package io.leat.clients.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.common.config.ConfigResource;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.TopicExistsException;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class MockAdminClientTest {

    private static final TopicPartition PARTITION = new TopicPartition("clicks", 0);

    private final MockAdminClient admin = new MockAdminClient();

    private static void failure(Class<? extends Exception> type, KafkaFuture<?> future) {
        assertInstanceOf(type, assertThrows(ExecutionException.class, future::get).getCause());
    }

    @Test
    void shouldKeepTopicsAndTheirSettings() throws Exception {
        NewTopic topic = new NewTopic("clicks", 2, (short) 1).configs(Map.of("a", "1"));
        admin.createTopics(List.of(topic)).all().get();
        failure(TopicExistsException.class, admin.createTopics(List.of(topic)).all());
        admin.createPartitions(Map.of("clicks", NewPartitions.increaseTo(5))).all().get();
        assertEquals(
                5,
                admin.describeTopics(List.of("clicks"))
                        .allTopicNames()
                        .get()
                        .get("clicks")
                        .partitions()
                        .size());
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "clicks");
        admin.incrementalAlterConfigs(
                        Map.of(
                                resource,
                                List.of(
                                        new AlterConfigOp(
                                                new ConfigEntry("b", "2"),
                                                AlterConfigOp.OpType.SET))))
                .all()
                .get();
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        assertEquals("1", config.get("a").value());
        assertEquals("2", config.get("b").value());
        admin.deleteTopics(List.of("clicks")).all().get();
        assertEquals(Set.of(), admin.listTopics().names().get());
        failure(
                UnknownTopicOrPartitionException.class,
                admin.describeTopics(List.of("clicks")).allTopicNames());
    }

    @Test
    void shouldKeepOffsetsOfPartitionsAndGroups() throws Exception {
        admin.createTopics(List.of(new NewTopic("clicks", 1, (short) 1)));
        admin.updateBeginningOffsets(Map.of(PARTITION, 0L));
        admin.updateEndOffsets(Map.of(PARTITION, 9L));
        admin.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(4))).all().get();
        ListOffsetsResult earliest = admin.listOffsets(Map.of(PARTITION, OffsetSpec.earliest()));
        assertEquals(4, earliest.partitionResult(PARTITION).get().offset());
        ListOffsetsResult latest = admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()));
        assertEquals(9, latest.partitionResult(PARTITION).get().offset());
        admin.alterConsumerGroupOffsets("g", Map.of(PARTITION, new OffsetAndMetadata(3)));
        assertEquals(
                3,
                admin.listConsumerGroupOffsets("g")
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(PARTITION)
                        .offset());
        admin.deleteConsumerGroups(List.of("g")).all().get();
        assertEquals(0, admin.listConsumerGroups().all().get().size());
    }

    @Test
    void shouldTimeOutWhenToldTo() throws Exception {
        admin.timeoutNextRequest(1);
        failure(TimeoutException.class, admin.describeCluster().nodes());
        assertEquals(1, admin.describeCluster().nodes().get().size());
    }
}
