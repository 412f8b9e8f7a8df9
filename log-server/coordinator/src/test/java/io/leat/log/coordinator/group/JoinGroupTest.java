package io.leat.log.coordinator.group;

import static io.leat.log.coordinator.group.GroupHarness.joining;
import static io.leat.log.coordinator.group.GroupHarness.protocol;
import static io.leat.log.coordinator.group.GroupHarness.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.coordinator.Asked;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.SyncGroupResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JoinGroupTest {

    private final GroupHarness groups = new GroupHarness();

    @Test
    void shouldHandOutAMemberIdBeforeItAdmitsAMember() {
        JoinGroupResponse response = groups.join("").value();
        assertEquals(ErrorCode.MEMBER_ID_REQUIRED, response.errorCode());
        assertTrue(response.memberId().startsWith("client-"));
    }

    @Test
    void shouldForgetAMemberIdThatIsNotUsedWithinTheSessionTimeout() {
        String id = groups.memberId();
        groups.loop.advance(GroupHarness.SESSION_MS);
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, groups.join(id).value().errorCode());
    }

    @Test
    void shouldAdmitOldClientsAtOnce() {
        Asked<JoinGroupResponse> joined = groups.join(joining("").build(), 3);
        groups.loop.advance(3_000);
        assertEquals(1, joined.value().generationId());
    }

    @Test
    void shouldWaitThreeSecondsForTheFirstMembers() {
        Asked<JoinGroupResponse> joined = groups.join(groups.memberId());
        groups.loop.advance(2_999);
        assertTrue(joined.isOpen());
        groups.loop.advance(1);
        assertEquals(1, joined.value().generationId());
    }

    @Test
    void shouldNotWaitWhenAsManyAreBackAsWereHereBefore() {
        String a = groups.memberId();
        String b = groups.memberId();
        groups.join(a);
        groups.join(b);
        groups.loop.advance(6_000);
        groups.leave(GroupHarness.identity(a, null), GroupHarness.identity(b, null));
        Asked<JoinGroupResponse> first = groups.join(groups.memberId());
        groups.loop.advance(1_000);
        assertTrue(first.isOpen());
        Asked<JoinGroupResponse> second = groups.join(groups.memberId());
        assertEquals(3, first.value().generationId());
        assertEquals(3, second.value().generationId());
    }

    @Test
    void shouldAdmitTheOnlyMemberAtOnceWhenItComesBack() {
        groups.leave(GroupHarness.identity(groups.stableGroup(), null));
        assertEquals(3, groups.join(groups.memberId()).value().generationId());
    }

    @Test
    void shouldWaitLongerForEachNewcomerUpToTheRebalanceTimeout() {
        Asked<JoinGroupResponse> first = groups.join(groups.memberId());
        int joinedMs = 0;
        while (first.isOpen()) {
            groups.loop.advance(1_000);
            joinedMs += 1_000;
            groups.join(joining("").build(), 3);
        }
        assertEquals(GroupHarness.REBALANCE_MS, joinedMs);
    }

    @Test
    void shouldTellOnlyTheLeaderWhoTheMembersAre() {
        String a = groups.memberId();
        String b = groups.memberId();
        Asked<JoinGroupResponse> joinedA = groups.join(a);
        Asked<JoinGroupResponse> joinedB = groups.join(b);
        groups.loop.advance(6_000);
        assertEquals(a, joinedA.value().leader());
        assertEquals(2, joinedA.value().members().size());
        assertEquals(List.of(), joinedB.value().members());
        assertEquals("range", joinedB.value().protocolName());
    }

    @Test
    void shouldPickTheProtocolMostMembersPreferAmongThoseAllSupport() {
        Asked<JoinGroupResponse> a = joinWith("only-a", "sticky", "range");
        Asked<JoinGroupResponse> b = joinWith("range", "sticky");
        Asked<JoinGroupResponse> c = joinWith("sticky", "range");
        groups.loop.advance(6_000);
        assertEquals("sticky", a.value().protocolName());
        assertEquals("sticky", b.value().protocolName());
        assertEquals("sticky", c.value().protocolName());
    }

    private Asked<JoinGroupResponse> joinWith(String... names) {
        return groups.join(
                joining("")
                        .protocols(
                                java.util.Arrays.stream(names).map(n -> protocol(n, "t")).toList())
                        .build(),
                3);
    }

    @Test
    void shouldRefuseAMemberThatSharesNoProtocol() {
        groups.stableGroup();
        assertEquals(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, joinWith("other").value().errorCode());
        assertEquals(
                ErrorCode.INCONSISTENT_GROUP_PROTOCOL,
                groups.join(joining("").protocolType("connect").build(), 3).value().errorCode());
    }

    @Test
    void shouldRefuseASessionTimeoutOutsideTheBounds() {
        for (int ms : List.of(5_999, 1_800_001)) {
            assertEquals(
                    ErrorCode.INVALID_SESSION_TIMEOUT,
                    groups.join(joining("").sessionTimeoutMs(ms).build(), 5).value().errorCode());
        }
        assertEquals(
                ErrorCode.INVALID_GROUP_ID,
                groups.join(joining("").groupId("").build(), 5).value().errorCode());
    }

    @Test
    void shouldRebalanceWhenAMemberJoinsAStableGroup() {
        String a = groups.stableGroup();
        String b = groups.memberId();
        Asked<JoinGroupResponse> joinedB = groups.join(b);
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, groups.heartbeat(a, 1));
        assertTrue(joinedB.isOpen());
        Asked<JoinGroupResponse> joinedA = groups.join(a);
        assertEquals(2, joinedA.value().generationId());
        assertEquals(2, joinedB.value().generationId());
        Asked<SyncGroupResponse> synced = groups.sync(b, 2, Map.of());
        assertTrue(synced.isOpen());
        groups.sync(a, 2, Map.of(a, "for a", b, "for b")).value();
        assertEquals("for b", text(synced.value().assignment()));
        assertEquals("Stable", groups.state());
    }

    @Test
    void shouldDropMembersThatDoNotJoinAgainWithinTheRebalanceTimeout() {
        String slow = groups.stableGroup();
        String b = groups.memberId();
        Asked<JoinGroupResponse> joined = groups.join(b);
        for (int s = 0; s < 60; s++) {
            groups.heartbeat(slow, 1);
            groups.loop.advance(1_000);
        }
        assertEquals(b, joined.value().leader());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, groups.heartbeat(slow, 1));
    }

    @Test
    void shouldWaitForMembersWithAPendingId() {
        String a = groups.stableGroup();
        String b = groups.memberId();
        groups.join(joining("").build(), 3);
        Asked<JoinGroupResponse> again = groups.join(a);
        assertTrue(again.isOpen());
        groups.join(b);
        assertEquals(2, again.value().generationId());
    }

    @Test
    void shouldRepeatTheAnswerToAMemberThatMissedIt() {
        String a = groups.memberId();
        groups.join(a);
        groups.loop.advance(3_000);
        JoinGroupResponse repeated = groups.join(a).value();
        assertEquals(1, repeated.generationId());
        assertEquals(1, repeated.members().size());
    }

    @Test
    void shouldAnswerTheNewestOfTwoJoinsOfAMember() {
        String a = groups.memberId();
        Asked<JoinGroupResponse> lost = groups.join(a);
        Asked<JoinGroupResponse> retried = groups.join(a);
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, lost.value().errorCode());
        groups.loop.advance(3_000);
        assertEquals(ErrorCode.NONE, retried.value().errorCode());
    }

    @Test
    void shouldRebalanceWhenTheLeaderJoinsAgain() {
        String a = groups.stableGroup();
        assertEquals(2, groups.join(a).value().generationId());
    }

    @Test
    void shouldLimitTheSizeOfAGroup() {
        GroupSettings d = GroupSettings.DEFAULT;
        GroupHarness small =
                new GroupHarness(
                        new GroupSettings(
                                0,
                                d.minSessionTimeoutMs(),
                                d.maxSessionTimeoutMs(),
                                1,
                                d.offsetMetadataMaxBytes(),
                                d.offsetRetentionMs(),
                                d.retentionCheckIntervalMs()));
        small.stableGroup();
        assertEquals(ErrorCode.GROUP_MAX_SIZE_REACHED, small.join("").value().errorCode());
    }

    @Test
    void shouldRefuseParkedRequestsWhenTheCoordinatorMoves() {
        Asked<JoinGroupResponse> joined = groups.join(groups.memberId());
        groups.closeOnly();
        assertEquals(ErrorCode.NOT_COORDINATOR, joined.error());
    }

    @Test
    void shouldDropANewMemberWhoseFirstJoinIsNeverAnswered() {
        String a = groups.stableGroup();
        Asked<JoinGroupResponse> joined =
                groups.join(joining("").rebalanceTimeoutMs(900_000).build(), 3);
        for (int s = 0; s < 300; s++) {
            groups.heartbeat(a, 1);
            groups.loop.advance(1_000);
        }
        assertFalse(joined.isOpen());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, joined.value().errorCode());
        assertNotEquals(2, groups.describe().members().size());
    }
}
