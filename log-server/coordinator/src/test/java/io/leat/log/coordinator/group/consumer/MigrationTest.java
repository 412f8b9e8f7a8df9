package io.leat.log.coordinator.group.consumer;

import static io.leat.log.coordinator.group.consumer.ConsumerHarness.assigned;
import static io.leat.log.coordinator.group.consumer.ConsumerHarness.classicJoin;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.coordinator.Asked;
import io.leat.log.coordinator.group.GroupKind;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.assignment.Topics;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.ListGroupsResponse.ListedGroup;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.SyncGroupResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups that go from one protocol to the other with members in them. */
class MigrationTest {

    private static final Uuid T = Topics.idOf("t");

    private final ConsumerHarness group = new ConsumerHarness();

    @BeforeEach
    void topic() {
        group.topics.with("t", 4);
    }

    /** A classic group of one member that has all partitions; its id. */
    private String classicGroup() {
        String id = group.join(classicJoin("", List.of()).build()).value().memberId();
        Asked<JoinGroupResponse> joined = group.join(classicJoin(id, List.of()).build());
        group.loop.advance(3_000);
        assertEquals(1, joined.value().generationId());
        ByteBuffer all =
                EmbeddedProtocol.bytes(
                        Assignment.of(Map.of(T, List.of(0, 1, 2, 3))),
                        ByteBuffer.allocate(2).putShort((short) 3).flip(),
                        group.topics);
        assertEquals(ErrorCode.NONE, sync(id, 1, all).errorCode());
        return id;
    }

    private SyncGroupResponse sync(String id, int generation, ByteBuffer assignment) {
        SyncGroupRequest request =
                SyncGroupRequest.builder()
                        .groupId(ConsumerHarness.GROUP)
                        .memberId(id)
                        .generationId(generation)
                        .assignments(
                                assignment.hasRemaining()
                                        ? List.of(new SyncGroupRequest.Assignment(id, assignment))
                                        : List.of())
                        .build();
        return group.<SyncGroupResponse>ask(
                        (groups, promise, now) -> groups.sync(request, promise, now))
                .value();
    }

    private ErrorCode beat(String id, int generation) {
        HeartbeatRequest request =
                HeartbeatRequest.builder()
                        .groupId(ConsumerHarness.GROUP)
                        .memberId(id)
                        .generationId(generation)
                        .build();
        return group.<HeartbeatResponse>ask(
                        (groups, promise, now) -> groups.heartbeat(request, promise, now))
                .value()
                .errorCode();
    }

    private Set<Integer> synced(String id, int generation) {
        ByteBuffer bytes = sync(id, generation, ByteBuffer.allocate(0)).assignment();
        return EmbeddedProtocol.assigned(EmbeddedProtocol.assignment(bytes), group.topics).of(T);
    }

    private ListedGroup listed() {
        return group.<List<ListedGroup>>ask(
                        (groups, promise, now) -> groups.list(List.of(), List.of(), promise))
                .value()
                .get(0);
    }

    @Test
    void shouldTakeAClassicGroupOverWithItsMembers() {
        String classic = classicGroup();
        ConsumerGroupHeartbeatResponse joined = group.join("new", "t");
        assertEquals(2, joined.memberEpoch());
        assertEquals(Map.of(), assigned(joined), "the classic member still has everything");
        assertEquals(GroupKind.CONSUMER.label(), listed().groupType());

        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, beat(classic, 1));
        JoinGroupResponse again =
                group.join(classicJoin(classic, List.of(0, 1, 2, 3)).build()).value();
        assertEquals(1, again.generationId(), "first it gives up two");
        assertEquals(Set.of(0, 1), synced(classic, 1));
        again = group.join(classicJoin(classic, List.of(0, 1)).build()).value();
        assertEquals(2, again.generationId());
        assertEquals(Set.of(0, 1), synced(classic, 2));
        assertEquals(Map.of(T, Set.of(2, 3)), assigned(group.beat("new", 2)));
        assertEquals("Stable", group.describe().groupState());
        assertEquals(ErrorCode.NONE, beat(classic, 2));
    }

    @Test
    void shouldBecomeAClassicGroupWhenTheLastOtherMemberLeaves() {
        String classic = classicGroup();
        group.join("new", "t");
        group.join(classicJoin(classic, List.of(0, 1, 2, 3)).build());
        group.join(classicJoin(classic, List.of(0, 1)).build());
        group.beat("new", -1);
        assertEquals(GroupKind.CLASSIC.label(), listed().groupType());
        assertEquals("PreparingRebalance", listed().groupState());
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, beat(classic, 2));
        Asked<JoinGroupResponse> joined = group.join(classicJoin(classic, List.of(0, 1)).build());
        assertEquals(3, joined.value().generationId());
        assertEquals(classic, joined.value().leader());
        group.failOver();
        assertEquals(GroupKind.CLASSIC.label(), listed().groupType());
    }

    @Test
    void shouldGiveAnEmptyGroupToWhoeverComesNext() {
        group.join("m1", "t");
        assertEquals(ErrorCode.NONE, group.commit("m1", 2, 0));
        group.beat("m1", -1);
        classicGroup();
        assertEquals(GroupKind.CLASSIC.label(), listed().groupType());
    }

    @Test
    void shouldLetAClassicMemberJoin() {
        group.join("m1", "t");
        String id = group.join(classicJoin("", List.of()).build()).value().memberId();
        JoinGroupResponse joined = group.join(classicJoin(id, List.of()).build()).value();
        assertEquals(3, joined.generationId());
        assertEquals("cooperative-sticky", joined.protocolName());
        assertEquals(Set.of(), synced(id, 3));
        group.beat("m1", 2);
        int partitions = 2;
        group.heartbeat(
                ConsumerHarness.beating("m1", 2)
                        .topicPartitions(
                                List.of(
                                        new io.leat.log.protocol.message
                                                .ConsumerGroupHeartbeatRequest.TopicPartitions(
                                                T, List.of(0, 1))))
                        .build());
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, beat(id, 3), "now there is something");
        group.join(classicJoin(id, List.of()).build());
        assertEquals(partitions, synced(id, 3).size());
    }

    @Test
    void shouldRefuseWhatThePolicyDoesNotAllow() {
        ConsumerSettings of = ConsumerSettings.DEFAULT;
        ConsumerHarness closed =
                new ConsumerHarness(
                        new ConsumerSettings(
                                of.sessionTimeoutMs(),
                                of.heartbeatIntervalMs(),
                                of.assignmentIntervalMs(),
                                of.maxSize(),
                                of.assignors(),
                                MigrationPolicy.DISABLED,
                                of.regexRefreshIntervalMs()));
        closed.topics.with("t", 1);
        closed.join("m1", "t");
        assertEquals(
                ErrorCode.INCONSISTENT_GROUP_PROTOCOL,
                closed.join(classicJoin("", List.of()).build()).value().errorCode());
    }
}
