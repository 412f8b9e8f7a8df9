package io.leat.log.quorum;

/**
 * What a voter currently is. Owned by the quorum's loop; replaced as a whole by {@link RaftNode}.
 *
 * <pre>
 *   Unattached --election timeout--> Prospective --majority of pre-votes--> Candidate
 *   Candidate --majority of votes--> Leader      --timeout--> Prospective
 *   Unattached, Prospective, Candidate --a leader shows itself--> Follower
 *   Follower --silence of the leader, or it resigns--> Prospective
 *   Leader --silence of the majority--> Unattached of the same epoch
 *   any --a higher epoch--> Unattached, or Follower if its leader is known
 * </pre>
 *
 * A quorum of one goes from Unattached to Leader without waiting: its own vote is the majority.
 */
abstract sealed class Role permits Unattached, Prospective, Candidate, Follower, Leader {

    final RaftNode node;

    Role(RaftNode node) {
        this.node = node;
    }

    /** Runs once, after it became the node's role. */
    void enter(long nowMs) {}

    /** Runs once, before another role replaces it. */
    void leave() {}

    /** When {@link #onDeadline} is due. */
    abstract long deadlineMs();

    abstract void onDeadline(long nowMs);

    /** Whether it would give its vote in an election it was only sounded out about. */
    abstract boolean grantsPreVote(long nowMs);

    /** Whether a real vote may be given in this epoch, the log and earlier votes aside. */
    boolean grantsVote() {
        return false;
    }

    void onVoteReply(int from, RaftMessage.VoteReply reply, long nowMs) {}

    /** {@code from} leads this node's epoch. */
    void onBeginEpoch(int from, long nowMs) {
        node.become(new Follower(node, from, nowMs), nowMs);
    }

    void onEndEpoch(int from, long nowMs) {}

    void onFetch(int from, RaftMessage.Fetch fetch, long nowMs) {}

    void onFetchReply(int from, RaftMessage.FetchReply reply, long nowMs) {}

    /** This node's log is durable up to {@code offset}. */
    void onFlushed(long offset, long nowMs) {}
}
