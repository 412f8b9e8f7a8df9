package io.leat.log.quorum;

/** A voter that knows no leader of its epoch, and may have voted. Owned by the quorum's loop. */
final class Unattached extends Role {

    private final long deadlineMs;

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
}
