package io.leat.log.quorum;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replica that fetches from the leader of its epoch. Owned by the quorum's loop.
 *
 * <p>A fetch says that everything before its offset is durable here, so the next one is sent only
 * after the flush of what the last one brought.
 */
final class Follower extends Role {

    private final Peer leader;
    private long heardMs;
    private long askedMs;
    private RaftMessage.@Nullable Fetch asked;

    Follower(RaftNode node, Peer leader, long nowMs) {
        super(node);
        this.leader = leader;
        this.heardMs = nowMs;
        this.askedMs = nowMs;
    }

    @Override
    Peer leader() {
        return leader;
    }

    @Override
    void enter(long nowMs) {
        node.flush(); // what an earlier role appended counts only once it is durable
    }

    @Override
    long deadlineMs() {
        return Math.min(silentMs(), askedMs + node.settings().fetchTimeoutMs() / 2);
    }

    private long silentMs() {
        return heardMs + node.settings().fetchTimeoutMs();
    }

    @Override
    void onDeadline(long nowMs) {
        if (nowMs >= silentMs()) {
            leaderLost(nowMs);
        } else {
            node.flush(); // a lost fetch, or a lost reply: ask again
            askedMs = nowMs;
        }
    }

    private void leaderLost(long nowMs) {
        if (node.voting()) {
            node.become(new Prospective(node, leader, nowMs), nowMs);
        } else {
            node.unattached(nowMs);
        }
    }

    @Override
    boolean grantsPreVote(RaftMessage.Vote vote, long nowMs) {
        return nowMs >= silentMs();
    }

    @Override
    void onLeader(Peer from, long nowMs) {
        node.checkOneLeader(leader.id(), from.id());
        heardMs = nowMs;
        if (from.endpoint() != null && !from.equals(leader)) {
            node.follow(from, nowMs); // it moved
        }
    }

    @Override
    void onHearsay(Peer other, long nowMs) {
        node.checkOneLeader(leader.id(), other.id());
    }

    @Override
    void onEndEpoch(int from, long nowMs) {
        if (from == leader.id()) {
            leaderLost(nowMs);
        }
    }

    @Override
    void onDisconnected(int other, long nowMs) {
        if (other == leader.id()) {
            leaderLost(nowMs);
        }
    }

    @Override
    void onRefused(RaftMessage.Request refused, RaftMessage.Refused reply, long nowMs) {
        if (refused == asked && reply.leader() == null) {
            leaderLost(nowMs); // it resigned
        }
    }

    @Override
    void onFlushed(long offset, long nowMs) {
        if (offset == node.log().endOffset()) {
            askedMs = nowMs;
            asked = node.fetchAt(offset);
            node.send(leader, asked);
        }
    }

    @Override
    void onFetchReply(
            int from, RaftMessage.Fetch answered, RaftMessage.FetchReply reply, long nowMs) {
        if (from != leader.id()) {
            return;
        }
        heardMs = nowMs;
        if (answered != asked) {
            return; // an answer to a fetch before the last one: the log may have changed since
        }
        asked = null;
        MetadataLog.EpochEnd diverging = reply.diverging();
        if (diverging != null) {
            cut(diverging);
        } else {
            append(reply.batches());
            node.commit(Math.min(reply.highWatermark(), node.log().endOffset()));
        }
        node.flush();
    }

    /**
     * Cuts to where both logs may still agree: the leader's end of the epoch, or ours before it.
     */
    private void cut(MetadataLog.EpochEnd diverging) {
        MetadataLog.EpochEnd own = node.log().endOf(diverging.epoch());
        node.truncate(Math.min(own.endOffset(), diverging.endOffset()));
    }

    private void append(List<MetadataBatch> batches) {
        for (MetadataBatch batch : batches) {
            node.append(batch);
        }
    }
}
