package io.leat.log.broker.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.TestBroker;
import io.leat.log.broker.Topics;
import io.leat.log.broker.settings.IncrementalAlterConfigsHandler;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.CreatePartitionsRequest;
import io.leat.log.protocol.message.CreateTopicsRequest;
import io.leat.log.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.leat.log.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.leat.log.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.leat.log.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.leat.log.protocol.message.DeleteTopicsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.TopicImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TopicHandlersTest {

    private final TestBroker test = new TestBroker(Map.of());

    private static CreatableTopic.Builder topic(String name) {
        return CreatableTopic.builder().name(name).numPartitions(1).replicationFactor((short) 1);
    }

    private CreatableTopicResult create(CreatableTopic.Builder topic) {
        return create(false, topic.build()).get(0);
    }

    private List<CreatableTopicResult> create(boolean validateOnly, CreatableTopic... topics) {
        CreateTopicsRequest request =
                CreateTopicsRequest.builder()
                        .topics(List.of(topics))
                        .validateOnly(validateOnly)
                        .build();
        return test.call(new CreateTopicsHandler(test.broker), 7, request).topics();
    }

    private ErrorCode delete(String name) {
        DeleteTopicsRequest request =
                DeleteTopicsRequest.builder().topicNames(List.of(name)).build();
        return test.call(new DeleteTopicsHandler(test.broker), 5, request)
                .responses()
                .get(0)
                .errorCode();
    }

    @Test
    void shouldTellIdAndSettingsOfANewTopic() {
        CreatableTopicResult result =
                create(topic("t").configs(List.of(new CreatableTopicConfig("retention.ms", "5"))));
        assertEquals(ErrorCode.NONE, result.errorCode());
        assertNotEquals(Uuid.ZERO, result.topicId());
        assertTrue(
                result.configs().stream()
                        .anyMatch(c -> c.name().equals("retention.ms") && c.configSource() == 1));
    }

    @Test
    void shouldAnswerOnceTheNewTopicIsInService() {
        test.store.hold();
        assertThrows(AssertionError.class, () -> create(topic("t")), "it has to wait");
        test.store.release();
        assertEquals(ErrorCode.TOPIC_ALREADY_EXISTS, create(topic("t")).errorCode());
        test.store.hold();
        assertThrows(AssertionError.class, () -> grow("t", 2), "it has to wait");
        test.store.release();
        assertEquals(ErrorCode.NONE, grow("t", 3));
    }

    @Test
    void shouldGiveANewIdToATopicMadeAnew() {
        Uuid first = create(topic("t")).topicId();
        assertEquals(ErrorCode.NONE, delete("t"));
        assertNull(test.broker.image().topic(first));
        assertEquals(Map.of(), test.broker.image().configs(ConfigResource.topic("t")));
        assertNotEquals(first, create(topic("t")).topicId());
    }

    @Test
    void shouldRefuseWhatCannotBeMade() {
        create(topic("there.is"));
        assertEquals(ErrorCode.TOPIC_ALREADY_EXISTS, create(topic("there.is")).errorCode());
        assertEquals(ErrorCode.INVALID_TOPIC_EXCEPTION, create(topic("there_is")).errorCode());
        assertEquals(ErrorCode.INVALID_TOPIC_EXCEPTION, create(topic("..")).errorCode());
        assertEquals(ErrorCode.INVALID_TOPIC_EXCEPTION, create(topic("x".repeat(250))).errorCode());
        assertEquals(ErrorCode.INVALID_PARTITIONS, create(topic("t").numPartitions(0)).errorCode());
        assertEquals(
                ErrorCode.INVALID_PARTITIONS,
                create(topic("t").numPartitions(Integer.MAX_VALUE)).errorCode());
        assertEquals(
                ErrorCode.INVALID_REPLICATION_FACTOR,
                create(topic("t").replicationFactor((short) 2)).errorCode());
        assertEquals(
                ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                create(
                                topic("t")
                                        .numPartitions(-1)
                                        .replicationFactor((short) -1)
                                        .assignments(
                                                List.of(
                                                        new CreatableReplicaAssignment(
                                                                0, List.of(9)))))
                        .errorCode());
        assertEquals(
                ErrorCode.INVALID_CONFIG,
                create(topic("t").configs(List.of(new CreatableTopicConfig("what", "5"))))
                        .errorCode());
        assertNull(test.broker.image().topic("t"));
    }

    @Test
    void shouldRefuseATopicNamedTwiceAndMakeTheOthers() {
        List<CreatableTopicResult> results =
                create(
                        false,
                        topic("twice").build(),
                        topic("once").build(),
                        topic("twice").build());
        assertEquals(
                List.of(ErrorCode.INVALID_REQUEST, ErrorCode.NONE),
                results.stream().map(CreatableTopicResult::errorCode).toList());
        assertNull(test.broker.image().topic("twice"));
        assertNotNull(test.broker.image().topic("once"));
    }

    @Test
    void shouldChangeNothingWhenOnlyValidating() {
        assertEquals(ErrorCode.NONE, create(true, topic("t").build()).get(0).errorCode());
        assertNull(test.broker.image().topic("t"));
    }

    @Test
    void shouldGrowButNotShrink() {
        create(topic("t"));
        assertEquals(ErrorCode.NONE, grow("t", 3));
        assertEquals(ErrorCode.INVALID_PARTITIONS, grow("t", 2));
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, grow("no", 2));
        TopicImage topic = test.broker.image().topic("t");
        assertEquals(3, topic.partitions().size());
        assertNotNull(test.broker.topics().find(test.broker.image(), "t", 2));
        assertNull(test.broker.topics().find(test.broker.image(), "t", 3));
    }

    private ErrorCode grow(String name, int count) {
        CreatePartitionsRequest request =
                CreatePartitionsRequest.builder()
                        .topics(List.of(new CreatePartitionsRequest.Topic(name, count, null)))
                        .build();
        return test.call(new CreatePartitionsHandler(test.broker), 3, request)
                .results()
                .get(0)
                .errorCode();
    }

    @Test
    void shouldForbidDeletionWhereTheSettingsDo() {
        TestBroker strict = new TestBroker(Map.of("delete.topic.enable", "false"));
        DeleteTopicsRequest request =
                DeleteTopicsRequest.builder().topicNames(List.of("t")).build();
        assertEquals(
                ErrorCode.TOPIC_DELETION_DISABLED,
                strict.call(new DeleteTopicsHandler(strict.broker), 5, request)
                        .responses()
                        .get(0)
                        .errorCode());
    }

    @Test
    void shouldMakeInternalTopicsOnceAndKeepThem() {
        test.broker.topics().ensureInternal(Topics.OFFSETS, error -> {});
        test.loop.run();
        TopicImage offsets = test.broker.image().topic(Topics.OFFSETS);
        assertEquals(50, offsets.partitions().size());
        assertEquals(1, offsets.partitions().get(0).replicas().size());
        assertEquals(ErrorCode.INVALID_REQUEST, delete(Topics.OFFSETS));
    }

    @Test
    void shouldChangeSettingsOneByOne() {
        create(topic("t"));
        assertEquals(ErrorCode.NONE, alter("retention.ms", 0, "9"));
        assertEquals(ErrorCode.NONE, alter("cleanup.policy", 2, "compact"));
        Map<String, String> settings = test.broker.image().configs(ConfigResource.topic("t"));
        assertEquals(Map.of("retention.ms", "9", "cleanup.policy", "delete,compact"), settings);
        assertEquals(ErrorCode.NONE, alter("cleanup.policy", 3, "delete"));
        assertEquals(ErrorCode.NONE, alter("retention.ms", 1, null));
        settings = test.broker.image().configs(ConfigResource.topic("t"));
        assertEquals(Map.of("cleanup.policy", "compact"), settings);
        assertEquals(ErrorCode.INVALID_CONFIG, alter("retention.ms", 0, "soon"));
        assertEquals(ErrorCode.INVALID_REQUEST, alter("retention.ms", 0, null));
    }

    private ErrorCode alter(String name, int operation, String value) {
        IncrementalAlterConfigsRequest request =
                IncrementalAlterConfigsRequest.builder()
                        .resources(
                                List.of(
                                        new AlterConfigsResource(
                                                ConfigResource.TOPIC,
                                                "t",
                                                List.of(
                                                        new AlterableConfig(
                                                                name, (byte) operation, value)))))
                        .build();
        return test.call(new IncrementalAlterConfigsHandler(test.broker), 1, request)
                .responses()
                .get(0)
                .errorCode();
    }

    @Test
    void shouldHandOutEachProducerIdOnce() {
        java.util.Set<Long> ids = new java.util.HashSet<>();
        for (int i = 0; i < 2500; i++) {
            test.broker.producerIds().next(ids::add, error -> {});
        }
        test.loop.run();
        assertEquals(2500, ids.size());
        assertEquals(3000, test.broker.image().nextProducerId());
    }
}
