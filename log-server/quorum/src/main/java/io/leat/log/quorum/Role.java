package io.leat.log.quorum;

import io.leat.log.protocol.ErrorCode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a replica currently is. Owned by the quorum's loop; replaced as a whole by {@link RaftNode}.
 *
 * <pre>
 *   Unattached --election timeout--> Prospective --majority of pre-votes--> Candidate
 *   Candidate --majority of votes--> Leader      --timeout, defeat--> Prospective
 *   Unattached, Prospective, Candidate --a leader shows itself--> Follower
 *   Follower --its connection breaks, silence of the leader, or it resigns--> Prospective
 *   Leader --silence of the majority, or it is no voter any more--> Unattached of the same epoch
 *   any --a higher epoch--> Unattached, or Follower if its leader is known
 * </pre>
 *
 * A quorum of one goes from Unattached to Leader without waiting: its own vote is the majority. An
 * observer is a Follower, or an Unattached that asks around for the leader.
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

    /** Who leads this node's epoch, as far as this node knows. */
    @Nullable Peer leader() {
        return null;
    }

    /** Whether it would give its vote in an election it was only sounded out about. */
    abstract boolean grantsPreVote(RaftMessage.Vote vote, long nowMs);

    /** {@code candidate} asks for a pre-vote and cannot win: this node has more. */
    void onWeakerCandidate(int candidate) {}

    /** Whether a real vote may be given in this epoch, the log and earlier votes aside. */
    boolean grantsVote() {
        return false;
    }

    void onVoteReply(int from, RaftMessage.Vote asked, RaftMessage.VoteReply reply, long nowMs) {}

    /** {@code leader} leads this node's epoch, says {@code leader} itself. */
    void onLeader(Peer leader, long nowMs) {
        node.follow(leader, nowMs);
    }

    /** {@code leader} leads this node's epoch, says somebody else. */
    void onHearsay(Peer leader, long nowMs) {
        if (leader() == null && leader.id() != node.id()) {
            node.follow(leader, nowMs);
        }
    }

    void onEndEpoch(int from, long nowMs) {}

    void onFetch(RaftMessage.Fetch fetch, Consumer<RaftMessage.Reply> answer, long nowMs) {
        answer.accept(node.refusal(ErrorCode.NOT_LEADER_OR_FOLLOWER));
    }

    void onFetchSnapshot(
            RaftMessage.FetchSnapshot fetch, Consumer<RaftMessage.Reply> answer, long nowMs) {
        answer.accept(node.refusal(ErrorCode.NOT_LEADER_OR_FOLLOWER));
    }

    void onFetchReply(
            int from, RaftMessage.Fetch asked, RaftMessage.FetchReply reply, long nowMs) {}

    void onSnapshotReply(
            int from,
            RaftMessage.FetchSnapshot asked,
            RaftMessage.SnapshotReply reply,
            long nowMs) {}

    /** Somebody of this node's epoch cannot serve what it was asked for. */
    void onRefused(RaftMessage.Request asked, RaftMessage.Refused reply, long nowMs) {}

    /** The connection to {@code other} broke, or could not be made. */
    void onDisconnected(int other, long nowMs) {}

    /** This node's log is durable up to {@code offset}. */
    void onFlushed(long offset, long nowMs) {}
}
