package io.leat.log.broker.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.TestBroker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.MetadataRequest;
import io.leat.log.protocol.message.MetadataResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetadataHandlerTest {

    private final TestBroker test = new TestBroker(Map.of("num.partitions", "2"));
    private final MetadataHandler handler = new MetadataHandler(test.broker);

    private MetadataResponse ask(int version, MetadataRequest request) {
        return test.call(handler, version, request);
    }

    private static MetadataRequest named(boolean create, String... names) {
        return MetadataRequest.builder()
                .topics(
                        List.of(names).stream()
                                .map(name -> MetadataRequest.Topic.builder().name(name).build())
                                .toList())
                .allowAutoTopicCreation(create)
                .build();
    }

    private static MetadataRequest all() {
        return MetadataRequest.builder().topics(null).build();
    }

    @Test
    void shouldTellTheAddressTheClientReached() {
        MetadataResponse.Broker broker = ask(13, named(false)).brokers().get(0);
        assertEquals("10.0.0.1", broker.host());
        assertEquals(9092, broker.port());
    }

    @Test
    void shouldMakeATopicAndDescribeItAtOnce() {
        MetadataResponse.Topic topic = ask(4, named(true, "new")).topics().get(0);
        assertEquals(ErrorCode.NONE, topic.errorCode());
        assertEquals(2, topic.partitions().size());
        assertEquals(1, topic.partitions().get(0).leaderId());
    }

    @Test
    void shouldNameALeaderOnlyOnceItTakesWrites() {
        test.store.hold();
        assertThrows(AssertionError.class, () -> ask(4, named(true, "new")), "it has to wait");
        MetadataResponse.Topic early = ask(4, named(false, "new")).topics().get(0);
        assertEquals(ErrorCode.NONE, early.errorCode());
        assertEquals(ErrorCode.LEADER_NOT_AVAILABLE, early.partitions().get(0).errorCode());
        assertEquals(-1, early.partitions().get(0).leaderId());

        test.store.release();
        MetadataResponse.Topic topic = ask(4, named(false, "new")).topics().get(0);
        assertEquals(ErrorCode.NONE, topic.partitions().get(0).errorCode());
        assertEquals(1, topic.partitions().get(0).leaderId());
    }

    @Test
    void shouldNotMakeATopicTheClientDoesNotWantMade() {
        MetadataResponse.Topic topic = ask(4, named(false, "new")).topics().get(0);
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, topic.errorCode());
        assertNull(test.broker.image().topic("new"));
    }

    @Test
    void shouldNotMakeATopicTheSettingsForbid() {
        TestBroker strict = new TestBroker(Map.of("auto.create.topics.enable", "false"));
        MetadataResponse response =
                strict.call(new MetadataHandler(strict.broker), 9, named(true, "new"));
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, response.topics().get(0).errorCode());
    }

    @Test
    void shouldRefuseABadName() {
        MetadataResponse.Topic topic = ask(9, named(true, "a/b")).topics().get(0);
        assertEquals(ErrorCode.INVALID_TOPIC_EXCEPTION, topic.errorCode());
    }

    @Test
    void shouldTakeAnEmptyListForAllTopicsOnlyInVersionZero() {
        ask(4, named(true, "one", "two"));
        assertEquals(2, ask(0, named(true)).topics().size());
        assertEquals(0, ask(1, named(true)).topics().size());
        assertEquals(2, ask(1, all()).topics().size());
    }

    @Test
    void shouldFindTopicsById() {
        Uuid id = ask(12, named(true, "one")).topics().get(0).topicId();
        MetadataRequest byId =
                MetadataRequest.builder()
                        .topics(
                                List.of(
                                        new MetadataRequest.Topic(id, null),
                                        new MetadataRequest.Topic(new Uuid(5, 5), null)))
                        .build();
        List<MetadataResponse.Topic> topics = ask(12, byId).topics();
        assertEquals("one", topics.get(0).name());
        assertEquals(ErrorCode.UNKNOWN_TOPIC_ID, topics.get(1).errorCode());
        assertNotNull(test.broker.image().topic(id));
    }

    @Test
    void shouldBeEncodableInEveryVersion() {
        ask(4, named(true, "one"));
        for (int version = 0; version <= 13; version++) {
            assertTrue(ask(version, named(version >= 4, "one")).topics().size() == 1);
        }
    }
}
