package io.leat.log.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class RaftNodeTest {

    @Test
    void shouldElectItselfAtOnceInAQuorumOfOne() {
        SimQuorum quorum = new SimQuorum(1, 1);
        quorum.runFor(50);
        assertNotNull(quorum.leader(), "no waiting for an election timeout");
        quorum.leader().append("hello");
        quorum.runFor(50);
        assertEquals(1, quorum.committed.size());
    }

    @Test
    void shouldKeepWhatWasCommittedThroughACrashOfTheOnlyVoter() {
        SimQuorum quorum = new SimQuorum(2, 1);
        quorum.runFor(50);
        quorum.leader().append("one");
        quorum.runFor(50);
        quorum.leader().append("lost, because nobody was told it is committed");
        int epoch = quorum.leader().raft.epoch();
        quorum.voters.get(1).crash();
        quorum.voters.get(1).boot();
        quorum.runFor(50);
        assertEquals(1, quorum.committed.size());
        assertTrue(quorum.leader().raft.epoch() > epoch);
    }

    @Test
    void shouldElectAnotherLeaderWhenTheLeaderDies() {
        SimQuorum quorum = new SimQuorum(3, 3);
        quorum.runFor(5_000);
        SimQuorum.Voter first = quorum.leader();
        assertNotNull(first);
        first.append("before");
        quorum.runFor(200);
        first.crash();
        quorum.runFor(10_000);
        SimQuorum.Voter second = quorum.leader();
        assertNotNull(second);
        second.append("after");
        quorum.runFor(200);
        assertEquals(2, quorum.committed.size());
    }

    @Test
    void shouldResignWithoutAMajority() {
        SimQuorum quorum = new SimQuorum(4, 3);
        quorum.runFor(5_000);
        SimQuorum.Voter leader = quorum.leader();
        assertNotNull(leader);
        quorum.voters.values().stream().filter(v -> v != leader).forEach(v -> v.crash());
        quorum.runFor(10_000);
        assertNull(quorum.leader());
    }

    @Test
    void shouldNotDisturbALeaderAfterBeingCutOff() {
        SimQuorum quorum = new SimQuorum(5, 3);
        quorum.runFor(5_000);
        SimQuorum.Voter leader = quorum.leader();
        assertNotNull(leader);
        int epoch = leader.raft.epoch();
        int lonely = leader.id % 3 + 1;
        quorum.voters.keySet().stream()
                .filter(id -> id != lonely)
                .forEach(id -> quorum.cut(id, lonely));
        quorum.runFor(30_000);
        quorum.heal();
        quorum.runFor(5_000);
        assertEquals(leader, quorum.leader());
        assertEquals(epoch, leader.raft.epoch(), "pre-vote keeps the epoch");
    }

    @Test
    void shouldAgreeUnderCrashesAndPartitions() {
        long seeds = Long.getLong("leat.seeds", 50);
        for (long seed = 1; seed <= seeds; seed++) {
            for (int size : new int[] {1, 3, 5}) {
                try {
                    torment(seed, size);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed " + seed + ", " + size + " voters", e);
                }
            }
        }
    }

    private static void torment(long seed, int size) {
        SimQuorum quorum = new SimQuorum(seed, size);
        Random random = quorum.random();
        quorum.lossRate = random.nextInt(3) * 0.05;
        for (int step = 0; step < 60; step++) {
            quorum.runFor(random.nextInt(800));
            SimQuorum.Voter leader = quorum.leader();
            if (leader != null) {
                leader.append("record " + step);
            }
            int one = 1 + random.nextInt(size);
            SimQuorum.Voter voter = quorum.voters.get(one);
            switch (random.nextInt(6)) {
                case 0 -> voter.crash();
                case 1 -> quorum.cut(one, one % size + 1 == one ? one + 1 : one % size + 1);
                case 2 -> quorum.heal();
                default -> {
                    if (!voter.alive) {
                        voter.boot();
                    }
                }
            }
        }
        quorum.heal();
        quorum.voters.values().stream().filter(v -> !v.alive).forEach(v -> v.boot());
        quorum.runFor(30_000);
        SimQuorum.Voter leader = quorum.leader();
        assertNotNull(leader, "a healed quorum elects a leader");
        leader.append("last");
        quorum.runFor(3_000);
        long end = leader.raft.highWatermark();
        for (SimQuorum.Voter voter : quorum.voters.values()) {
            assertEquals(end, voter.raft.highWatermark(), "voter " + voter.id + " catches up");
        }
        assertEquals("last", text(quorum.committed.get(quorum.committed.size() - 1)));
    }

    private static String text(MetadataBatch batch) {
        return new String(batch.records().get(0).array());
    }
}
