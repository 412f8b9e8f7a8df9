package io.leat.log.testkit.cluster;

import io.leat.log.quorum.QuorumState;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.ReplicaKey;
import org.jspecify.annotations.Nullable;

/** The part of one node in the metadata quorum, over all lives of its process. */
final class WatchedQuorum {

    private final int id;
    private final ClusterInvariants invariants;
    private @Nullable QuorumState promised;
    private long committed;
    private int ledEpoch = -1;

    WatchedQuorum(int id, ClusterInvariants invariants) {
        this.id = id;
        this.invariants = invariants;
    }

    /** A new process: it does not know what the last one knew. */
    void begins() {
        promised = null;
        committed = 0;
    }

    void look(RaftNode raft) {
        if (raft.leading() && raft.epoch() != ledEpoch) {
            ledEpoch = raft.epoch();
            invariants.leadsQuorum(raft.epoch(), id);
        }
        QuorumState now = raft.promised();
        if (now != promised && raft.voting() && !now.equals(QuorumState.INITIAL)) {
            promised = now;
            ReplicaKey vote = now.votedFor();
            invariants.promises(id, now.epoch(), vote == null ? -1 : vote.id());
        }
        long nowCommitted = raft.highWatermark();
        if (nowCommitted != committed) {
            invariants.highWatermark(id, "the metadata log", committed, nowCommitted);
            committed = nowCommitted;
        }
    }
}
