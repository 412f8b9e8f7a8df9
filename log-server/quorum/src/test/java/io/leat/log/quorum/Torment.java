package io.leat.log.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Entropy;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a quorum under faults drawn from a seed: power losses, also in the midst of a write,
 * kills, pauses, partitions of each kind, lost and late messages, snapshots all the time; and, if
 * asked for, voters that come and go and disks that are replaced by empty ones.
 */
final class Torment {

    private static final int SPARES = 2;

    private final SimQuorum quorum;
    private final Entropy random;
    private final int size;
    private final boolean members;

    private Torment(SimQuorum quorum, int size, boolean members) {
        this.quorum = quorum;
        this.random = quorum.random;
        this.size = size;
        this.members = members;
    }

    /** Fails with the seed in its message if an invariant breaks. */
    static void run(long seed, int size, boolean members) {
        try (SimQuorum quorum = new SimQuorum(seed)) {
            new Torment(quorum, size, members).run();
        } catch (RuntimeException | AssertionError e) {
            String kind = members ? " voters that change" : " voters";
            throw new AssertionError("seed " + seed + ", " + size + kind + ": " + cause(e), e);
        }
    }

    private static Throwable cause(Throwable e) {
        return e.getCause() == null ? e : cause(e.getCause());
    }

    private void run() {
        quorum.snapshotBytes = 400L << random.nextInt(8);
        VoterSet voters = SimQuorum.voters(size, members);
        List<Endpoint> bootstrap = new ArrayList<>();
        for (int id = 1; id <= size + SPARES; id++) {
            bootstrap.add(new Endpoint("n" + id, SimQuorum.PORT));
        }
        for (int id = 1; id <= size; id++) {
            quorum.add(id, voters, bootstrap);
        }
        for (int id = size + 1; id <= size + SPARES; id++) {
            quorum.add(id, VoterSet.EMPTY, bootstrap);
        }
        quorum.all().forEach(SimQuorum.Replica::boot);
        quorum.lossRate = random.nextInt(3) * 0.05;
        quorum.latencyMaxMs = 1 << random.nextInt(6);
        quorum.drawDisks();
        for (int step = 0; step < 60; step++) {
            quorum.runFor(random.nextInt(800));
            work(step);
            if (members && random.nextInt(3) == 0) {
                if (quorum.leader() != null && random.nextInt(4) == 0) {
                    quorum.isolate(quorum.leader().id);
                }
                replaceADisk();
                for (int changes = random.nextInt(4); changes >= 0; changes--) {
                    changeVoters();
                }
                quorum.runFor(1); // until they began
            } else {
                fault();
            }
        }
        settle();
    }

    private void work(int step) {
        SimQuorum.Replica leader = quorum.leader();
        for (int i = random.nextInt(8); leader != null && i >= 0; i--) {
            leader.append("record " + step + "." + i);
        }
    }

    private void fault() {
        int all = size + SPARES;
        int one = 1 + random.nextInt(all);
        int other = 1 + random.nextInt(all);
        SimQuorum.Replica replica = quorum.replicas.get(one);
        switch (random.nextInt(13)) {
            case 0 -> replica.crash();
            case 1 -> replica.kill();
            case 2 -> replica.node.crashAfter(random.nextInt(20));
            case 3 -> replica.node.pause();
            case 4 -> quorum.cut(one, other);
            case 5 -> quorum.cutBoth(one, other);
            case 6 -> quorum.isolate(one);
            case 7 -> quorum.heal();
            case 8 -> quorum.all().forEach(Torment::recover);
            case 9 -> quorum.all().forEach(SimQuorum.Replica::crash);
            default -> recover(replica);
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

    private void changeVoters() {
        SimQuorum.Replica leader = quorum.leader();
        if (leader == null || leader.node.isPaused()) {
            return;
        }
        SimQuorum.Replica one = quorum.replicas.get(1 + random.nextInt(size + SPARES));
        VoterSet.Voter present = leader.raft.voters().find(one.id);
        if (present == null) {
            leader.deliver(() -> leader.raft.addVoter(one.voter(), true, result -> {}));
        } else if (!present.key().equals(one.key()) || nobodyLostADisk()) {
            leader.deliver(() -> leader.raft.removeVoter(present.key(), result -> {}));
        }
    }

    private void replaceADisk() {
        SimQuorum.Replica one = quorum.replicas.get(1 + random.nextInt(size + SPARES));
        if (random.nextInt(3) == 0 && threeVotersEverywhere() && nobodyLostADisk()) {
            one.crash();
            one.newDisk();
        }
    }

    private boolean threeVotersEverywhere() {
        return quorum.all().stream()
                .filter(SimQuorum.Replica::up)
                .map(replica -> replica.raft.voters().size())
                .allMatch(voters -> voters == 0 || voters > 2);
    }

    /** A majority has to keep what it voted and wrote: one disk at a time. */
    private boolean nobodyLostADisk() {
        for (SimQuorum.Replica holder : quorum.all()) {
            if (holder.up()) {
                for (VoterSet.Voter voter : holder.raft.voters().voters()) {
                    if (!quorum.replicas.get(voter.key().id()).key().equals(voter.key())) {
                        return false;
                    }
                }
            }
        }
        return quorum.all().stream().allMatch(SimQuorum.Replica::up);
    }

    private void settle() {
        quorum.heal();
        quorum.all().forEach(Torment::recover);
        quorum.runFor(20_000);
        SimQuorum.Replica leader = quorum.leader();
        assertNotNull(leader, () -> "a healed quorum elects a leader: " + quorum.all());
        leader.append("last");
        quorum.runFor(5_000);
        long end = leader.raft.highWatermark();
        for (SimQuorum.Replica replica : quorum.all()) {
            assertEquals(end, replica.raft.highWatermark(), () -> replica + " catches up");
            assertEquals(leader.state, replica.state, replica + " has the same state");
        }
        assertEquals("last", SimQuorum.text(quorum.committed.lastEntry().getValue()));
    }
}
