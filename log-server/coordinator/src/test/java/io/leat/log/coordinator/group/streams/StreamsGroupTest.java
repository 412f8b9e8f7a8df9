package io.leat.log.coordinator.group.streams;

import static io.leat.log.coordinator.group.streams.StreamsHarness.CHANGELOG;
import static io.leat.log.coordinator.group.streams.StreamsHarness.REPARTITION;
import static io.leat.log.coordinator.group.streams.StreamsHarness.active;
import static io.leat.log.coordinator.group.streams.StreamsHarness.ids;
import static io.leat.log.coordinator.group.streams.StreamsHarness.joining;
import static io.leat.log.coordinator.group.streams.StreamsHarness.owning;
import static io.leat.log.coordinator.group.streams.StreamsHarness.statuses;
import static io.leat.log.coordinator.group.streams.StreamsHarness.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamsGroupTest {

    private static final Tasks ALL = active("0_0", "0_1", "1_0", "1_1");

    private final StreamsHarness group = new StreamsHarness();

    @Test
    void shouldGiveTheFirstMemberAllTasksAtEpochTwo() {
        group.withTopics(2);
        StreamsGroupHeartbeatResponse joined = group.join("m1");
        assertEquals(ErrorCode.NONE, joined.errorCode());
        assertEquals(2, joined.memberEpoch());
        assertEquals(5_000, joined.heartbeatIntervalMs());
        assertEquals(ALL, told(joined));
        assertEquals(List.of(), joined.status());
        assertNull(group.beat("m1", 2).activeTasks());
        assertEquals("Stable", group.describe().groupState());
    }

    @Test
    void shouldHandTasksOverOnlyAfterTheirOwnerGaveThemUp() {
        group.withTopics(2);
        group.join("m1");
        StreamsGroupHeartbeatResponse joined = group.join("m2");
        assertEquals(3, joined.memberEpoch());
        assertEquals(Tasks.NONE, told(joined));

        StreamsGroupHeartbeatResponse asked = group.beat("m1", 2);
        assertEquals(2, asked.memberEpoch(), "the epoch waits until they are given up");
        Tasks kept = told(asked);
        assertNotNull(kept);
        assertEquals(2, kept.active().size());
        assertNull(group.beat("m2", 3).activeTasks());
        assertEquals("Reconciling", group.describe().groupState());

        assertEquals(3, group.beat("m1", 2, kept).memberEpoch());
        assertEquals(ALL.minus(kept), told(group.beat("m2", 3)));
        assertEquals("Stable", group.describe().groupState());
    }

    @Test
    void shouldRemoveAMemberThatDoesNotGiveTasksUpInTime() {
        group.withTopics(2);
        group.join("m1");
        group.join("m2");
        group.beat("m1", 2);
        group.loop.advance(StreamsHarness.REBALANCE_MS + 1);
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, group.beat("m1", 2).errorCode());
        assertEquals(ALL, told(group.beat("m2", 3)));
    }

    @Test
    void shouldRemoveASilentMemberAndOneThatLeaves() {
        group.withTopics(2);
        group.join("m1");
        group.join("m2");
        assertEquals(-1, group.beat("m2", -1).memberEpoch());
        assertEquals(1, group.describe().members().size());
        group.loop.advance(StreamsHarness.SESSION_MS + 1);
        assertEquals("Empty", group.describe().groupState());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, group.beat("m1", 2).errorCode());
    }

    @Test
    void shouldSayWhichTopicsAreToBeMadeAndAssignOnceTheyAreThere() {
        group.topics.with("lines", 3);
        StreamsAnswer answer = group.ask(joining("m1").build());
        assertEquals(
                List.of(Status.MISSING_INTERNAL_TOPICS.ordinal()), statuses(answer.response()));
        assertEquals(
                List.of(
                        new InternalTopic(REPARTITION, 3, (short) -1, Map.of()),
                        new InternalTopic(CHANGELOG, 3, (short) -1, Map.of())),
                answer.missing());
        assertEquals(Tasks.NONE, told(answer.response()));
        assertEquals("NotReady", group.describe().groupState());

        group.withTopics(3);
        StreamsGroupHeartbeatResponse next = group.beat("m1", answer.response().memberEpoch());
        assertEquals(List.of(), next.status());
        Tasks tasks = told(next);
        assertNotNull(tasks);
        assertEquals(6, tasks.active().size());
    }

    @Test
    void shouldSayThatSourceTopicsAreMissing() {
        StreamsGroupHeartbeatResponse joined = group.join("m1");
        assertEquals(List.of(Status.MISSING_SOURCE_TOPICS.ordinal()), statuses(joined));
        group.withTopics(1);
        assertEquals(active("0_0", "1_0"), told(group.beat("m1", joined.memberEpoch())));
    }

    @Test
    void shouldSayThatTopicsHaveTheWrongNumberOfPartitions() {
        group.withTopics(2).topics.with(CHANGELOG, 3);
        assertEquals(
                List.of(Status.INCORRECTLY_PARTITIONED_TOPICS.ordinal()),
                statuses(group.join("m1")));
    }

    @Test
    void shouldLetANewGroupWaitForMoreMembers() {
        StreamsHarness waiting = new StreamsHarness(3_000).withTopics(2);
        StreamsGroupHeartbeatResponse first = waiting.join("m1");
        assertEquals(List.of(Status.ASSIGNMENT_DELAYED.ordinal()), statuses(first));
        assertEquals(Tasks.NONE, told(first));
        StreamsGroupHeartbeatResponse second = waiting.join("m2");
        waiting.loop.advance(3_001);
        Tasks one = told(waiting.beat("m1", first.memberEpoch()));
        Tasks two = told(waiting.beat("m2", second.memberEpoch()));
        assertNotNull(one);
        assertNotNull(two);
        assertEquals(ALL, one.plus(two));
        assertEquals(2, one.active().size());
    }

    @Test
    void shouldPutStandbysIntoOtherProcessesAndPromoteThem() {
        group.withTopics(2);
        group.standbyReplicas(1);
        group.join("m1");
        StreamsGroupHeartbeatResponse joined = group.join("m2");
        Tasks kept = told(group.beat("m1", 2));
        assertNotNull(kept);
        group.beat("m1", 2, kept);
        Tasks two = told(group.beat("m2", joined.memberEpoch()));
        assertNotNull(two);
        Tasks one = told(group.beat("m1", 3, kept));
        assertNotNull(one);
        assertEquals(ids("1_0", "1_1"), one.plus(two).standby());
        assertTrue(Collections.disjoint(one.standby(), one.active()), "not where it is processed");
        assertTrue(Collections.disjoint(two.standby(), two.active()));
        group.beat("m2", -1);
        Tasks alone = told(group.beat("m1", 3, one));
        assertNotNull(alone);
        assertEquals(one.active(), alone.active(), "first it gives up its standbys");
        assertEquals(ALL, told(group.beat("m1", 3, alone)));
    }

    @Test
    void shouldAssignAnewWhenTheNumberOfStandbysChanges() {
        group.withTopics(2);
        group.join("m1");
        int before = group.describe().groupEpoch();
        group.standbyReplicas(1);
        group.beat("m1", 2);
        assertEquals(before + 1, group.describe().groupEpoch());
    }

    @Test
    void shouldFenceEpochsThatAreNotTheMembersOwn() {
        group.withTopics(1);
        group.join("m1");
        assertEquals(ErrorCode.FENCED_MEMBER_EPOCH, group.beat("m1", 3).errorCode());
        assertEquals(ErrorCode.FENCED_MEMBER_EPOCH, group.beat("m1", 1).errorCode());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, group.beat("m9", 2).errorCode());
        assertEquals(2, group.join("m1").memberEpoch(), "who joins again goes on");
    }

    @Test
    void shouldAnswerTheRepetitionOfAHeartbeatWhoseAnswerWasLost() {
        group.withTopics(1);
        group.join("m1");
        group.withTopics(2);
        StreamsGroupHeartbeatResponse first = group.beat("m1", 2);
        assertEquals(3, first.memberEpoch());
        assertEquals(first, group.beat("m1", 2));
        StreamsGroupHeartbeatResponse said = group.beat("m1", 2, active("0_0", "1_0"));
        assertEquals(ErrorCode.NONE, said.errorCode(), "who says what it owns is understood");
        assertEquals(ALL, told(said), "and told what it has");
    }

    @Test
    void shouldRefuseAnotherTopologyWhileOthersRunTheOldOne() {
        group.withTopics(1);
        group.join("m1");
        StreamsGroupHeartbeatRequest other =
                joining("m2")
                        .topology(
                                new StreamsGroupHeartbeatRequest.Topology(
                                        0,
                                        StreamsHarness.wordCount().subtopologies().subList(0, 1)))
                        .build();
        assertEquals(ErrorCode.INVALID_REQUEST, group.heartbeat(other).errorCode());
        group.beat("m1", -1);
        assertEquals(active("0_0"), told(group.heartbeat(other)), "alone it may run what it likes");
    }

    @Test
    void shouldTellAllMembersToShutDown() {
        group.withTopics(1);
        group.join("m1");
        group.join("m2");
        group.heartbeat(owning("m1", 2, active("0_0", "1_0")).shutdownApplication(true).build());
        assertEquals(List.of(Status.SHUTDOWN_APPLICATION.ordinal()), statuses(group.beat("m2", 3)));
        group.beat("m1", -1);
        group.beat("m2", -1);
        assertEquals(List.of(), group.join("m3").status(), "who comes later is not meant");
    }

    @Test
    void shouldTellWhereKeysCanBeAskedFor() {
        group.withTopics(1);
        group.heartbeat(
                joining("m1")
                        .userEndpoint(new StreamsGroupHeartbeatRequest.Endpoint("host", 80))
                        .build());
        StreamsGroupHeartbeatResponse next = group.beat("m1", 2);
        List<StreamsGroupHeartbeatResponse.EndpointToPartitions> endpoints =
                next.partitionsByUserEndpoint();
        assertNotNull(endpoints);
        assertEquals("host", endpoints.get(0).userEndpoint().host());
        assertEquals(
                List.of(REPARTITION, "lines"),
                endpoints.get(0).activePartitions().stream().map(each -> each.topic()).toList());
        StreamsGroupHeartbeatRequest known =
                StreamsHarness.beating("m1", 2)
                        .endpointInformationEpoch(next.endpointInformationEpoch())
                        .build();
        assertNull(group.heartbeat(known).partitionsByUserEndpoint());
    }

    @Test
    void shouldRefuseWhatNobodySupportsAndWhatMakesNoSense() {
        group.withTopics(1);
        assertEquals(
                ErrorCode.INVALID_REQUEST,
                group.heartbeat(joining("m1").instanceId("i").build()).errorCode());
        assertEquals(
                ErrorCode.INVALID_REQUEST,
                group.heartbeat(joining("m1").topology(null).build()).errorCode());
        assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, group.beat("m1", 2).errorCode());
        group.join("m1");
        assertEquals(ErrorCode.INVALID_REQUEST, group.beat("m1", 2, active("0_7")).errorCode());
        assertEquals(ErrorCode.INVALID_REQUEST, group.beat("m1", 2, active("9_0")).errorCode());
    }

    @Test
    void shouldKeepEverythingWhenTheCoordinatorMoves() {
        group.withTopics(2);
        group.standbyReplicas(1);
        group.join("m1");
        group.join("m2");
        group.beat("m1", 2);
        Object before = group.durable();
        group.failOver();
        assertEquals(before, group.durable());
        assertEquals(ErrorCode.NONE, group.beat("m1", 2).errorCode());
    }
}
