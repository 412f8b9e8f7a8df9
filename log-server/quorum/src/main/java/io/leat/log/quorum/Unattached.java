package io.leat.log.quorum;

/**
 * A replica that knows no leader of its epoch, and may have voted. Owned by the quorum's loop. A
 * voter waits for an election timeout; an observer asks one controller after the other.
 */
final class Unattached extends Role {

    private long deadlineMs;

    Unattached(RaftNode node, long deadlineMs) {
        super(node);
        this.deadlineMs = deadlineMs;
    }

    @Override
    long deadlineMs() {
        return deadlineMs;
    }

    @Override
    void onDeadline(long nowMs) {
        if (node.campaigning()) {
            node.become(new Prospective(node, null, nowMs), nowMs);
        } else {
            deadlineMs = nowMs + node.settings().electionTimeoutMs() / 2;
            node.askAnybody();
        }
    }

    @Override
    boolean grantsPreVote(RaftMessage.Vote vote, long nowMs) {
        return true;
    }

    @Override
    boolean grantsVote() {
        return true;
    }
}
