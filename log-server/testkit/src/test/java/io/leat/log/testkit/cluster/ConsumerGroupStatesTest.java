package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.group.GroupRecord.GroupRemoved;
import io.leat.log.coordinator.group.GroupRecord.GroupSaved;
import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.coordinator.group.GroupRecordCodec;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMetadataValue;
import io.leat.log.protocol.message.GroupMetadataValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What no log of a group coordinator may say is seen, and what it may say is not. */
final class ConsumerGroupStatesTest {

    private static final Uuid TOPIC = new Uuid(1, 2);

    private final ConsumerGroupStates states = new ConsumerGroupStates();

    private void record(LogRecord key, @Nullable LogRecord value) {
        RawRecord raw = new GroupRecordCodec().encode(new Kept("g", key, value));
        states.record(raw.key(), raw.value());
    }

    private void epoch(int epoch) {
        record(new ConsumerGroupMetadataKey("g"), new ConsumerGroupMetadataValue(epoch, 0));
    }

    private void joins(String member) {
        record(
                new ConsumerGroupMemberMetadataKey("g", member),
                ConsumerGroupMemberMetadataValue.builder().subscribedTopicNames(List.of()).build());
    }

    private void leaves(String member) {
        record(new ConsumerGroupMemberMetadataKey("g", member), null);
    }

    private void has(String member, int epoch, List<Integer> assigned, List<Integer> revoking) {
        record(
                new ConsumerGroupCurrentMemberAssignmentKey("g", member),
                new ConsumerGroupCurrentMemberAssignmentValue(
                        epoch, epoch, (byte) 0, topics(assigned), topics(revoking)));
    }

    private static List<TopicPartitions> topics(List<Integer> partitions) {
        return List.of(new TopicPartitions(TOPIC, partitions, null));
    }

    private void twoMembers() {
        epoch(5);
        joins("a");
        joins("b");
        has("a", 5, List.of(0), List.of());
        has("b", 5, List.of(1), List.of());
        states.batchEnds();
    }

    @Test
    void shouldSeeAPartitionThatIsGivenBeforeItIsLetGo() {
        twoMembers();
        has("a", 5, List.of(), List.of(0));
        states.batchEnds();
        has("b", 5, List.of(0, 1), List.of());
        Violation violation = assertThrows(Violation.class, states::batchEnds);
        assertEquals(
                "Partition[topic=" + TOPIC + ", number=0] of group g belongs to a and b at epoch 5",
                violation.getMessage());
    }

    @Test
    void shouldLetAPartitionMoveWithinABatchAndAfterAMemberIsGone() {
        twoMembers();
        has("b", 5, List.of(0, 1), List.of());
        has("a", 5, List.of(), List.of());
        states.batchEnds();
        leaves("b");
        has("a", 5, List.of(0, 1), List.of());
        states.batchEnds();
    }

    @Test
    void shouldSeeEpochsThatFallOrRunAhead() {
        twoMembers();
        assertThrows(Violation.class, () -> has("a", 4, List.of(0), List.of()));
        assertThrows(Violation.class, () -> epoch(4));
        has("a", 6, List.of(0), List.of());
        assertThrows(Violation.class, states::batchEnds);
        epoch(6);
        states.batchEnds();
    }

    @Test
    void shouldKeepThePlaceOfAStaticMemberThatLeftForAWhile() {
        twoMembers();
        Object stay = states.stay("g", "a");
        has("a", -2, List.of(0), List.of());
        states.batchEnds();
        assertNotSame(stay, states.stay("g", "a"));
        has("b", 5, List.of(0, 1), List.of());
        assertThrows(Violation.class, states::batchEnds);
    }

    @Test
    void shouldTellAStayFromTheNextOfTheSameMember() {
        assertNull(states.stay("g", "a"));
        twoMembers();
        Object stay = states.stay("g", "a");
        assertNotNull(stay);
        joins("a");
        has("a", 5, List.of(), List.of());
        assertSame(stay, states.stay("g", "a"));
        leaves("a");
        assertNull(states.stay("g", "a"));
        joins("a");
        assertNotSame(stay, states.stay("g", "a"));
    }

    private void generation(int number, Map<String, List<Integer>> members) {
        List<GroupMetadataValue.MemberMetadata> all = new ArrayList<>();
        new TreeMap<>(members)
                .forEach(
                        (id, partitions) ->
                                all.add(
                                        new GroupMetadataValue.MemberMetadata(
                                                id,
                                                null,
                                                "client",
                                                "host",
                                                1,
                                                1,
                                                ByteBuffer.allocate(0),
                                                assignment(partitions))));
        RawRecord raw =
                new GroupRecordCodec()
                        .encode(
                                new GroupSaved(
                                        "c",
                                        new GroupMetadataValue(
                                                "consumer", number, "range", "a", 0, all)));
        states.record(raw.key(), raw.value());
    }

    /** Partitions of the topic "t", as version 0 of the consumers' own protocol says it. */
    private static ByteBuffer assignment(List<Integer> partitions) {
        ByteBuffer bytes = ByteBuffer.allocate(64).putShort((short) 0).putInt(1);
        bytes.putShort((short) 1).put((byte) 't').putInt(partitions.size());
        partitions.forEach(bytes::putInt);
        return bytes.putInt(-1).flip();
    }

    @Test
    void shouldSeeTwoOwnersInAGenerationOfAClassicGroup() {
        generation(1, Map.of("a", List.of(0), "b", List.of(1)));
        generation(2, Map.of("a", List.of(1), "b", List.of(0)));
        Violation violation =
                assertThrows(
                        Violation.class,
                        () -> generation(3, Map.of("a", List.of(0, 1), "b", List.of(1))));
        assertEquals(
                "Owned[topic=t, partition=1] of group c belongs to a and b in generation 3",
                violation.getMessage());
    }

    @Test
    void shouldSeeAGenerationThatFalls() {
        generation(4, Map.of("a", List.of(0)));
        assertThrows(Violation.class, () -> generation(3, Map.of("a", List.of(0))));
    }

    @Test
    void shouldKnowHowLongAMemberOfAClassicGroupStays() {
        generation(1, Map.of("a", List.of(0), "b", List.of(1)));
        Object stay = states.stay("c", "a");
        assertNotNull(stay);
        generation(2, Map.of("a", List.of(0, 1)));
        assertSame(stay, states.stay("c", "a"));
        assertNull(states.stay("c", "b"));
        RawRecord gone = new GroupRecordCodec().encode(new GroupRemoved("c"));
        states.record(gone.key(), gone.value());
        assertNull(states.stay("c", "a"));
    }
}
