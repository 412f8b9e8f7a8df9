package io.leat.log.coordinator.group;

import static io.leat.log.coordinator.group.GroupHarness.identity;
import static io.leat.log.coordinator.group.GroupHarness.joining;
import static io.leat.log.coordinator.group.GroupHarness.protocol;
import static io.leat.log.coordinator.group.GroupHarness.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.coordinator.Asked;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.SyncGroupResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private final GroupHarness groups = new GroupHarness();

    private static JoinGroupRequest asInstance(String memberId) {
        return joining(memberId).groupInstanceId("i").build();
    }

    /** A stable group of one static member; its member id. */
    private String staticGroup() {
        Asked<JoinGroupResponse> joined = groups.join(asInstance(""), 9);
        groups.loop.advance(3_000);
        String id = joined.value().memberId();
        groups.sync(id, 1, Map.of(id, "all")).value();
        return id;
    }

    @Test
    void shouldReplaceAStaticMemberWithoutRebalance() {
        String old = staticGroup();
        JoinGroupResponse back = groups.join(asInstance(""), 9).value();
        assertNotEquals(old, back.memberId());
        assertEquals(1, back.generationId());
        assertTrue(back.skipAssignment());
        assertEquals("Stable", groups.state());
        assertEquals("all", text(groups.sync(back.memberId(), 1, Map.of()).value().assignment()));
    }

    @Test
    void shouldNotTellAnOldClientThatItLeadsAfterItCameBack() {
        String old = staticGroup();
        JoinGroupResponse back = groups.join(asInstance(""), 5).value();
        assertEquals(old, back.leader());
        assertFalse(back.skipAssignment());
        assertEquals(List.of(), back.members());
    }

    @Test
    void shouldFenceTheFormerProcessOfAStaticMember() {
        String old = staticGroup();
        groups.join(asInstance(""), 9).value();
        assertEquals(
                ErrorCode.FENCED_INSTANCE_ID, groups.join(asInstance(old), 9).value().errorCode());
        assertEquals(
                ErrorCode.FENCED_INSTANCE_ID,
                groups.commit(
                        GroupHarness.committing(1)
                                .memberId(old)
                                .groupInstanceId("i")
                                .generationIdOrMemberEpoch(1)
                                .build()));
    }

    @Test
    void shouldRebalanceWhenAStaticMemberComesBackWithOtherTopics() {
        staticGroup();
        Asked<JoinGroupResponse> back =
                groups.join(
                        joining("")
                                .groupInstanceId("i")
                                .protocols(List.of(protocol("range", "t", "u")))
                                .build(),
                        9);
        assertEquals(2, back.value().generationId());
    }

    @Test
    void shouldKeepStaticMembersThroughAFailover() {
        String old = staticGroup();
        JoinGroupResponse back = groups.join(asInstance(""), 9).value();
        groups.failOver();
        assertEquals(ErrorCode.NONE, groups.heartbeat(back.memberId(), 1));
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, groups.heartbeat(old, 1));
        JoinGroupResponse again = groups.join(asInstance(""), 9).value();
        assertEquals(1, again.generationId());
    }

    @Test
    void shouldNotDropAStaticMemberBeforeItsSessionEnds() {
        Asked<JoinGroupResponse> first =
                groups.join(joining("").groupInstanceId("i").sessionTimeoutMs(100_000).build(), 9);
        groups.loop.advance(3_000);
        groups.sync(first.value().memberId(), 1, Map.of()).value();
        Asked<JoinGroupResponse> other = groups.join(joining("").build(), 3);
        groups.loop.advance(GroupHarness.REBALANCE_MS);
        assertEquals(2, other.value().members().size());
        assertEquals(other.value().memberId(), other.value().leader());
    }

    @Test
    void shouldRemoveASilentMember() {
        String a = groups.stableGroup();
        groups.loop.advance(GroupHarness.SESSION_MS - 1);
        assertEquals("Stable", groups.state());
        groups.loop.advance(1);
        assertEquals("Empty", groups.state());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, groups.heartbeat(a, 1));
    }

    @Test
    void shouldKeepAMemberThatSendsHeartbeats() {
        String a = groups.stableGroup();
        for (int i = 0; i < 20; i++) {
            groups.loop.advance(GroupHarness.SESSION_MS - 1);
            assertEquals(ErrorCode.NONE, groups.heartbeat(a, 1));
        }
        assertEquals(ErrorCode.ILLEGAL_GENERATION, groups.heartbeat(a, 0));
    }

    @Test
    void shouldRemoveMembersThatDoNotFetchTheirAssignment() {
        String a = groups.memberId();
        String b = groups.memberId();
        groups.join(a);
        groups.join(b);
        groups.loop.advance(6_000);
        Asked<SyncGroupResponse> synced = groups.sync(b, 1, Map.of());
        for (int s = 0; s < 60; s++) {
            groups.heartbeat(a, 1);
            groups.loop.advance(1_000);
        }
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, synced.value().errorCode());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, groups.heartbeat(a, 1));
    }

    @Test
    void shouldRefuseSyncsOfAnotherGenerationOrProtocol() {
        String a = groups.stableGroup();
        assertEquals(ErrorCode.ILLEGAL_GENERATION, groups.sync(a, 9, Map.of()).value().errorCode());
        assertEquals(
                ErrorCode.UNKNOWN_MEMBER_ID, groups.sync("x", 1, Map.of()).value().errorCode());
    }

    @Test
    void shouldStayUnassignedWhenTheAssignmentCannotBeSaved() {
        String a = groups.memberId();
        groups.join(a);
        groups.loop.advance(3_000);
        groups.log.refuses(ErrorCode.NOT_ENOUGH_REPLICAS);
        assertEquals(
                ErrorCode.COORDINATOR_NOT_AVAILABLE, groups.sync(a, 1, Map.of(a, "x")).error());
        assertEquals("CompletingRebalance", groups.state());
        groups.log.refuses(null);
        assertEquals("x", text(groups.sync(a, 1, Map.of(a, "x")).value().assignment()));
    }

    @Test
    void shouldLetAMemberLeave() {
        String a = groups.stableGroup();
        assertEquals(
                ErrorCode.UNKNOWN_MEMBER_ID,
                groups.leave(identity("x", null)).members().get(0).errorCode());
        assertEquals(ErrorCode.NONE, groups.leave(identity(a, null)).members().get(0).errorCode());
        assertEquals("Empty", groups.state());
    }

    @Test
    void shouldLetAnAdministratorRemoveAStaticMemberByItsInstanceId() {
        String a = staticGroup();
        assertEquals(
                ErrorCode.FENCED_INSTANCE_ID,
                groups.leave(identity("other", "i")).members().get(0).errorCode());
        assertEquals(ErrorCode.NONE, groups.leave(identity("", "i")).members().get(0).errorCode());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, groups.heartbeat(a, 1));
    }

    @Test
    void shouldKeepAStableGroupThroughAFailover() {
        String a = groups.stableGroup();
        groups.failOver();
        assertEquals(ErrorCode.NONE, groups.heartbeat(a, 1));
        assertEquals("all", text(groups.sync(a, 1, Map.of()).value().assignment()));
        groups.loop.advance(GroupHarness.SESSION_MS);
        assertEquals("Empty", groups.state());
    }
}
