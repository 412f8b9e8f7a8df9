package io.leat.log.quorum;

import java.util.HashSet;
import java.util.Set;

/**
 * A voter that sounds out whether it would win, without changing its epoch (KIP-996). Owned by the
 * quorum's loop.
 */
final class Prospective extends Role {

    private final long deadlineMs;
    private final Set<Integer> granted = new HashSet<>();

    Prospective(RaftNode node, long nowMs) {
        super(node);
        this.deadlineMs = nowMs + node.randomElectionTimeoutMs();
    }

    @Override
    void enter(long nowMs) {
        node.askForVotes(true);
        count(node.id(), nowMs);
    }

    @Override
    long deadlineMs() {
        return deadlineMs;
    }

    @Override
    void onDeadline(long nowMs) {
        node.become(new Prospective(node, nowMs), nowMs);
    }

    @Override
    boolean grantsPreVote(long nowMs) {
        return true;
    }

    @Override
    boolean grantsVote() {
        return true;
    }

    @Override
    void onVoteReply(int from, RaftMessage.VoteReply reply, long nowMs) {
        if (reply.preVote() && reply.granted()) {
            count(from, nowMs);
        }
    }

    private void count(int voter, long nowMs) {
        granted.add(voter);
        if (granted.size() >= node.settings().majority()) {
            node.standForElection(nowMs);
        }
    }
}
