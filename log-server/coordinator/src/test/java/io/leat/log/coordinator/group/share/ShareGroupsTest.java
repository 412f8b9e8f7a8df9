package io.leat.log.coordinator.group.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.coordinator.Asked;
import io.leat.log.coordinator.CoordinatorPartition;
import io.leat.log.coordinator.CountingEntropy;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.ManualLoop;
import io.leat.log.coordinator.MemoryLog;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupRecordCodec;
import io.leat.log.coordinator.group.GroupSettings;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.assignment.Topics;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ShareGroupHeartbeatRequest;
import io.leat.log.protocol.message.ShareGroupHeartbeatResponse;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Share groups and the share coordinators they wait for, in virtual time. */
final class ShareGroupsTest {

    private static final int REGULAR_MS = 5_000;
    private static final Assignment BOTH =
            new Assignment(new TreeMap<>(Map.of(Topics.idOf("t"), new TreeSet<>(List.of(0, 1)))));

    private final ManualLoop loop = new ManualLoop();
    private final MemoryLog log = new MemoryLog(loop);
    private final Topics topics = new Topics().with("t", 2);
    private final ArrayDeque<Beginning> beginnings = new ArrayDeque<>();
    private CoordinatorPartition<GroupCoordinator, GroupRecord> partition = start();

    /** What share coordinators were asked to begin with and have not answered. */
    private record Beginning(
            int stateEpoch, Assignment partitions, Consumer<SharedStates.Begun> done) {}

    private CoordinatorPartition<GroupCoordinator, GroupRecord> start() {
        SharedStates states =
                new SharedStates() {
                    @Override
                    public void initialize(
                            String groupId,
                            int stateEpoch,
                            Assignment partitions,
                            Consumer<Begun> done) {
                        beginnings.add(new Beginning(stateEpoch, partitions, done));
                    }

                    @Override
                    public void delete(
                            String groupId, Assignment partitions, Consumer<Assignment> done) {
                        done.accept(partitions);
                    }
                };
        CoordinatorPartition<GroupCoordinator, GroupRecord> started =
                new CoordinatorPartition<>(
                        log,
                        new GroupRecordCodec(),
                        timers ->
                                new GroupCoordinator(
                                        timers,
                                        new CountingEntropy(),
                                        () -> topics,
                                        GroupSettings.DEFAULT,
                                        List.of(
                                                ShareGroups.factory(
                                                        ShareSettings.DEFAULT, states))));
        started.start();
        loop.run();
        return started;
    }

    private interface Request<T> {
        Decision<GroupRecord> decide(ShareGroups groups, Promise<T> promise, Moment now);
    }

    private <T> T ask(Request<T> request) {
        Asked<T> asked = new Asked<>();
        partition.decide(
                asked.promise(),
                (groups, now) ->
                        request.decide(groups.part(ShareGroups.class), asked.promise(), now));
        loop.run();
        return asked.value();
    }

    private ShareGroupHeartbeatResponse beat(int epoch) {
        return beat("m", epoch);
    }

    private ShareGroupHeartbeatResponse beat(String member, int epoch) {
        ShareGroupHeartbeatRequest request =
                ShareGroupHeartbeatRequest.builder()
                        .groupId("g")
                        .memberId(member)
                        .memberEpoch(epoch)
                        .subscribedTopicNames(epoch == 0 ? List.of("t") : null)
                        .build();
        return ask(
                (groups, promise, now) ->
                        groups.heartbeat(
                                request,
                                new ShareGroups.Caller("client", "/127.0.0.1"),
                                promise,
                                now));
    }

    private void answer(Beginning beginning, Assignment begun, int newerEpoch) {
        beginning.done().accept(new SharedStates.Begun(begun, newerEpoch));
        loop.run();
    }

    private static int assigned(ShareGroupHeartbeatResponse response) {
        ShareGroupHeartbeatResponse.Assignment assignment = response.assignment();
        assertNotNull(assignment);
        return assignment.topicPartitions().stream().mapToInt(t -> t.partitions().size()).sum();
    }

    @Test
    void shouldHaveMembersAskAgainSoonWhileShareCoordinatorsBegin() {
        ShareGroupHeartbeatResponse joined = beat(0);
        assertEquals(0, assigned(joined));
        assertTrue(joined.heartbeatIntervalMs() <= 500, joined::toString);
        answer(beginnings.remove(), BOTH, SharedStates.Begun.NONE_NEWER);
        ShareGroupHeartbeatResponse next = beat(joined.memberEpoch());
        assertEquals(2, assigned(next));
        assertEquals(REGULAR_MS, next.heartbeatIntervalMs());
    }

    @Test
    void shouldPauseBetweenTwoAssignments() {
        ShareGroupHeartbeatResponse joined = beat(0);
        answer(beginnings.remove(), BOTH, SharedStates.Begun.NONE_NEWER);
        beat(joined.memberEpoch());
        loop.advance(300);
        ShareGroupHeartbeatResponse second = beat("n", 0);
        assertEquals(0, assigned(second));
        assertEquals(700, second.heartbeatIntervalMs());
        loop.advance(700);
        ShareGroupHeartbeatResponse later = beat("n", second.memberEpoch());
        assertEquals(1, assigned(later));
        assertEquals(REGULAR_MS, later.heartbeatIntervalMs());
    }

    @Test
    void shouldHaveMembersWaitAsUsualForShareCoordinatorsThatDoNotAnswer() {
        ShareGroupHeartbeatResponse joined = beat(0);
        loop.advance(REGULAR_MS);
        assertEquals(REGULAR_MS, beat(joined.memberEpoch()).heartbeatIntervalMs());
    }

    @Test
    void shouldGoBeyondAStateThatOutlivedAGroupOfItsName() {
        ShareGroupHeartbeatResponse joined = beat(0);
        answer(beginnings.remove(), Assignment.NONE, 7);
        ShareGroupHeartbeatResponse next = beat(joined.memberEpoch());
        Beginning again = beginnings.remove();
        assertEquals(8, again.stateEpoch());
        assertEquals(BOTH, again.partitions());
        answer(again, BOTH, SharedStates.Begun.NONE_NEWER);
        assertEquals(2, assigned(beat(next.memberEpoch())));
    }

    @Test
    void shouldShareAPartitionBegunAnewOnlyOnceItHasBegun() {
        int epoch =
                this.<ShareGroups.KeptPartitions>ask(
                                (groups, promise, now) -> groups.restart("g", BOTH, promise, now))
                        .epoch();
        partition.close(); // a crash before share coordinators were asked
        partition = start();
        assertEquals(Assignment.NONE, kept().partitions());
        this.<ShareGroups.KeptPartitions>ask(
                (groups, promise, now) ->
                        groups.restarted(
                                "g",
                                new SharedStates.Begun(BOTH, SharedStates.Begun.NONE_NEWER),
                                promise));
        assertEquals(BOTH, kept().partitions());
        assertEquals(epoch, kept().epoch());
        assertEquals(ErrorCode.NONE, kept().error());
        beat(0);
        assertTrue(beginnings.isEmpty());
    }

    private ShareGroups.KeptPartitions kept() {
        return ask((groups, promise, now) -> groups.kept("g", promise));
    }
}
