package io.leat.log.broker.data;

import io.leat.log.broker.config.TopicKeys;
import io.leat.log.broker.partition.Partition.Assignment;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.storage.PartitionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What a partition does under one leader epoch in which this broker leads it: follows its
 * followers, moves the high watermark, and keeps the ISR as it should be. Owned by the partition's
 * loop.
 */
final class LeaderRole {

    private static final long RETRY_MS = 50;
    private static final long REFUSED_MS = 100;

    private final LogPartition partition;
    private final Replication replication;
    private final InSyncReplicas inSync;
    private final long start;

    /** Who waits for all live replicas to begin at an offset. */
    private final CommitWaiters deletions;

    private Assignment assignment;
    private int minIsr;
    private ReplicaProgress[] others = {};
    private long proposeFromMs;
    private long end;
    private boolean ended;

    LeaderRole(LogPartition partition, Replication replication, Assignment assignment) {
        this.partition = partition;
        this.replication = replication;
        this.assignment = assignment;
        this.inSync = new InSyncReplicas(assignment.state());
        this.start = log().endOffset();
        this.end = start;
        this.deletions = new CommitWaiters(partition.loop());
        this.minIsr = assignment.config().get(TopicKeys.MIN_INSYNC_REPLICAS);
        this.others = others(assignment);
    }

    private PartitionLog log() {
        return partition.log(); // it may move to another folder, and be another one then
    }

    private ReplicaProgress[] others(Assignment next) {
        List<ReplicaProgress> made = new ArrayList<>();
        for (int id : next.state().replicas()) {
            if (id != next.nodeId()) {
                ReplicaProgress known = progress(id);
                made.add(
                        known != null
                                ? known
                                : new ReplicaProgress(id, inSync.counts(id), nowMs()));
            }
        }
        return made.toArray(new ReplicaProgress[0]);
    }

    private long nowMs() {
        return partition.loop().clock().millis();
    }

    @Nullable ReplicaProgress progress(int id) {
        for (ReplicaProgress each : others) {
            if (each.id() == id) {
                return each;
            }
        }
        return null;
    }

    /** Begins the epoch. */
    void begin() {
        advance();
        if (assignment.state().recovering()) {
            propose(inSync.isr()); // after an unclean election: there is nothing more to recover
        }
    }

    /** The epoch goes on, with newer settings or another ISR. */
    void update(Assignment next) {
        boolean moved = !next.state().replicas().equals(assignment.state().replicas());
        assignment = next;
        minIsr = next.config().get(TopicKeys.MIN_INSYNC_REPLICAS);
        inSync.committed(next.state().isr(), next.state().partitionEpoch());
        if (moved) {
            others = others(next);
        }
        deletions.committed(lowWatermark() + 1);
        advance();
    }

    /** Another epoch has begun, or the partition closes. */
    void end() {
        ended = true;
        deletions.fail(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }

    /** Where the log ended when the epoch began. */
    long start() {
        return start;
    }

    List<Integer> isr() {
        return inSync.isr();
    }

    /** Whether so few replicas are in sync that nothing can be committed. */
    boolean isUnderMinIsr() {
        return inSync.isr().size() < assignment.state().minIsr(minIsr);
    }

    // ---- what is committed ----

    /** Something was appended: until now, those that had everything were caught up. */
    void appended() {
        if (others.length > 0) {
            long now = nowMs();
            for (ReplicaProgress each : others) {
                each.appended(end, now);
            }
        }
        end = log().endOffset();
    }

    /**
     * Moves the high watermark to where all that are in sync have come. Those that are about to be
     * are waited for as well, or a busy partition would never let them in.
     */
    void advance() {
        if (ended || isUnderMinIsr()) {
            return;
        }
        long end = partition.localEnd();
        partition.advance(others.length == 0 ? end : onAll(end));
    }

    /** How far up to {@code end} all that count have come. */
    private long onAll(long end) {
        long common = end;
        long now = nowMs();
        for (ReplicaProgress each : others) {
            if (each.logEnd() < common && (inSync.counts(each.id()) || joins(each, now))) {
                common = each.logEnd();
            }
        }
        return common;
    }

    private boolean joins(ReplicaProgress each, long now) {
        return each.logEnd() >= start
                && each.isCaughtUp(log().endOffset(), now, replication.lagMaxMs())
                && replication.isEligible(each.id(), each.brokerEpoch());
    }

    // ---- followers ----

    /** Whether {@code replica} may fetch here, and as the process it says it is. */
    ErrorCode check(ReplicaId replica) {
        ReplicaProgress progress = progress(replica.id());
        if (progress == null) {
            return ErrorCode.UNKNOWN_LEADER_EPOCH; // it may know of a newer assignment
        }
        return progress.isStale(replica.brokerEpoch())
                ? ErrorCode.FENCED_LEADER_EPOCH
                : ErrorCode.NONE;
    }

    /** A replica that passed the {@link #check} has everything of this log below {@code offset}. */
    void fetched(ReplicaId replica, long offset, long logStart) {
        ReplicaProgress progress = progress(replica.id());
        if (progress == null) {
            return;
        }
        long before = progress.logEnd();
        if (logStart != progress.logStart()) {
            progress.startsAt(logStart);
            deletions.committed(lowWatermark() + 1);
        }
        progress.fetched(offset, replica.brokerEpoch(), log().endOffset(), nowMs());
        if (!inSync.counts(replica.id())) {
            expand(progress);
        }
        if (offset != before) {
            advance();
        }
    }

    // ---- deletions ----

    /** Below it no live replica has anything any more. */
    private long lowWatermark() {
        long low = log().startOffset();
        for (ReplicaProgress each : others) {
            if (each.logStart() < low && replication.isEligible(each.id(), -1)) {
                low = each.logStart();
            }
        }
        return low;
    }

    /** Waits until no live replica has anything below {@code offset}. */
    void awaitDeleted(long offset, int timeoutMs, BiConsumer<ErrorCode, Long> done) {
        long low = lowWatermark();
        if (low >= offset) {
            done.accept(ErrorCode.NONE, low);
        } else {
            deletions.add(offset, timeoutMs, error -> done.accept(error, lowWatermark()));
        }
    }

    /**
     * The replica near a client that it had better read {@code offset} from (KIP-392): in sync, and
     * with the most; {@link FetchedPartition#NO_PREFERRED} if that is this one, or there is none.
     */
    int preferredReplica(IntPredicate near, long offset) {
        ReplicaProgress best = null;
        if (!near.test(assignment.nodeId())) {
            for (ReplicaProgress each : others) {
                boolean fit =
                        near.test(each.id())
                                && inSync.isr().contains(each.id())
                                && each.logEnd() >= offset;
                if (fit && (best == null || each.logEnd() > best.logEnd())) {
                    best = each;
                }
            }
        }
        return best == null ? FetchedPartition.NO_PREFERRED : best.id();
    }

    private void expand(ReplicaProgress joining) {
        boolean hasAll = joining.logEnd() >= log().highWatermark() && joining.logEnd() >= start;
        if (inSync.proposal() == null
                && hasAll
                && nowMs() >= proposeFromMs
                && replication.isEligible(joining.id(), joining.brokerEpoch())) {
            List<Integer> larger = new ArrayList<>(inSync.isr());
            larger.add(joining.id());
            propose(larger);
        }
    }

    /** Takes those out of the ISR that lack something for too long. Called now and then. */
    void shrink() {
        if (ended || inSync.proposal() != null) {
            return;
        }
        long now = nowMs();
        List<Integer> left = new ArrayList<>(inSync.isr());
        for (ReplicaProgress each : others) {
            if (!each.isCaughtUp(log().endOffset(), now, replication.lagMaxMs())) {
                left.remove((Integer) each.id());
            }
        }
        if (left.size() < inSync.isr().size() && now >= proposeFromMs) {
            propose(left);
        }
    }

    // ---- proposals ----

    private void propose(List<Integer> isr) {
        List<IsrProposal.Member> members = new ArrayList<>();
        for (int id : isr) {
            ReplicaProgress progress = progress(id);
            long epoch = progress == null ? replication.brokerEpoch() : progress.brokerEpoch();
            members.add(new IsrProposal.Member(id, epoch));
        }
        IsrProposal proposal =
                new IsrProposal(
                        partition.id(),
                        assignment.leaderEpoch(),
                        inSync.partitionEpoch(),
                        members,
                        inSync.isr().size());
        inSync.propose(proposal);
        send(proposal);
    }

    private void send(IsrProposal proposal) {
        if (!ended && inSync.proposal() == proposal) {
            replication.propose(proposal, partition.loop(), answer -> answered(proposal, answer));
        }
    }

    private void answered(IsrProposal proposal, IsrAnswer answer) {
        if (ended || inSync.proposal() != proposal) {
            return; // a newer image said what came of it
        }
        if (answer instanceof IsrAnswer.Changed changed) {
            boolean ours = changed.leaderEpoch() == proposal.leaderEpoch();
            if (ours
                    && changed.partitionEpoch() > inSync.partitionEpoch()
                    && !changed.isr().containsAll(inSync.isr())) {
                // Who leaves counts until the image says so. Decided before this may be a higher
                // min.insync.replicas, not known here yet: then whoever left is eligible to lead
                // (KIP-966), and nothing may be committed without him.
                return;
            }
            if (ours && !inSync.committed(changed.isr(), changed.partitionEpoch())) {
                inSync.drop(); // it was so before
            }
            advance();
        } else if (answer instanceof IsrAnswer.Refused refused) {
            if (isFinal(refused.error())) {
                proposeFromMs = nowMs() + REFUSED_MS;
                inSync.drop();
                advance();
            } // else what is known here is old: the image that is under way ends the proposal
        } else {
            partition.loop().schedule(RETRY_MS, () -> send(proposal));
        }
    }

    private static boolean isFinal(ErrorCode error) {
        return switch (error) {
            case INELIGIBLE_REPLICA, OPERATION_NOT_ATTEMPTED, INVALID_REQUEST -> true;
            default -> false;
        };
    }
}
