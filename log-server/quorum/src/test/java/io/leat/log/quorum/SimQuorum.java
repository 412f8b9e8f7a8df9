package io.leat.log.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.Uuid;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Replicas of a metadata log in virtual time, each with its real log and vote on a simulated disk.
 * Requests and answers travel as objects, with delays, losses and cuts in either direction; the
 * death of a process breaks its connections, a cut or a pause does not.
 *
 * <p>It checks at every event that an epoch has one leader, that epochs and high watermarks do not
 * fall, that all replicas commit the same batches in the same order, and that nobody is sure to
 * have led after the election of the next.
 */
final class SimQuorum implements AutoCloseable {

    static final int PORT = 9093;

    final Simulation simulation;
    final Entropy random;
    final TreeMap<Integer, Replica> replicas = new TreeMap<>();
    final TreeMap<Long, MetadataBatch> committed = new TreeMap<>();
    final TreeMap<Long, Integer> stateAt = new TreeMap<>();
    long snapshotBytes = RaftSettings.SNAPSHOT_BYTES;
    int snapshotsLoaded;
    private final Map<Integer, Integer> leaderOfEpoch = new HashMap<>();
    private final TreeMap<Integer, Long> electedAtMs = new TreeMap<>();
    private final Set<List<Integer>> cut = new HashSet<>();
    double lossRate;
    int latencyMaxMs = 5;

    /** Voters 1 to {@code size}, static, all started. */
    SimQuorum(long seed, int size) {
        this(seed);
        VoterSet voters = voters(size, false);
        for (int id = 1; id <= size; id++) {
            add(id, voters, List.of());
        }
        replicas.values().forEach(Replica::boot);
    }

    /** Nobody yet. */
    SimQuorum(long seed) {
        this.simulation = new Simulation(seed);
        this.random = simulation.entropy("quorum");
    }

    static VoterSet voters(int size, boolean withDisks) {
        List<VoterSet.Voter> voters = new java.util.ArrayList<>();
        for (int id = 1; id <= size; id++) {
            Uuid disk = withDisks ? disk(id, 1) : Uuid.ZERO;
            voters.add(new VoterSet.Voter(new ReplicaKey(id, disk), listeners(id)));
        }
        return VoterSet.of(voters);
    }

    static Uuid disk(int id, int number) {
        return new Uuid(id, number);
    }

    static List<VoterSet.Listener> listeners(int id) {
        return List.of(new VoterSet.Listener("CONTROLLER", new Endpoint("n" + id, PORT)));
    }

    Replica add(int id, VoterSet voters, List<Endpoint> bootstrap) {
        Replica replica = new Replica(id, voters, bootstrap);
        replicas.put(id, replica);
        return replica;
    }

    void runFor(long ms) {
        simulation.runFor(ms);
    }

    void cut(int from, int to) {
        cut.add(List.of(from, to));
    }

    void cutBoth(int one, int other) {
        cut(one, other);
        cut(other, one);
    }

    void isolate(int id) {
        replicas.keySet().stream().filter(other -> other != id).forEach(o -> cutBoth(id, o));
    }

    void heal() {
        cut.clear();
        lossRate = 0;
    }

    Collection<Replica> all() {
        return replicas.values();
    }

    /** The replica that leads the highest epoch, or null. */
    @Nullable Replica leader() {
        Replica best = null;
        for (Replica replica : all()) {
            boolean leads = replica.up() && replica.leading;
            if (leads && (best == null || replica.raft.epoch() > best.raft.epoch())) {
                best = replica;
            }
        }
        return best;
    }

    /** Waits for a leader. */
    Replica elect() {
        assertTrue(simulation.runUntil(() -> leader() != null, 60_000), "nobody is elected");
        Replica leader = leader();
        assertTrue(leader != null);
        return leader;
    }

    private void carry(int from, Peer to, RaftMessage.Request request) {
        Endpoint address = to.endpoint();
        int target = address != null ? Integer.parseInt(address.host().substring(1)) : to.id();
        Replica sender = replicas.get(from);
        Replica receiver = replicas.get(target);
        int life = sender.life;
        travel(
                from,
                target,
                () -> {
                    if (receiver == null || !receiver.up()) {
                        travel(target, from, () -> sender.refused(life, to.id()));
                        return;
                    }
                    receiver.deliver(
                            () ->
                                    receiver.raft.receive(
                                            request,
                                            reply ->
                                                    travel(
                                                            target,
                                                            from,
                                                            () ->
                                                                    sender.deliver(
                                                                            life,
                                                                            () ->
                                                                                    sender.raft
                                                                                            .answered(
                                                                                                    to,
                                                                                                    request,
                                                                                                    reply)))));
                });
    }

    private void travel(int from, int to, Runnable arrival) {
        if (random.nextDouble() >= lossRate) {
            simulation.after(
                    random.nextInt(latencyMaxMs + 1),
                    () -> {
                        if (!cut.contains(List.of(from, to))) {
                            arrival.run();
                        }
                    });
        }
    }

    @Override
    public void close() {
        simulation.close();
    }

    /** One replica, and what survives its crashes. */
    final class Replica implements RaftListener {
        final int id;
        final SimNode node;
        final VoterSet configured;
        final List<Endpoint> bootstrap;
        int diskNumber = 1;
        int life;
        boolean leading;
        int highestEpoch;
        private int ledEpoch = -1;
        long toldOffset;
        int state;
        RaftNode raft;

        Replica(int id, VoterSet configured, List<Endpoint> bootstrap) {
            this.id = id;
            this.configured = configured;
            this.bootstrap = bootstrap;
            this.node = simulation.node("n" + id);
        }

        boolean up() {
            return node.isUp() && raft != null;
        }

        ReplicaKey key() {
            return new ReplicaKey(id, disk(id, diskNumber));
        }

        void boot() {
            EventLoop loop = node.isUp() ? node.ports().loop() : node.restart().loop();
            life++;
            raft = null;
            leading = false;
            ledEpoch = -1;
            toldOffset = 0;
            state = 0;
            int booted = life;
            loop.execute(() -> start(loop, booted));
        }

        private void start(EventLoop loop, int booted) {
            io.leat.log.runtime.sim.SimDisk disk = node.disk("d" + diskNumber);
            disk.createDirectories("meta");
            disk.forceDirectory("");
            DiskMetadataLog log =
                    DiskMetadataLog.open(
                            disk,
                            "meta",
                            node.ports().offload(),
                            loop,
                            false,
                            failure -> {
                                throw failure;
                            });
            RaftSettings settings =
                    new RaftSettings(
                            key(),
                            listeners(id),
                            configured,
                            bootstrap,
                            RaftSettings.ELECTION_TIMEOUT_MS,
                            RaftSettings.FETCH_TIMEOUT_MS,
                            snapshotBytes,
                            RaftSettings.SNAPSHOT_INTERVAL_MS);
            raft =
                    new RaftNode(
                            settings,
                            loop,
                            node.ports().entropy().fork("raft"),
                            log,
                            new FileQuorumStore(disk, "meta"),
                            (to, request) -> carry(id, to, request),
                            this);
            raft.start();
            assertTrue(raft.epoch() >= highestEpoch, "the epoch of " + id + " fell");
            highestEpoch = raft.epoch();
        }

        /** Runs {@code action} on the loop, if this life of the process still lasts by then. */
        void deliver(Runnable action) {
            deliver(life, action);
        }

        private void deliver(int sameLife, Runnable action) {
            if (up() && life == sameLife) {
                node.ports()
                        .loop()
                        .execute(
                                () -> {
                                    action.run();
                                    highestEpoch = Math.max(highestEpoch, raft.epoch());
                                    checkLed();
                                });
            }
        }

        private void checkLed() {
            if (raft.leading() && raft.epoch() > ledEpoch) {
                ledEpoch = raft.epoch();
                electedAtMs.put(ledEpoch, simulation.nowMs());
            }
            Map.Entry<Integer, Long> next = electedAtMs.higherEntry(ledEpoch);
            if (next != null && ledEpoch >= 0) {
                long agoMs =
                        raft.nowMs()
                                - raft.leadership().ledAtMs(); // each node has a clock of its own
                long ledAtMs = simulation.nowMs() - agoMs;
                assertTrue(
                        ledAtMs <= next.getValue(),
                        () -> this + " is sure to have led at " + ledAtMs + ", after " + next);
            }
        }

        private void refused(int sameLife, int peer) {
            deliver(sameLife, () -> raft.disconnected(peer));
        }

        /** The power fails. */
        void crash() {
            node.crash();
            ended();
        }

        /** The process is killed. */
        void kill() {
            node.kill();
            ended();
        }

        private void ended() {
            leading = false;
            for (Replica other : all()) {
                if (other != this) {
                    travel(id, other.id, () -> other.deliver(() -> other.raft.disconnected(id)));
                }
            }
        }

        VoterSet.Voter voter() {
            return new VoterSet.Voter(key(), listeners(id));
        }

        /** The disk is replaced by an empty one; the process is down. */
        void newDisk() {
            diskNumber++;
            highestEpoch = 0;
        }

        void append(String text) {
            deliver(
                    () -> {
                        if (leading) {
                            raft.append(
                                    List.of(
                                            ByteBuffer.wrap(
                                                    text.getBytes(StandardCharsets.UTF_8))));
                        }
                    });
        }

        @Override
        public void onCommitted(MetadataBatch batch) {
            if (raft.leading()) {
                assertEquals(
                        raft.epoch(),
                        raft.log().epochBefore(raft.highWatermark()),
                        "a leader commits over records of its own epoch");
            }
            MetadataBatch first = committed.putIfAbsent(batch.baseOffset(), batch);
            if (first != null) {
                assertEquals(first, batch, "replica " + id + " commits something else");
            } else {
                Map.Entry<Long, MetadataBatch> before = committed.lowerEntry(batch.baseOffset());
                assertTrue(
                        before == null || before.getValue().endOffset() <= batch.baseOffset(),
                        "batches overlap");
                assertEquals(
                        batch, committed.lastEntry().getValue(), "a batch was committed too late");
            }
            assertTrue(batch.baseOffset() >= toldOffset, "committed batches repeat");
            toldOffset = batch.endOffset();
            state = 31 * state + batch.records().hashCode();
            checkState();
        }

        private void checkState() {
            Integer other = stateAt.putIfAbsent(toldOffset, state);
            assertTrue(other == null || other == state, "replica " + id + " has another state");
        }

        @Override
        public void onSnapshot(MetadataSnapshot snapshot) {
            assertTrue(!leading, "a leader loads no snapshot");
            assertTrue(snapshot.id().endOffset() > toldOffset, "a snapshot goes back");
            toldOffset = snapshot.id().endOffset();
            state = snapshot.records().get(0).get(0).duplicate().getInt();
            snapshotsLoaded++;
            checkState();
        }

        @Override
        public SnapshotSource image() {
            long offset = toldOffset;
            int content = state;
            return new SnapshotSource() {
                @Override
                public long offset() {
                    return offset;
                }

                @Override
                public Iterator<ByteBuffer> records() {
                    return IntStream.range(0, 600)
                            .mapToObj(i -> ByteBuffer.allocate(8).putInt(content).putInt(i).flip())
                            .iterator();
                }
            };
        }

        @Override
        public void onLeading(int epoch) {
            leading = true;
            Integer other = leaderOfEpoch.putIfAbsent(epoch, id);
            assertTrue(other == null || other == id, "two leaders of epoch " + epoch);
        }

        @Override
        public void onResigned(int epoch) {
            leading = false;
        }

        @Override
        public String toString() {
            return raft == null
                    ? "replica " + id + " booting"
                    : "replica "
                            + key()
                            + " of voters "
                            + raft.voters()
                            + " in epoch "
                            + raft.epoch()
                            + " of leader "
                            + raft.leader()
                            + " with "
                            + raft.log().endOffset()
                            + " of epoch "
                            + raft.log().lastEpoch();
        }
    }

    static String text(MetadataBatch batch) {
        return StandardCharsets.UTF_8.decode(batch.records().get(0).duplicate()).toString();
    }

    void drawDisks() {
        DiskFaults.Loss[] losses = DiskFaults.Loss.values();
        for (Replica replica : all()) {
            replica.node.diskFaults(
                    DiskFaults.NONE
                            .withLoss(losses[1 + random.nextInt(losses.length - 1)])
                            .withForceMean(50_000L << random.nextInt(8)));
        }
    }
}
