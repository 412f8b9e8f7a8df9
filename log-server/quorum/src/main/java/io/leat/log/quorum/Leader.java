package io.leat.log.quorum;

import io.leat.log.protocol.message.LeaderChangeMessage;
import io.leat.log.runtime.Check;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The voter that appends in its epoch. Owned by the quorum's loop.
 *
 * <p>It begins with a record of its own epoch, because only records of the own epoch may be counted
 * into a majority (Raft, 5.4.2); with it, everything before is committed too.
 */
final class Leader extends Role {

    private static final int BATCHES_PER_FETCH = 500;

    private final Replicas replicas;
    private final Set<Integer> granting;
    private final int epoch;
    private long beginOffset;
    private long durableOffset;
    private long pulseMs;
    private boolean announced;

    /**
     * @param granting who voted for it
     */
    Leader(RaftNode node, Set<Integer> granting) {
        super(node);
        this.epoch = node.epoch();
        this.granting = Set.copyOf(granting);
        this.replicas = new Replicas(node.settings().replica());
    }

    @Override
    Peer leader() {
        return node.settings().self();
    }

    @Override
    void enter(long nowMs) {
        replicas.follow(node.voters(), nowMs);
        beginOffset = node.log().endOffset();
        List<ByteBuffer> records = new ArrayList<>();
        records.add(leaderChange());
        if (!node.votersInLog() && node.voters().namesDisks()) {
            records.add(ControlRecord.kraftVersion(KRaftVersion.VOTERS_IN_LOG));
            records.add(ControlRecord.voters(node.voters()));
        }
        append(true, records);
        pulse(nowMs);
    }

    private ByteBuffer leaderChange() {
        return ControlRecord.leaderChange(
                LeaderChangeMessage.builder()
                        .leaderId(node.id())
                        .voters(voters(node.voters().ids()))
                        .grantingVoters(voters(granting))
                        .build());
    }

    private static List<LeaderChangeMessage.Voter> voters(Set<Integer> ids) {
        return ids.stream()
                .sorted()
                .map(id -> LeaderChangeMessage.Voter.builder().voterId(id).build())
                .toList();
    }

    /** Appends records that commit together; returns the offset after them. */
    long append(boolean control, List<ByteBuffer> records) {
        long base = node.log().endOffset();
        node.append(new MetadataBatch(base, node.epoch(), node.epochMillis(), control, records));
        node.flush();
        answerParked();
        return node.log().endOffset();
    }

    @Override
    void leave() {
        if (announced) {
            node.listener().onResigned(epoch);
        }
        replicas.refuseParked(node.endOfLeadership());
    }

    @Override
    long deadlineMs() {
        return replicas.isEmpty() ? Long.MAX_VALUE : pulseMs;
    }

    @Override
    void onDeadline(long nowMs) {
        long sinceMs = nowMs - node.settings().fetchTimeoutMs();
        if (replicas.heardSince(sinceMs, node.voters()) < node.majority()) {
            resign(nowMs);
            return;
        }
        replicas.forgetSilentObservers(nowMs, node.voters());
        pulse(nowMs);
    }

    /** Gives up leadership; the others elect somebody. */
    void resign(long nowMs) {
        node.eachOtherVoter(to -> node.send(to, new RaftMessage.EndEpoch(epoch, node.id())));
        node.unattached(nowMs);
    }

    /** Tells who does not fetch that there is a leader, and who waits that it is still there. */
    private void pulse(long nowMs) {
        long intervalMs = node.settings().fetchTimeoutMs() / 4;
        pulseMs = nowMs + intervalMs;
        node.eachOtherVoter(
                to -> {
                    if (!replicas.fetchedSince(nowMs - intervalMs, to)) {
                        announceTo(to);
                    }
                });
        answerParked();
    }

    private void announceTo(Peer to) {
        node.send(to, new RaftMessage.BeginEpoch(epoch, node.settings().self()));
    }

    @Override
    boolean grantsPreVote(RaftMessage.Vote vote, long nowMs) {
        return false;
    }

    @Override
    void onLeader(Peer from, long nowMs) {
        Check.that(false, "two leaders of epoch %d: %d, %d", node.epoch(), node.id(), from.id());
    }

    @Override
    void onHearsay(Peer leader, long nowMs) {
        node.checkOneLeader(node.id(), leader.id());
    }

    /** It may have lost the connection only: told at once, it need not ask for an election. */
    @Override
    void onDisconnected(int other, long nowMs) {
        VoterSet.Voter voter = node.voters().find(other);
        if (voter != null && replicas.disconnected(other)) {
            announceTo(voter.peer());
        }
    }

    @Override
    void onFlushed(long offset, long nowMs) {
        durableOffset = Math.max(durableOffset, offset);
        advance();
    }

    @Override
    void onFetch(RaftMessage.Fetch fetch, Consumer<RaftMessage.Reply> answer, long nowMs) {
        Replicas.Progress progress = replicas.heard(fetch.replica(), nowMs);
        MetadataLog.EpochEnd end = node.log().endOf(fetch.lastEpoch());
        if (end.epoch() != fetch.lastEpoch() || end.endOffset() < fetch.offset()) {
            answer.accept(reply(List.of(), end));
            return;
        }
        progress.fetched(fetch.offset(), node.log().endOffset(), nowMs, node.epochMillis());
        progress.park(fetch, answer);
        advance();
        if (fetch.offset() < node.log().endOffset()
                || fetch.highWatermark() < node.highWatermark()) {
            answer(progress);
        }
    }

    private void answerParked() {
        replicas.each(this::answer);
    }

    private void answer(Replicas.Progress progress) {
        Replicas.Parked parked = progress.unpark();
        if (parked != null) {
            long end = node.log().endOffset();
            parked.answer()
                    .accept(
                            reply(
                                    node.log()
                                            .read(parked.fetch().offset(), end, BATCHES_PER_FETCH),
                                    null));
        }
    }

    private RaftMessage.FetchReply reply(
            List<MetadataBatch> batches, MetadataLog.@Nullable EpochEnd diverging) {
        return new RaftMessage.FetchReply(
                epoch, leader(), node.highWatermark(), batches, diverging, null);
    }

    /**
     * The high watermark is what a majority has on disk, once that includes our own first record.
     */
    private void advance() {
        long majority = replicas.durableAtMajority(node.voters(), durableOffset);
        if (majority > beginOffset && majority > node.highWatermark()) {
            node.commit(majority);
            if (!announced) {
                announced = true;
                node.listener().onLeading(epoch);
            }
            answerParked();
        }
    }
}
