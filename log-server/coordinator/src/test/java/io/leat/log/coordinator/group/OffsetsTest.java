package io.leat.log.coordinator.group;

import static io.leat.log.coordinator.group.GroupHarness.committing;
import static io.leat.log.coordinator.group.GroupHarness.committingInTransaction;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.coordinator.Asked;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ListGroupsResponse.ListedGroup;
import io.leat.log.protocol.message.OffsetCommitRequest;
import io.leat.log.protocol.message.OffsetDeleteRequest;
import io.leat.log.protocol.message.OffsetDeleteResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OffsetsTest {

    private static final long WEEK_MS = GroupSettings.DEFAULT.offsetRetentionMs();
    private static final long CHECK_MS = GroupSettings.DEFAULT.retentionCheckIntervalMs();

    private final GroupHarness groups = new GroupHarness();

    @Test
    void shouldRememberOffsetsThroughAFailover() {
        String a = groups.stableGroup();
        assertEquals(ErrorCode.NONE, groups.commit(5, a, 1));
        groups.failOver();
        assertEquals(5, groups.offset());
        assertEquals("m", groups.fetch(false).metadata());
    }

    @Test
    void shouldRefuseCommitsThatAreNotOfThePresentGeneration() {
        String a = groups.stableGroup();
        assertEquals(ErrorCode.ILLEGAL_GENERATION, groups.commit(5, a, 0));
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, groups.commit(5, "x", 1));
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, groups.commit(5, "", -1));
        groups.join(a);
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, groups.commit(5, a, 2));
        assertEquals(-1, groups.offset());
    }

    @Test
    void shouldAcceptASimpleConsumerWhenTheGroupIsEmpty() {
        assertEquals(ErrorCode.ILLEGAL_GENERATION, groups.commit(5, "a", 1));
        assertEquals(ErrorCode.NONE, groups.commit(5, "", -1));
        assertEquals("Empty", groups.state());
    }

    @Test
    void shouldRefuseLongMetadata() {
        OffsetCommitRequest request = committing(5).build();
        OffsetCommitRequest.Partition partition = request.topics().get(0).partitions().get(0);
        OffsetCommitRequest.Topic topic =
                request.topics().get(0).toBuilder()
                        .partitions(
                                List.of(
                                        partition.toBuilder()
                                                .committedMetadata("x".repeat(4_097))
                                                .build()))
                        .build();
        assertEquals(
                ErrorCode.OFFSET_METADATA_TOO_LARGE,
                groups.commit(request.toBuilder().topics(List.of(topic)).build()));
    }

    @Test
    void shouldHoldTransactionalOffsetsUntilTheMarker() {
        groups.commitInTransaction(committingInTransaction(7, 5).build());
        assertEquals(-1, groups.offset());
        assertEquals(ErrorCode.UNSTABLE_OFFSET_COMMIT, groups.fetch(true).errorCode());
        groups.failOver();
        assertEquals(ErrorCode.UNSTABLE_OFFSET_COMMIT, groups.fetch(true).errorCode());
        groups.endTransaction(7, true);
        assertEquals(5, groups.fetch(true).committedOffset());
        groups.failOver();
        assertEquals(5, groups.offset());
    }

    @Test
    void shouldForgetTheOffsetsOfAnAbortedTransaction() {
        groups.commit(3, "", -1);
        groups.commitInTransaction(committingInTransaction(7, 5).build());
        groups.endTransaction(7, false);
        assertEquals(3, groups.fetch(true).committedOffset());
    }

    @Test
    void shouldLetALaterPlainCommitWinOverAnEarlierPendingOne() {
        groups.commitInTransaction(committingInTransaction(7, 5).build());
        groups.commit(9, "", -1);
        groups.endTransaction(7, true);
        assertEquals(9, groups.offset());
    }

    @Test
    void shouldCheckTheMemberOfATransactionalCommit() {
        String a = groups.stableGroup();
        assertEquals(
                ErrorCode.UNKNOWN_MEMBER_ID,
                groups.commitInTransaction(
                        committingInTransaction(7, 5).memberId("x").generationId(1).build()));
        assertEquals(
                ErrorCode.ILLEGAL_GENERATION,
                groups.commitInTransaction(
                        committingInTransaction(7, 5).memberId(a).generationId(0).build()));
        assertEquals(
                ErrorCode.NONE,
                groups.commitInTransaction(
                        committingInTransaction(7, 5).memberId(a).generationId(1).build()));
    }

    @Test
    void shouldExpireOffsetsOfAStandaloneConsumerByTheirCommit() {
        groups.commit(5, "", -1);
        groups.loop.advance(WEEK_MS - CHECK_MS);
        assertEquals(5, groups.offset());
        groups.loop.advance(2 * CHECK_MS);
        assertEquals(-1, groups.offset());
        assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, groups.describe().errorCode());
    }

    @Test
    void shouldExpireOffsetsOfAGroupOnlyAfterItIsEmpty() {
        String a = groups.stableGroup();
        groups.commit(5, a, 1);
        for (long ms = 0; ms < 2 * WEEK_MS; ms += GroupHarness.SESSION_MS - 1) {
            groups.loop.advance(GroupHarness.SESSION_MS - 1);
            groups.heartbeat(a, 1);
        }
        assertEquals(5, groups.offset());
        groups.leave(GroupHarness.identity(a, null));
        groups.loop.advance(WEEK_MS - CHECK_MS);
        assertEquals(5, groups.offset());
        groups.failOver();
        groups.loop.advance(2 * CHECK_MS);
        assertEquals(-1, groups.offset());
        groups.failOver();
        assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, groups.describe().errorCode());
    }

    @Test
    void shouldNotExpireWhileATransactionIsPending() {
        groups.commit(5, "", -1);
        groups.commitInTransaction(committingInTransaction(7, 6).build());
        groups.loop.advance(2 * WEEK_MS);
        assertEquals(5, groups.offset());
    }

    @Test
    void shouldHonourTheRetentionOldClientsAskFor() {
        groups.commit(committing(5).retentionTimeMs(1_000).build());
        groups.loop.advance(CHECK_MS);
        assertEquals(-1, groups.offset());
    }

    @Test
    void shouldDeleteOnlyEmptyGroups() {
        String a = groups.stableGroup();
        groups.commit(5, a, 1);
        assertEquals(ErrorCode.NON_EMPTY_GROUP, delete());
        groups.leave(GroupHarness.identity(a, null));
        assertEquals(ErrorCode.NONE, delete());
        assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, delete());
        groups.failOver();
        assertEquals(-1, groups.offset());
    }

    private ErrorCode delete() {
        Asked<ErrorCode> asked = groups.ask((g, promise, now) -> g.delete("g", promise));
        return asked.value();
    }

    @Test
    void shouldDeleteOffsetsOnlyOfTopicsTheGroupDoesNotRead() {
        String a = groups.stableGroup();
        groups.commit(5, a, 1);
        assertEquals(ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC, deleteOffset());
        assertEquals(5, groups.offset());
        groups.leave(GroupHarness.identity(a, null));
        assertEquals(ErrorCode.NONE, deleteOffset());
        assertEquals(-1, groups.offset());
    }

    @Test
    void shouldForgetTheOffsetsOfADeletedTopic() {
        groups.commit(5, "", -1);
        groups.ask((g, promise, now) -> g.forgetTopics(Set.of("other")));
        assertEquals(5, groups.offset());
        groups.ask((g, promise, now) -> g.forgetTopics(Set.of("t")));
        assertEquals(-1, groups.offset());
        groups.failOver();
        assertEquals(-1, groups.offset());
    }

    private ErrorCode deleteOffset() {
        OffsetDeleteRequest request =
                new OffsetDeleteRequest(
                        "g",
                        List.of(
                                new OffsetDeleteRequest.Topic(
                                        "t", List.of(new OffsetDeleteRequest.Partition(0)))));
        Asked<OffsetDeleteResponse> asked =
                groups.ask((g, promise, now) -> g.deleteOffsets(request, promise));
        return asked.value().topics().get(0).partitions().get(0).errorCode();
    }

    @Test
    void shouldListGroupsByStateAndType() {
        groups.stableGroup();
        assertEquals(1, list(List.of(), List.of()).size());
        assertEquals(1, list(List.of("stable"), List.of("Classic")).size());
        assertEquals(0, list(List.of("Empty"), List.of()).size());
        assertEquals(0, list(List.of(), List.of("consumer")).size());
    }

    private List<ListedGroup> list(List<String> states, List<String> types) {
        Asked<List<ListedGroup>> asked =
                groups.ask((g, promise, now) -> g.list(states, types, promise));
        return asked.value();
    }

    @Test
    void shouldShowAssignmentsOfAStableGroup() {
        String a = groups.stableGroup();
        assertEquals("range", groups.describe().protocolData());
        assertEquals(
                "all", GroupHarness.text(groups.describe().members().get(0).memberAssignment()));
        groups.join(groups.memberId());
        assertEquals("PreparingRebalance", groups.state());
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, groups.heartbeat(a, 1));
        groups.sync(a, 1, Map.of());
    }
}
