package io.leat.log.quorum;

import io.leat.log.protocol.Writer;
import io.leat.log.protocol.message.LeaderChangeMessage;
import io.leat.log.runtime.Check;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The voter that appends in its epoch. Owned by the quorum's loop.
 *
 * <p>It begins with a record of its own epoch, because only records of the own epoch may be counted
 * into a majority (Raft, 5.4.2); with it, everything before is committed too.
 */
final class Leader extends Role {

    private static final int BATCHES_PER_FETCH = 500;

    /** What is known of one follower. */
    private static final class Progress {
        long durableOffset;
        long heardMs;
        RaftMessage.@Nullable Fetch parked;
    }

    private final Map<Integer, Progress> followers = new HashMap<>();
    private final int epoch;
    private long beginOffset;
    private long durableOffset;
    private long pulseMs;
    private boolean announced;

    Leader(RaftNode node, long nowMs) {
        super(node);
        this.epoch = node.epoch();
        for (int voter : node.settings().voters()) {
            if (voter != node.id()) {
                Progress progress = new Progress();
                progress.heardMs = nowMs;
                followers.put(voter, progress);
            }
        }
    }

    @Override
    void enter(long nowMs) {
        beginOffset = node.log().endOffset();
        append(true, List.of(leaderChange()));
        pulse(nowMs);
    }

    private ByteBuffer leaderChange() {
        LeaderChangeMessage change =
                LeaderChangeMessage.builder()
                        .leaderId(node.id())
                        .voters(
                                node.settings().voters().stream()
                                        .map(
                                                id ->
                                                        LeaderChangeMessage.Voter.builder()
                                                                .voterId(id)
                                                                .build())
                                        .toList())
                        .build();
        Writer out = change.versions().writer(0);
        change.write(out);
        return out.toBuffer();
    }

    /** Appends records that commit together; returns the offset after them. */
    long append(boolean control, List<ByteBuffer> records) {
        long base = node.log().endOffset();
        long timestampMs = node.epochMillis();
        node.log().append(new MetadataBatch(base, node.epoch(), timestampMs, control, records));
        node.flush();
        answerParked();
        return node.log().endOffset();
    }

    @Override
    void leave() {
        if (announced) {
            node.listener().onResigned(epoch);
        }
    }

    @Override
    long deadlineMs() {
        return followers.isEmpty() ? Long.MAX_VALUE : pulseMs;
    }

    @Override
    void onDeadline(long nowMs) {
        long heard = 1;
        for (Progress progress : followers.values()) {
            heard += nowMs - progress.heardMs < node.settings().fetchTimeoutMs() ? 1 : 0;
        }
        if (heard < node.settings().majority()) {
            resign(nowMs);
            return;
        }
        pulse(nowMs);
    }

    /** Gives up leadership; the others elect somebody. */
    void resign(long nowMs) {
        followers.keySet().forEach(to -> node.send(to, new RaftMessage.EndEpoch(node.epoch())));
        node.unattached(nowMs);
    }

    /** Tells who does not fetch that there is a leader, and who waits that it is still there. */
    private void pulse(long nowMs) {
        pulseMs = nowMs + node.settings().fetchTimeoutMs() / 4;
        followers.forEach(
                (follower, progress) -> {
                    RaftMessage.Fetch parked = progress.parked;
                    if (parked == null) {
                        node.send(follower, new RaftMessage.BeginEpoch(node.epoch()));
                    } else {
                        answer(follower, progress, parked);
                    }
                });
    }

    @Override
    boolean grantsPreVote(long nowMs) {
        return false;
    }

    @Override
    void onBeginEpoch(int from, long nowMs) {
        Check.that(false, "two leaders of epoch %d: %d, %d", node.epoch(), node.id(), from);
    }

    @Override
    void onFlushed(long offset, long nowMs) {
        durableOffset = Math.max(durableOffset, offset);
        advance();
    }

    @Override
    void onFetch(int from, RaftMessage.Fetch fetch, long nowMs) {
        Progress progress = followers.get(from);
        if (progress == null) {
            return;
        }
        progress.heardMs = nowMs;
        MetadataLog.EpochEnd end = node.log().endOf(fetch.lastEpoch());
        if (end.epoch() != fetch.lastEpoch() || end.endOffset() < fetch.offset()) {
            reply(from, fetch, List.of(), end);
            return;
        }
        progress.durableOffset = Math.max(progress.durableOffset, fetch.offset());
        long before = node.highWatermark();
        progress.parked = fetch;
        advance();
        boolean answered = progress.parked == null;
        if (!answered && (fetch.offset() < node.log().endOffset() || before == 0)) {
            answer(from, progress, fetch);
        }
    }

    private void answerParked() {
        followers.forEach(
                (follower, progress) -> {
                    RaftMessage.Fetch parked = progress.parked;
                    if (parked != null) {
                        answer(follower, progress, parked);
                    }
                });
    }

    private void answer(int follower, Progress progress, RaftMessage.Fetch fetch) {
        progress.parked = null;
        List<MetadataBatch> batches =
                node.log().read(fetch.offset(), node.log().endOffset(), BATCHES_PER_FETCH);
        reply(follower, fetch, batches, null);
    }

    private void reply(
            int follower,
            RaftMessage.Fetch fetch,
            List<MetadataBatch> batches,
            MetadataLog.@Nullable EpochEnd diverging) {
        node.send(
                follower,
                new RaftMessage.FetchReply(
                        node.epoch(),
                        fetch.offset(),
                        fetch.lastEpoch(),
                        node.highWatermark(),
                        batches,
                        diverging));
    }

    /**
     * The high watermark is what a majority has on disk, once that includes our own first record.
     */
    private void advance() {
        long[] durable = new long[followers.size() + 1];
        int i = 0;
        durable[i++] = durableOffset;
        for (Progress progress : followers.values()) {
            durable[i++] = progress.durableOffset;
        }
        Arrays.sort(durable);
        long majority = durable[durable.length - node.settings().majority()];
        if (majority > beginOffset && majority > node.highWatermark()) {
            node.commit(majority);
            if (!announced) {
                announced = true;
                node.listener().onLeading(node.epoch());
            }
            answerParked();
        }
    }
}
