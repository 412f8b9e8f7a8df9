package io.leat.log.quorum;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A voter that sounds out whether it would win, without changing its epoch (KIP-996). Owned by the
 * quorum's loop.
 *
 * <p>When a leader dies all its followers notice within a moment. So that they do not split the
 * vote, those that just lost a leader let the lowest number go first, unless its log is behind; who
 * fails is not waited for twice.
 */
final class Prospective extends Role {

    private final @Nullable Peer lost;
    private long deadlineMs;
    private boolean yielded;
    private final Set<Integer> granted = new HashSet<>();

    /**
     * @param lost the leader of this epoch that went silent; that others still hear it is no reason
     *     to go back to it
     */
    Prospective(RaftNode node, @Nullable Peer lost, long nowMs) {
        super(node);
        this.lost = lost;
        this.deadlineMs = nowMs + node.patience().roundMs();
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
        node.nextRound(nowMs);
    }

    /** Perhaps nobody was there yet who could give this node its vote. */
    @Override
    void onWeakerCandidate(int candidate) {
        node.askForVote(candidate, true);
    }

    @Override
    boolean grantsPreVote(RaftMessage.Vote vote, long nowMs) {
        if (lost == null) {
            return true;
        }
        if (vote.candidate().id() < node.id() || node.behind(vote)) {
            yielded = true;
            deadlineMs = Math.min(deadlineMs, nowMs + node.patience().electionMs() / 4);
            return true;
        }
        node.askForVote(vote.candidate().id(), true); // it lost the leader too, and may not have
        return false; // when this node asked it
    }

    @Override
    boolean grantsVote() {
        return true;
    }

    @Override
    void onHearsay(Peer leader, long nowMs) {
        if (lost == null || lost.id() != leader.id()) {
            super.onHearsay(leader, nowMs);
        }
    }

    @Override
    void onVoteReply(int from, RaftMessage.Vote asked, RaftMessage.VoteReply reply, long nowMs) {
        if (asked.preVote() && reply.granted()) {
            count(from, nowMs);
        }
    }

    private void count(int voter, long nowMs) {
        granted.add(voter);
        if (!yielded && node.voters().isMajority(granted)) {
            node.standForElection(nowMs);
        }
    }
}
