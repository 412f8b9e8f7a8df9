package io.leat.log.quorum;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.LeaderChangeMessage;
import io.leat.log.runtime.Check;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The voter that appends in its epoch. Owned by the quorum's loop.
 *
 * <p>It begins with a record of its own epoch, because only records of the own epoch may be counted
 * into a majority (Raft, 5.4.2); with it, everything before is committed too.
 */
final class Leader extends Role {

    private static final Logger log = LoggerFactory.getLogger(Leader.class);
    private static final int BATCHES_PER_FETCH = 500;
    private static final int SNAPSHOT_BYTES_PER_FETCH = 1 << 20;

    private final Replicas replicas;
    private final VoterChanges changes;
    private final Set<Integer> granting;
    private final int epoch;
    private final long electedMs;
    private long beginOffset;
    private long durableOffset;
    private long pulseMs;
    private boolean announced;

    /**
     * @param granting who voted for it
     * @param electedMs when it asked them to
     */
    Leader(RaftNode node, Set<Integer> granting, long electedMs) {
        super(node);
        this.electedMs = electedMs;
        this.epoch = node.epoch();
        this.granting = Set.copyOf(granting);
        this.replicas = new Replicas(node.settings().replica());
        this.changes = new VoterChanges(node, this, replicas);
    }

    @Override
    Peer leader() {
        return node.settings().self();
    }

    @Override
    void enter(long nowMs) {
        node.tenure().followedUntil(electedMs);
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
        changes.abandon();
        replicas.refuseParked(node.endOfLeadership());
    }

    @Override
    long deadlineMs() {
        return replicas.isEmpty() ? Long.MAX_VALUE : pulseMs;
    }

    @Override
    void onDeadline(long nowMs) {
        long sinceMs = nowMs - node.settings().fetchTimeoutMs();
        if (replicas.heardSince(sinceMs, node.voters()) < node.voters().majority()) {
            log.warn(
                    "Node {} no longer leads the metadata quorum: of the voters {} no majority was"
                            + " heard of for {} ms. Nothing about topics and the cluster can change"
                            + " until enough of them are back",
                    node.id(),
                    node.voters(),
                    node.settings().fetchTimeoutMs());
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
        if (replicas.disconnected(other, reply(List.of(), null, null, 0)) && voter != null) {
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
        MetadataLog.EpochEnd end =
                fetch.offset() < node.log().start().endOffset()
                        ? null
                        : node.log().endOf(fetch.lastEpoch());
        if (end == null) {
            answer.accept(reply(List.of(), null, node.log().snapshots().latest(), 0));
            return;
        }
        if (end.epoch() != fetch.lastEpoch() || end.endOffset() < fetch.offset()) {
            answer.accept(reply(List.of(), end, null, 0));
            return;
        }
        progress.fetched(fetch, node.highWatermark(), nowMs, node.epochMillis());
        node.tenure().followedUntil(replicas.followedByMajority(node.voters(), nowMs));
        progress.letGo(reply(List.of(), null, null, 0));
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
            int number = progress.answer(node.nowMs());
            long end = node.log().endOffset();
            parked.answer()
                    .accept(
                            reply(
                                    node.log()
                                            .read(parked.fetch().offset(), end, BATCHES_PER_FETCH),
                                    null,
                                    null,
                                    number));
        }
    }

    @Override
    void onFetchSnapshot(
            RaftMessage.FetchSnapshot fetch, Consumer<RaftMessage.Reply> answer, long nowMs) {
        replicas.heard(fetch.replica(), nowMs);
        node.log()
                .snapshots()
                .chunk(
                        fetch.snapshot(),
                        fetch.position(),
                        Math.min(fetch.bytesMax(), SNAPSHOT_BYTES_PER_FETCH),
                        chunk -> answer.accept(snapshotReply(fetch, chunk)));
    }

    private RaftMessage.Reply snapshotReply(
            RaftMessage.FetchSnapshot fetch, SnapshotStore.@Nullable Chunk chunk) {
        if (chunk == null) {
            return node.refusal(ErrorCode.SNAPSHOT_NOT_FOUND);
        }
        if (fetch.position() < 0 || fetch.position() >= chunk.size()) {
            return node.refusal(ErrorCode.POSITION_OUT_OF_RANGE);
        }
        return new RaftMessage.SnapshotReply(
                epoch, leader(), fetch.snapshot(), chunk.size(), chunk.bytes());
    }

    private RaftMessage.FetchReply reply(
            List<MetadataBatch> batches,
            MetadataLog.@Nullable EpochEnd diverging,
            @Nullable SnapshotId snapshot,
            int number) {
        return new RaftMessage.FetchReply(
                epoch, leader(), node.highWatermark(), batches, diverging, snapshot, number);
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
                updateOwnListeners();
            }
            answerParked();
            changes.onCommitted(majority);
            if (!node.voting() && !node.voterChangeUnderWay()) {
                resign(node.nowMs()); // that it was removed is committed
            }
        }
    }

    /** The log may know where this node listened before its settings changed. */
    private void updateOwnListeners() {
        VoterSet.Voter own =
                new VoterSet.Voter(node.settings().replica(), node.settings().listeners());
        if (node.votersInLog() && node.voting() && !own.equals(node.voters().find(node.id()))) {
            changes.update(own, result -> {});
        }
    }

    VoterChanges changes() {
        return changes;
    }

    /** Whether its high watermark is more than what leaders before it left. */
    boolean committedInItsEpoch() {
        return announced;
    }

    QuorumStatus status() {
        List<QuorumStatus.Replica> voters = new ArrayList<>();
        List<QuorumStatus.Replica> observers = new ArrayList<>();
        long nowMs = node.epochMillis();
        ReplicaKey self = node.settings().replica();
        (node.voting() ? voters : observers)
                .add(new QuorumStatus.Replica(self, node.log().endOffset(), nowMs, nowMs));
        replicas.each(
                progress ->
                        (node.voters().contains(progress.key) ? voters : observers)
                                .add(progress.status()));
        return new QuorumStatus(
                node.id(), epoch, node.highWatermark(), node.voters(), voters, observers);
    }
}
