package io.leat.log.quorum;

import io.leat.log.protocol.Uuid;
import io.leat.log.runtime.Endpoint;
import java.util.List;
import java.util.Set;

/**
 * Who takes part, and how patient they are. Immutable.
 *
 * @param replica this node and its disk
 * @param listeners where this node's controller listens; empty on a node without one
 * @param voters the voters as the settings name them: they hold until the log names others. If they
 *     name their disks, the first leader writes them to the log, and they can change from then on
 * @param bootstrap addresses of controllers, for a node whose settings name no voters
 * @param electionTimeoutMs how long a candidate waits for votes, at least; at most twice that
 * @param fetchTimeoutMs how long a follower goes without hearing from its leader, and a leader
 *     without hearing from a majority
 * @param snapshotBytes how much is committed between two snapshots
 * @param snapshotIntervalMs how long after a snapshot the next is due, if anything was committed
 */
public record RaftSettings(
        ReplicaKey replica,
        List<VoterSet.Listener> listeners,
        VoterSet voters,
        List<Endpoint> bootstrap,
        int electionTimeoutMs,
        int fetchTimeoutMs,
        long snapshotBytes,
        long snapshotIntervalMs) {

    /** Elections where a broken connection does not tell sooner: at once, then in this rhythm. */
    public static final int ELECTION_TIMEOUT_MS = 300;

    /** With it a node that hangs is replaced as leader within a second and a half. */
    public static final int FETCH_TIMEOUT_MS = 1200;

    /** A start replays no more than about this. */
    public static final long SNAPSHOT_BYTES = 20 << 20;

    public static final long SNAPSHOT_INTERVAL_MS = 3_600_000;

    private static final int CHUNK_BYTES = 1 << 20;

    public RaftSettings {
        listeners = List.copyOf(listeners);
        bootstrap = List.copyOf(bootstrap);
        if (voters.size() == 0 && bootstrap.isEmpty()) {
            throw new IllegalArgumentException(
                    "node "
                            + replica.id()
                            + " is told neither voters nor addresses of controllers");
        }
    }

    /** With the usual distance of snapshots. */
    public RaftSettings(
            ReplicaKey replica,
            List<VoterSet.Listener> listeners,
            VoterSet voters,
            List<Endpoint> bootstrap,
            int electionTimeoutMs,
            int fetchTimeoutMs) {
        this(
                replica,
                listeners,
                voters,
                bootstrap,
                electionTimeoutMs,
                fetchTimeoutMs,
                SNAPSHOT_BYTES,
                SNAPSHOT_INTERVAL_MS);
    }

    /** The usual timing, without addresses and disks. */
    public static RaftSettings of(int nodeId, Set<Integer> voters) {
        return new RaftSettings(
                ReplicaKey.of(nodeId),
                List.of(),
                VoterSet.ofIds(voters),
                List.of(),
                ELECTION_TIMEOUT_MS,
                FETCH_TIMEOUT_MS);
    }

    /**
     * A quorum of one, to which voters can be added later.
     *
     * @param directoryId its disk
     * @param listeners where its controller listens; empty if nobody else shall reach it
     */
    public static RaftSettings standalone(
            int nodeId, Uuid directoryId, List<VoterSet.Listener> listeners) {
        ReplicaKey replica = new ReplicaKey(nodeId, directoryId);
        return new RaftSettings(
                replica,
                listeners,
                VoterSet.of(List.of(new VoterSet.Voter(replica, listeners))),
                List.of(),
                ELECTION_TIMEOUT_MS,
                FETCH_TIMEOUT_MS);
    }

    /** How much of a snapshot is fetched at once: with small snapshots, small pieces. */
    int chunkBytes() {
        return (int) Math.max(100, Math.min(CHUNK_BYTES, snapshotBytes / 4));
    }

    Peer self() {
        return new Peer(replica.id(), listeners.isEmpty() ? null : listeners.get(0).endpoint());
    }
}
