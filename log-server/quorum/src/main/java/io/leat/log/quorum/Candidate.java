package io.leat.log.quorum;

import java.util.HashSet;
import java.util.Set;

/** A voter that voted for itself in its epoch and asks the others. Owned by the quorum's loop. */
final class Candidate extends Role {

    private final long askedMs;
    private long deadlineMs;
    private final Set<Integer> granted = new HashSet<>();
    private final Set<Integer> refused = new HashSet<>();

    Candidate(RaftNode node, long nowMs) {
        super(node);
        this.askedMs = nowMs;
        this.deadlineMs = nowMs + node.patience().roundMs();
    }

    @Override
    void enter(long nowMs) {
        node.askForVotes(false);
        count(node.id(), nowMs);
    }

    @Override
    long deadlineMs() {
        return deadlineMs;
    }

    @Override
    void onDeadline(long nowMs) {
        node.nextRound(nowMs);
    }

    @Override
    boolean grantsPreVote(RaftMessage.Vote vote, long nowMs) {
        return true;
    }

    @Override
    void onVoteReply(int from, RaftMessage.Vote asked, RaftMessage.VoteReply reply, long nowMs) {
        if (asked.preVote() || asked.epoch() != node.epoch()) {
            return;
        }
        if (reply.granted()) {
            count(from, nowMs);
        } else {
            lose(from, nowMs);
        }
    }

    @Override
    void onDisconnected(int other, long nowMs) {
        if (!granted.contains(other)) {
            lose(other, nowMs);
        }
    }

    private void lose(int voter, long nowMs) {
        if (refused.add(voter)
                && node.voters().size() - refused.size() < node.voters().majority()) {
            deadlineMs = Math.min(deadlineMs, nowMs + node.patience().electionMs() / 4);
        }
    }

    private void count(int voter, long nowMs) {
        granted.add(voter);
        if (node.voters().isMajority(granted)) {
            node.become(new Leader(node, granted, askedMs), nowMs);
        }
    }
}
