package io.leat.log.quorum;

import io.leat.log.runtime.BugException;
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
    private int answered;
    private @Nullable SnapshotDownload download;

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
            askedMs = nowMs; // a lost request, or a lost answer: ask again
            if (download != null) {
                download.askAgain();
            } else {
                node.flush();
            }
        }
    }

    @Override
    void leave() {
        if (download != null) {
            download.end();
        }
    }

    private void leaderLost(long nowMs) {
        if (node.campaigning()) {
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
        boolean download = this.download != null && this.download.awaits(refused);
        if ((download || refused == asked) && reply.leader() == null) {
            leaderLost(nowMs); // it resigned
        } else if (download) {
            endDownload(); // the leader has a newer one
        }
    }

    @Override
    void onFlushed(long offset, long nowMs) {
        if (download == null && offset == node.log().endOffset()) {
            askedMs = nowMs;
            asked = node.fetchAt(offset, answered);
            node.send(leader, asked);
        }
    }

    @Override
    void onFetchReply(int from, RaftMessage.Fetch to, RaftMessage.FetchReply reply, long nowMs) {
        if (from != leader.id()) {
            return;
        }
        heardMs = nowMs;
        answered = Math.max(answered, reply.number());
        if (to != asked) {
            return; // an answer to a fetch before the last one: the log may have changed since
        }
        asked = null;
        SnapshotId snapshot = reply.snapshot();
        if (snapshot != null) {
            download(snapshot);
            return;
        }
        MetadataLog.EpochEnd diverging = reply.diverging();
        if (diverging != null) {
            cut(diverging);
        } else {
            append(reply.batches());
            node.commit(Math.min(reply.highWatermark(), node.log().endOffset()));
        }
        node.flush();
    }

    private void download(SnapshotId id) {
        SnapshotDownload begun =
                new SnapshotDownload(
                        node,
                        id,
                        request -> node.send(leader, request),
                        whole -> downloaded(id, whole));
        download = begun;
        begun.ask();
    }

    @Override
    void onSnapshotReply(
            int from,
            RaftMessage.FetchSnapshot answered,
            RaftMessage.SnapshotReply reply,
            long nowMs) {
        if (download != null && download.awaits(answered)) {
            heardMs = nowMs;
            askedMs = nowMs;
            download.received(reply);
        }
    }

    private void downloaded(SnapshotId id, boolean whole) {
        if (whole) {
            node.install(id);
        }
        endDownload();
    }

    private void endDownload() {
        if (download != null) {
            download.end();
            download = null;
        }
        node.flush();
    }

    /**
     * Cuts to where both logs may still agree: the leader's end of the epoch, or ours before it.
     */
    private void cut(MetadataLog.EpochEnd diverging) {
        MetadataLog.EpochEnd own = node.log().endOf(diverging.epoch());
        if (own == null) {
            throw new BugException("what is in a snapshot would be cut off");
        }
        node.truncate(Math.min(own.endOffset(), diverging.endOffset()));
    }

    private void append(List<MetadataBatch> batches) {
        for (MetadataBatch batch : batches) {
            node.append(batch);
        }
    }
}
