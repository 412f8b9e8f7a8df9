package io.leat.log.quorum;

import io.leat.log.runtime.Check;
import java.util.List;

/**
 * A voter that fetches from the leader of its epoch. Owned by the quorum's loop.
 *
 * <p>A fetch says that everything before its offset is durable here, so the next one is sent only
 * after the flush of what the last one brought.
 */
final class Follower extends Role {

    private final int leader;
    private long heardMs;
    private long askedMs;

    Follower(RaftNode node, int leader, long nowMs) {
        super(node);
        this.leader = leader;
        this.heardMs = nowMs;
    }

    int leader() {
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
            node.become(new Prospective(node, nowMs), nowMs);
        } else {
            node.flush(); // a lost fetch, or a lost reply: ask again
            askedMs = nowMs;
        }
    }

    @Override
    boolean grantsPreVote(long nowMs) {
        return nowMs >= silentMs();
    }

    @Override
    void onBeginEpoch(int from, long nowMs) {
        Check.that(from == leader, "two leaders of epoch %d: %d, %d", node.epoch(), leader, from);
        heardMs = nowMs;
    }

    @Override
    void onEndEpoch(int from, long nowMs) {
        if (from == leader) {
            node.become(new Prospective(node, nowMs), nowMs);
        }
    }

    @Override
    void onFlushed(long offset, long nowMs) {
        if (offset == node.log().endOffset()) {
            askedMs = nowMs;
            int lastEpoch = node.log().lastEpoch();
            node.send(leader, new RaftMessage.Fetch(node.epoch(), offset, lastEpoch));
        }
    }

    @Override
    void onFetchReply(int from, RaftMessage.FetchReply reply, long nowMs) {
        if (from != leader) {
            return;
        }
        heardMs = nowMs;
        if (reply.offset() != node.log().endOffset()
                || reply.lastEpoch() != node.log().lastEpoch()) {
            return; // an answer to a fetch before the last one
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

    /**
     * Cuts to where both logs may still agree: the leader's end of the epoch, or ours before it.
     */
    private void cut(MetadataLog.EpochEnd diverging) {
        MetadataLog.EpochEnd own = node.log().endOf(diverging.epoch());
        long end = Math.min(own.endOffset(), diverging.endOffset());
        Check.that(end >= node.highWatermark(), "committed records would be cut off");
        node.truncate(end);
    }

    private void append(List<MetadataBatch> batches) {
        for (MetadataBatch batch : batches) {
            node.log().append(batch);
        }
    }
}
