package io.leat.log.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.leat.log.runtime.Entropy;
import org.junit.jupiter.api.Test;

final class RaftTormentTest {

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
        try (SimQuorum quorum = new SimQuorum(seed, size)) {
            quorum.add(9, SimQuorum.voters(size, false), java.util.List.of()).boot();
            Entropy random = quorum.random;
            quorum.lossRate = random.nextInt(3) * 0.05;
            quorum.latencyMaxMs = 1 << random.nextInt(6);
            quorum.drawDisks();
            for (int step = 0; step < 60; step++) {
                quorum.runFor(random.nextInt(800));
                SimQuorum.Replica leader = quorum.leader();
                if (leader != null) {
                    leader.append("record " + step);
                }
                fault(quorum, size, random);
            }
            quorum.heal();
            quorum.all().forEach(RaftTormentTest::recover);
            quorum.runFor(20_000);
            SimQuorum.Replica leader = quorum.leader();
            assertNotNull(leader, "a healed quorum elects a leader");
            leader.append("last");
            quorum.runFor(3_000);
            long end = leader.raft.highWatermark();
            for (SimQuorum.Replica replica : quorum.all()) {
                assertEquals(end, replica.raft.highWatermark(), replica + " catches up");
            }
            assertEquals("last", SimQuorum.text(quorum.committed.lastEntry().getValue()));
        }
    }

    private static void fault(SimQuorum quorum, int size, Entropy random) {
        int one = 1 + random.nextInt(size);
        int other = 1 + random.nextInt(size);
        SimQuorum.Replica voter = quorum.replicas.get(one);
        switch (random.nextInt(12)) {
            case 0 -> voter.crash();
            case 1 -> voter.kill();
            case 2 -> voter.node.crashAfter(random.nextInt(20));
            case 3 -> voter.node.pause();
            case 4 -> quorum.cut(one, other);
            case 5 -> quorum.cutBoth(one, other);
            case 6 -> quorum.isolate(one);
            case 7 -> quorum.heal();
            case 8 -> quorum.all().forEach(RaftTormentTest::recover);
            default -> recover(voter);
        }
    }

    private static void recover(SimQuorum.Replica replica) {
        replica.node.calm();
        replica.node.resume();
        if (!replica.node.isUp()) {
            replica.leading = false;
            replica.boot();
        }
    }
}
