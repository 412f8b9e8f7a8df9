package io.leat.log.quorum;

import java.util.Set;

/**
 * Who takes part, and how patient they are.
 *
 * @param nodeId this node
 * @param voters all voters; this node is one of them
 * @param electionTimeoutMs how long a candidate waits for votes, at least; at most twice that
 * @param fetchTimeoutMs how long a follower goes without hearing from its leader, and a leader
 *     without hearing from a majority
 */
public record RaftSettings(
        int nodeId, Set<Integer> voters, int electionTimeoutMs, int fetchTimeoutMs) {

    public RaftSettings {
        voters = Set.copyOf(voters);
        if (!voters.contains(nodeId)) {
            throw new IllegalArgumentException("node " + nodeId + " is no voter of " + voters);
        }
    }

    /** The usual timing: elections of 1 s, 2 s of silence. */
    public static RaftSettings of(int nodeId, Set<Integer> voters) {
        return new RaftSettings(nodeId, voters, 1000, 2000);
    }

    /** How many voters a decision needs. */
    int majority() {
        return voters.size() / 2 + 1;
    }
}
