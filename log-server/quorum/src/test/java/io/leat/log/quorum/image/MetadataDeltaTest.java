package io.leat.log.quorum.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.BrokerRegistrationChangeRecord;
import io.leat.log.protocol.message.ClearElrRecord;
import io.leat.log.protocol.message.ConfigRecord;
import io.leat.log.protocol.message.FeatureLevelRecord;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.protocol.message.PartitionRecord;
import io.leat.log.protocol.message.ProducerIdsRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord.BrokerEndpoint;
import io.leat.log.protocol.message.RegisterBrokerRecord.BrokerFeature;
import io.leat.log.protocol.message.RegisterControllerRecord;
import io.leat.log.protocol.message.RegisterControllerRecord.ControllerEndpoint;
import io.leat.log.protocol.message.TopicRecord;
import io.leat.log.runtime.BugException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetadataDeltaTest {

    private static final Uuid TOPIC = new Uuid(7, 7);
    private static final Uuid DIRECTORY = new Uuid(9, 1);

    private static MetadataImage apply(MetadataImage image, LogRecord... records) {
        MetadataDelta delta = new MetadataDelta(image);
        for (LogRecord record : records) {
            delta.apply(record);
        }
        return delta.image(image.offset() + records.length);
    }

    private static PartitionRecord partition(int number) {
        return PartitionRecord.builder()
                .topicId(TOPIC)
                .partitionId(number)
                .replicas(List.of(1, 2, 3))
                .isr(List.of(1, 2, 3))
                .leader(1)
                .leaderEpoch(0)
                .partitionEpoch(0)
                .build();
    }

    private static PartitionChangeRecord.Builder change() {
        return PartitionChangeRecord.builder().topicId(TOPIC).partitionId(0);
    }

    private static PartitionImage only(MetadataImage image) {
        TopicImage topic = image.topic(TOPIC);
        assertNotNull(topic);
        return topic.partitions().get(0);
    }

    private static MetadataImage topic() {
        return apply(MetadataImage.EMPTY, new TopicRecord("t", TOPIC), partition(0));
    }

    private static RegisterBrokerRecord broker() {
        return RegisterBrokerRecord.builder()
                .brokerId(1)
                .incarnationId(new Uuid(1, 1))
                .brokerEpoch(17)
                .endPoints(List.of(new BrokerEndpoint("PLAINTEXT", "a", 9092, (short) 0)))
                .features(List.of(new BrokerFeature("metadata.version", (short) 7, (short) 30)))
                .rack("r1")
                .fenced(true)
                .logDirs(List.of(DIRECTORY))
                .build();
    }

    private static BrokerRegistrationChangeRecord.Builder registration() {
        return BrokerRegistrationChangeRecord.builder().brokerId(1).brokerEpoch(17);
    }

    @Test
    void shouldKeepTheLeaderEpochWhenOnlyTheIsrChanges() {
        MetadataImage image = apply(topic(), change().isr(List.of(1, 2)).build());
        assertEquals(0, only(image).leaderEpoch());
        assertEquals(1, only(image).partitionEpoch());
        assertEquals(1, only(image).leader());
        assertEquals(List.of(1, 2), only(image).isr());
    }

    @Test
    void shouldRaiseTheLeaderEpochWheneverTheLeaderIsDecided() {
        MetadataImage image =
                apply(topic(), change().leader(1).build(), change().leader(-1).build());
        assertEquals(2, only(image).leaderEpoch());
        assertEquals(2, only(image).partitionEpoch());
        assertFalse(only(image).hasLeader());
    }

    @Test
    void shouldTakeOverAllThatAChangeSays() {
        MetadataImage image =
                apply(
                        topic(),
                        change().replicas(List.of(1, 2, 3, 4))
                                .addingReplicas(List.of(4))
                                .removingReplicas(List.of(3))
                                .isr(List.of(2))
                                .leader(2)
                                .eligibleLeaderReplicas(List.of(1))
                                .lastKnownElr(List.of(3))
                                .leaderRecoveryState(PartitionImage.RECOVERING)
                                .directories(List.of(DIRECTORY, DIRECTORY, DIRECTORY, Uuid.ZERO))
                                .build());
        assertEquals(
                new PartitionImage(
                        0,
                        List.of(1, 2, 3, 4),
                        List.of(2),
                        List.of(4),
                        List.of(3),
                        List.of(1),
                        List.of(3),
                        PartitionImage.RECOVERING,
                        List.of(DIRECTORY, DIRECTORY, DIRECTORY, Uuid.ZERO),
                        2,
                        1,
                        1),
                only(image));
        PartitionImage moved = only(apply(image, change().replicas(List.of(4, 2)).build()));
        assertEquals(List.of(Uuid.ZERO, DIRECTORY), moved.directories());
        assertTrue(moved.reassigning() && moved.recovering());
    }

    @Test
    void shouldForgetEligibleReplicasOfATopicWhoseMinimumChanges() {
        MetadataImage image =
                apply(
                        topic(),
                        change().isr(List.of(1)).eligibleLeaderReplicas(List.of(2)).build(),
                        new ClearElrRecord("t"));
        assertEquals(List.of(), only(image).elr());
        assertEquals(2, only(image).partitionEpoch());
    }

    @Test
    void shouldFenceAndUnfenceABroker() {
        MetadataImage image = apply(MetadataImage.EMPTY, broker());
        assertTrue(image.broker(1).fenced());
        image = apply(image, registration().fenced((byte) -1).build());
        assertTrue(image.broker(1).live());
        image = apply(image, registration().inControlledShutdown((byte) 1).build());
        assertFalse(image.broker(1).live());
        assertFalse(image.broker(1).fenced());
        image = apply(image, registration().fenced((byte) 1).build());
        assertTrue(image.broker(1).fenced() && image.broker(1).inControlledShutdown());
    }

    @Test
    void shouldRefuseAChangeOfAnotherRegistration() {
        MetadataImage image = apply(MetadataImage.EMPTY, broker());
        assertThrows(
                BugException.class, () -> apply(image, registration().brokerEpoch(16).build()));
    }

    @Test
    void shouldMakeTheSameImageFromItsRecords() {
        MetadataImage image =
                apply(
                        topic(),
                        partition(1),
                        change().isr(List.of(1)).eligibleLeaderReplicas(List.of(2, 3)).build(),
                        broker(),
                        registration().inControlledShutdown((byte) 1).build(),
                        RegisterControllerRecord.builder()
                                .controllerId(3)
                                .incarnationId(new Uuid(3, 3))
                                .endPoints(
                                        List.of(
                                                new ControllerEndpoint(
                                                        "CONTROLLER", "c", 9093, (short) 0)))
                                .build(),
                        new ConfigRecord(ConfigResource.TOPIC, "t", "retention.ms", "5"),
                        new ConfigRecord(ConfigResource.TOPIC, "t", "flush.ms", "5"),
                        new ConfigRecord(ConfigResource.TOPIC, "t", "flush.ms", null),
                        new ConfigRecord(ConfigResource.BROKER, "", "gone", "5"),
                        new ConfigRecord(ConfigResource.BROKER, "", "gone", null),
                        new FeatureLevelRecord("metadata.version", (short) 30),
                        new ProducerIdsRecord(1, 17, 1000));
        MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
        for (LogRecord record : image.records()) {
            delta.apply(MetadataCodec.decode(MetadataCodec.encode(record)));
        }
        MetadataImage again = delta.image(image.offset());
        assertEquals(image, again);
        assertEquals(image.records(), again.records());
        assertEquals(Map.of("retention.ms", "5"), again.configs(ConfigResource.topic("t")));
    }

    @Test
    void shouldShareWhatDidNotChange() {
        List<LogRecord> records = new ArrayList<>(List.of(new TopicRecord("t", TOPIC)));
        for (int i = 0; i < 10_000; i++) {
            records.add(partition(i));
        }
        MetadataImage image = apply(MetadataImage.EMPTY, records.toArray(new LogRecord[0]));
        MetadataImage changed = apply(image, change().isr(List.of(1, 2)).build());
        assertSame(
                image.topic(TOPIC).partitions().get(1), changed.topic(TOPIC).partitions().get(1));
        assertSame(image.brokersById(), changed.brokersById());
        assertSame(image.allConfigs(), changed.allConfigs());
    }
}
