package io.leat.log.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RaftNodeTest {

    @Test
    void shouldElectItselfAtOnceInAQuorumOfOne() {
        try (SimQuorum quorum = new SimQuorum(1, 1)) {
            quorum.runFor(50);
            assertNotNull(quorum.leader(), "no waiting for an election timeout");
            quorum.leader().append("hello");
            quorum.runFor(50);
            assertEquals(1, quorum.committed.size());
        }
    }

    @Test
    void shouldKeepWhatWasCommittedThroughACrashOfTheOnlyVoter() {
        try (SimQuorum quorum = new SimQuorum(2, 1)) {
            quorum.elect().append("one");
            quorum.runFor(50);
            int epoch = quorum.leader().raft.epoch();
            quorum.replicas.get(1).crash();
            quorum.replicas.get(1).boot();
            assertTrue(quorum.elect().raft.epoch() > epoch);
            assertEquals(1, quorum.committed.size());
            assertEquals(
                    quorum.replicas.get(1).toldOffset,
                    quorum.committed.lastEntry().getValue().endOffset());
        }
    }

    @Test
    void shouldReplaceAKilledLeaderWithinMillisecondsOfItsConnectionsBreaking() {
        List<Long> tookMs = new ArrayList<>();
        for (int seed = 1; seed <= 60; seed++) {
            for (int size = 3; size <= 5; size++) {
                try (SimQuorum quorum = new SimQuorum(seed, size)) {
                    SimQuorum.Replica first = quorum.elect();
                    first.append("before");
                    quorum.runFor(2_000);
                    first.kill();
                    long atMs = quorum.simulation.nowMs();
                    SimQuorum.Replica second = quorum.elect();
                    tookMs.add(quorum.simulation.nowMs() - atMs);
                    second.append("after");
                    quorum.runFor(500);
                    assertEquals(2, quorum.committed.size(), size + " voters, seed " + seed);
                }
            }
        }
        Collections.sort(tookMs);
        assertTrue(tookMs.get(tookMs.size() / 2) < 40, "took, in ms: " + tookMs);
        assertTrue(tookMs.get(tookMs.size() - 1) < 400, "took, in ms: " + tookMs);
    }

    @Test
    void shouldReplaceALeaderThatHangsWithinASecondAndAHalf() {
        for (int seed = 1; seed <= 50; seed++) {
            try (SimQuorum quorum = new SimQuorum(seed, 3)) {
                SimQuorum.Replica first = quorum.elect();
                quorum.runFor(2_000);
                first.node.pause();
                long atMs = quorum.simulation.nowMs();
                int epoch = first.raft.epoch();
                assertTrue(
                        quorum.simulation.runUntil(
                                () ->
                                        quorum.leader() != null
                                                && quorum.leader().raft.epoch() > epoch,
                                5_000));
                long tookMs = quorum.simulation.nowMs() - atMs;
                assertTrue(tookMs < 1_800, "took " + tookMs + " ms with seed " + seed);
                first.node.resume();
                quorum.runFor(2_000);
                assertFalse(first.leading, "who hung follows the new leader");
            }
        }
    }

    @Test
    void shouldBeElectedSoonByAWeakerVoterThatComesBack() {
        for (int seed = 1; seed <= 20; seed++) {
            try (SimQuorum quorum = new SimQuorum(seed, 3)) {
                SimQuorum.Replica first = quorum.elect();
                quorum.runFor(2_000);
                SimQuorum.Replica weak = quorum.replicas.get(first.id % 3 + 1);
                weak.crash();
                first.append("weak does not have this");
                quorum.runFor(2_000);
                first.crash();
                quorum.runFor(20_000); // the third is alone, and grows patient
                weak.boot();
                long atMs = quorum.simulation.nowMs();
                SimQuorum.Replica elected = quorum.elect();
                long tookMs = quorum.simulation.nowMs() - atMs;
                assertEquals(6 - first.id - weak.id, elected.id);
                assertTrue(tookMs < 800, "took " + tookMs + " ms with seed " + seed);
            }
        }
    }

    @Test
    void shouldKeepAHealthyLeaderWhenOneFollowerLosesItsConnection() {
        try (SimQuorum quorum = new SimQuorum(6, 3)) {
            SimQuorum.Replica leader = quorum.elect();
            quorum.runFor(2_000);
            int epoch = leader.raft.epoch();
            SimQuorum.Replica follower = quorum.replicas.get(leader.id % 3 + 1);
            follower.deliver(() -> follower.raft.disconnected(leader.id));
            quorum.runFor(1_500);
            assertEquals(leader, quorum.leader());
            assertEquals(epoch, leader.raft.epoch());
            assertEquals(leader.id, follower.raft.leader(), "it came back");
        }
    }

    @Test
    void shouldResignWithoutAMajority() {
        try (SimQuorum quorum = new SimQuorum(4, 3)) {
            SimQuorum.Replica leader = quorum.elect();
            quorum.all().stream().filter(v -> v != leader).forEach(v -> v.crash());
            quorum.runFor(5_000);
            assertNull(quorum.leader());
        }
    }

    @Test
    void shouldNotDisturbALeaderAfterBeingCutOff() {
        disturb();
    }

    static void disturb() {
        try (SimQuorum quorum = new SimQuorum(5, 3)) {
            SimQuorum.Replica leader = quorum.elect();
            quorum.runFor(2_000);
            int epoch = leader.raft.epoch();
            quorum.isolate(leader.id % 3 + 1);
            quorum.runFor(30_000);
            quorum.heal();
            quorum.runFor(5_000);
            assertEquals(leader, quorum.leader());
            assertEquals(epoch, leader.raft.epoch(), "pre-vote keeps the epoch");
            quorum.cutBoth(leader.id, leader.id % 3 + 1);
            quorum.runFor(10_000);
            assertEquals(epoch, leader.raft.epoch(), "others hear the leader");
        }
    }

    @Test
    void shouldLetObserversFollowWhoeverLeads() {
        try (SimQuorum quorum = new SimQuorum(7, 3)) {
            SimQuorum.Replica knowing = quorum.add(8, SimQuorum.voters(3, false), List.of());
            SimQuorum.Replica asking =
                    quorum.add(
                            9,
                            VoterSet.EMPTY,
                            List.of(new Endpoint("n1", 9093), new Endpoint("n2", 9093)));
            knowing.boot();
            asking.boot();
            SimQuorum.Replica first = quorum.elect();
            first.append("one");
            quorum.runFor(3_000);
            long end = first.raft.highWatermark();
            assertEquals(end, knowing.raft.highWatermark());
            assertEquals(end, asking.raft.highWatermark());
            assertFalse(asking.raft.voting());
            first.kill();
            SimQuorum.Replica second = quorum.elect();
            assertNotEquals(first.id, second.id);
            second.append("two");
            quorum.runFor(3_000);
            assertEquals(second.raft.highWatermark(), knowing.raft.highWatermark());
            assertEquals(second.raft.highWatermark(), asking.raft.highWatermark());
            assertEquals(second.id, asking.raft.leader());
        }
    }

    @Test
    void shouldNotElectObservers() {
        try (SimQuorum quorum = new SimQuorum(8, 1)) {
            SimQuorum.Replica observer = quorum.add(2, SimQuorum.voters(1, false), List.of());
            observer.boot();
            quorum.elect().append("one");
            quorum.runFor(2_000);
            quorum.replicas.get(1).kill();
            quorum.runFor(10_000);
            assertNull(quorum.leader());
            quorum.replicas.get(1).boot();
            quorum.elect().append("two");
            quorum.runFor(2_000);
            assertEquals(2, quorum.committed.size());
            assertEquals(observer.toldOffset, quorum.committed.lastEntry().getValue().endOffset());
        }
    }

    @Test
    void shouldTellInTheLogWhereTheOnlyVoterListensNow() {
        try (SimQuorum quorum = new SimQuorum(9)) {
            VoterSet.Voter unreachable =
                    new VoterSet.Voter(new ReplicaKey(1, SimQuorum.disk(1, 1)), List.of());
            SimQuorum.Replica only = quorum.add(1, VoterSet.of(List.of(unreachable)), List.of());
            only.boot();
            quorum.elect();
            quorum.runFor(100);
            assertEquals(SimQuorum.listeners(1), only.raft.voters().find(1).listeners());
            only.crash();
            only.boot();
            quorum.elect();
            assertEquals(SimQuorum.listeners(1), only.raft.voters().find(1).listeners());
        }
    }

    @Test
    void shouldBringAFollowerThatWasAwayForLongUpWithASnapshot() {
        try (SimQuorum quorum = new SimQuorum(10)) {
            quorum.snapshotBytes = 1_000;
            VoterSet voters = SimQuorum.voters(3, true);
            for (int id = 1; id <= 3; id++) {
                quorum.add(id, voters, List.of()).boot();
            }
            SimQuorum.Replica leader = quorum.elect();
            SimQuorum.Replica away = quorum.replicas.get(leader.id % 3 + 1);
            away.kill();
            for (int i = 0; i < 200; i++) {
                leader.append("record " + i);
                quorum.runFor(20);
            }
            assertTrue(leader.raft.log().start().endOffset() > 100, "the log was let go");
            away.boot();
            quorum.runFor(5_000);
            assertTrue(quorum.snapshotsLoaded > 0);
            assertEquals(leader.state, away.state);
            assertEquals(leader.raft.highWatermark(), away.raft.highWatermark());
        }
    }
}
