package io.leat.log.coordinator.group.consumer;

import static io.leat.log.coordinator.group.consumer.ConsumerHarness.assigned;
import static io.leat.log.coordinator.group.consumer.ConsumerHarness.beating;
import static io.leat.log.coordinator.group.consumer.ConsumerHarness.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.leat.log.coordinator.group.assignment.Topics;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerGroupTest {

    private static final Uuid T = Topics.idOf("t");

    private final ConsumerHarness group = new ConsumerHarness();

    @BeforeEach
    void topic() {
        group.topics.with("t", 4);
    }

    private static Map<Uuid, Set<Integer>> t(Integer... numbers) {
        return Map.of(T, Set.of(numbers));
    }

    @Test
    void shouldGiveTheFirstMemberEverythingAtEpochTwo() {
        ConsumerGroupHeartbeatResponse joined = group.join("m1", "t");
        assertEquals(2, joined.memberEpoch());
        assertEquals(5_000, joined.heartbeatIntervalMs());
        assertEquals(t(0, 1, 2, 3), assigned(joined));
        assertNull(group.beat("m1", 2).assignment());
        assertEquals("Stable", group.describe().groupState());
        assertNull(group.describe().members().get(0).instanceId());
        assertNull(group.describe().members().get(0).rackId());
    }

    @Test
    void shouldHandPartitionsOverOnlyAfterTheirOwnerGaveThemUp() {
        group.join("m1", "t");
        ConsumerGroupHeartbeatResponse joined = group.join("m2", "t");
        assertEquals(3, joined.memberEpoch());
        assertEquals(Map.of(), assigned(joined));

        ConsumerGroupHeartbeatResponse told = group.beat("m1", 2);
        assertEquals(2, told.memberEpoch(), "the epoch waits until they are given up");
        assertEquals(t(0, 1), assigned(told));
        assertEquals(Map.of(), assigned(group.beat("m2", 3)));
        assertEquals("Reconciling", group.describe().groupState());

        assertEquals(3, group.beat("m1", 2, 0, 1).memberEpoch());
        assertEquals(t(2, 3), assigned(group.beat("m2", 3)));
        assertEquals("Stable", group.describe().groupState());
    }

    @Test
    void shouldRemoveAMemberThatDoesNotGivePartitionsUpInTime() {
        group.join("m1", "t");
        group.join("m2", "t");
        group.beat("m1", 2);
        group.loop.advance(ConsumerHarness.REBALANCE_MS + 1);
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, group.beat("m1", 2).errorCode());
        assertEquals(t(0, 1, 2, 3), assigned(group.beat("m2", 3)));
    }

    @Test
    void shouldRemoveASilentMember() {
        group.join("m1", "t");
        int epoch = group.join("m2", "t").memberEpoch();
        for (int i = 0; i < 10; i++) {
            group.loop.advance(5_000);
            epoch = group.beat("m2", epoch).memberEpoch();
        }
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, group.beat("m1", 2).errorCode());
        assertEquals(1, group.describe().members().size());
    }

    @Test
    void shouldFenceEpochsThatAreNotTheMembersOwn() {
        group.join("m1", "t");
        assertEquals(ErrorCode.FENCED_MEMBER_EPOCH, group.beat("m1", 3).errorCode());
        assertEquals(ErrorCode.FENCED_MEMBER_EPOCH, group.beat("m1", 1).errorCode());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, group.beat("m9", 2).errorCode());
        assertEquals(2, group.join("m1", "t").memberEpoch(), "who joins again goes on");
    }

    @Test
    void shouldAnswerTheRepetitionOfAHeartbeatWhoseAnswerWasLost() {
        group.join("m1", "t");
        group.topics.with("t", 5);
        ConsumerGroupHeartbeatResponse first = group.beat("m1", 2);
        assertEquals(3, first.memberEpoch());
        assertEquals(first, group.beat("m1", 2));
        assertEquals(
                ErrorCode.NONE,
                group.beat("m1", 2, 0, 1, 2, 3).errorCode(),
                "and who says what it owns is understood as well");
        group.beat("m1", 3);
        assertEquals(
                ErrorCode.FENCED_MEMBER_EPOCH, group.beat("m1", 2).errorCode(), "too late now");
    }

    @Test
    void shouldMakeANewAssignmentWhenATopicGrows() {
        group.join("m1", "t");
        group.topics.with("t", 6);
        ConsumerGroupHeartbeatResponse told = group.beat("m1", 2);
        assertEquals(3, told.memberEpoch());
        assertEquals(t(0, 1, 2, 3, 4, 5), assigned(told));
    }

    @Test
    void shouldWaitBetweenTwoAssignments() {
        ConsumerHarness paced = new ConsumerHarness(ConsumerSettings.DEFAULT);
        paced.topics.with("t", 4);
        paced.join("m1", "t");
        assertEquals(2, paced.join("m2", "t").memberEpoch());
        assertEquals("Assigning", paced.describe().groupState());
        paced.loop.advance(1_000);
        assertEquals(3, paced.beat("m2", 2).memberEpoch());
    }

    @Test
    void shouldKeepThePlaceOfAStaticMemberThatIsAway() {
        ConsumerGroupHeartbeatRequest first = joining("m1", "t").instanceId("i").build();
        group.heartbeat(first);
        ConsumerGroupHeartbeatRequest second = joining("m2", "t").instanceId("i").build();
        assertEquals(ErrorCode.UNRELEASED_INSTANCE_ID, group.heartbeat(second).errorCode());
        ConsumerGroupHeartbeatRequest away = beating("m1", -2).instanceId("i").build();
        assertEquals(-2, group.heartbeat(away).memberEpoch());
        ConsumerGroupHeartbeatResponse back = group.heartbeat(second);
        assertEquals(2, back.memberEpoch(), "nothing has changed for the group");
        assertEquals(t(0, 1, 2, 3), assigned(back));
        assertEquals(
                ErrorCode.FENCED_INSTANCE_ID,
                group.heartbeat(beating("m1", 2).instanceId("i").build()).errorCode());
    }

    @Test
    void shouldGiveTheRestWhatALeavingMemberHad() {
        group.join("m1", "t");
        group.join("m2", "t");
        group.beat("m1", 2);
        group.beat("m1", 2, 0, 1);
        group.beat("m2", 3);
        assertEquals(-1, group.beat("m1", -1).memberEpoch());
        ConsumerGroupHeartbeatResponse told = group.beat("m2", 3);
        assertEquals(4, told.memberEpoch());
        assertEquals(t(0, 1, 2, 3), assigned(told));
        group.beat("m2", -1);
        assertEquals("Empty", group.describe().groupState());
    }

    @Test
    void shouldResolveExpressionsAndNewTopicsThatMatch() {
        group.topics.with("other", 1);
        ConsumerGroupHeartbeatRequest request =
                joining("m1").subscribedTopicNames(null).subscribedTopicRegex("t.*").build();
        assertEquals(Map.of(), assigned(group.heartbeat(request)));
        int epoch = group.describe().members().get(0).memberEpoch();
        ConsumerGroupHeartbeatResponse told = group.beat("m1", epoch);
        assertEquals(t(0, 1, 2, 3), assigned(told));
        group.topics.with("t2", 1);
        group.loop.advance(11_000);
        group.beat("m1", told.memberEpoch());
        told = group.beat("m1", told.memberEpoch());
        assertEquals(Map.of(T, Set.of(0, 1, 2, 3), Topics.idOf("t2"), Set.of(0)), assigned(told));
    }

    @Test
    void shouldRefuseAnExpressionThatIsNone() {
        ConsumerGroupHeartbeatResponse refused =
                group.heartbeat(
                        joining("m1").subscribedTopicNames(null).subscribedTopicRegex("(").build());
        assertEquals(ErrorCode.INVALID_REGULAR_EXPRESSION, refused.errorCode());
    }

    @Test
    void shouldAcceptCommitsSinceThePartitionWasGiven() {
        group.join("m1", "t");
        group.topics.with("t", 5);
        group.beat("m1", 2);
        assertEquals(ErrorCode.NONE, group.commit("m1", 3, 4));
        assertEquals(ErrorCode.NONE, group.commit("m1", 2, 0), "held since epoch 2");
        assertEquals(ErrorCode.STALE_MEMBER_EPOCH, group.commit("m1", 2, 4));
        assertEquals(ErrorCode.STALE_MEMBER_EPOCH, group.commit("m1", 4, 0));
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, group.commit("m9", 3, 0));
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, group.commit("", -1, 0));
    }

    @Test
    void shouldGoOnWhereItWasAfterAFailover() {
        group.join("m1", "t");
        group.join("m2", "t");
        group.beat("m1", 2);
        Object before = group.durable();
        group.failOver();
        assertEquals(before, group.durable());
        assertEquals(3, group.beat("m1", 2, 0, 1).memberEpoch());
        assertEquals(t(2, 3), assigned(group.beat("m2", 3)));
    }

    @Test
    void shouldRefuseWhatIsNoRequest() {
        assertEquals(
                ErrorCode.INVALID_REQUEST, group.heartbeat(beating("m1", 0).build()).errorCode());
        assertEquals(
                ErrorCode.INVALID_REQUEST, group.heartbeat(joining("", "t").build()).errorCode());
        assertEquals(
                ErrorCode.UNSUPPORTED_ASSIGNOR,
                group.heartbeat(joining("m1", "t").serverAssignor("x").build()).errorCode());
        assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, group.beat("m1", 5).errorCode());
        assertEquals(
                List.of(), group.heartbeat(joining("m1").build()).assignment().topicPartitions());
    }
}
