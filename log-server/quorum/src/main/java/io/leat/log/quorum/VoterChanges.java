package io.leat.log.quorum;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes of the voters that a leader makes, one at a time (KIP-853). Owned by the quorum's
 * loop.
 *
 * <p>Two sets that differ by one voter have no disjoint majorities, so a new set may count at once;
 * for that the one before has to be committed, and the leader must have committed in its own epoch
 * (the bug in the single-server change that Raft's author corrected in 2015).
 */
final class VoterChanges {

    private final RaftNode node;
    private final Leader leader;
    private final Replicas replicas;
    private long pendingEnd = -1;
    private @Nullable Consumer<VoterChangeResult> pending;

    VoterChanges(RaftNode node, Leader leader, Replicas replicas) {
        this.node = node;
        this.leader = leader;
        this.replicas = replicas;
    }

    void add(
            VoterSet.Voter voter,
            boolean whenCommitted,
            long nowMs,
            Consumer<VoterChangeResult> done) {
        VoterChangeResult refusal = refusal();
        if (refusal == null) {
            refusal = refusalToAdd(voter.key(), nowMs);
        }
        if (refusal != null) {
            done.accept(refusal);
        } else {
            append(node.voters().with(voter), whenCommitted, done);
        }
    }

    private @Nullable VoterChangeResult refusalToAdd(ReplicaKey key, long nowMs) {
        VoterSet.Voter present = node.voters().find(key.id());
        if (present != null) {
            return new VoterChangeResult(
                    ErrorCode.DUPLICATE_VOTER,
                    "Node " + key.id() + " is a voter already: " + present.key());
        }
        if (key.directoryId().equals(Uuid.ZERO)) {
            return new VoterChangeResult(
                    ErrorCode.INVALID_REQUEST, "The voter's directory id is missing");
        }
        Replicas.Progress progress = replicas.find(key);
        if (progress == null || !progress.caughtUpSince(nowMs - node.settings().fetchTimeoutMs())) {
            return new VoterChangeResult(
                    ErrorCode.REQUEST_TIMED_OUT,
                    "Node "
                            + key
                            + " does not follow the metadata log closely enough to vote: start it"
                            + " and let it catch up first");
        }
        return null;
    }

    void remove(ReplicaKey key, long nowMs, Consumer<VoterChangeResult> done) {
        VoterChangeResult refusal = refusal();
        VoterSet.Voter present = node.voters().find(key.id());
        if (refusal == null && (present == null || !present.key().equals(key))) {
            refusal =
                    new VoterChangeResult(
                            ErrorCode.VOTER_NOT_FOUND, key + " is not among the voters");
        }
        if (refusal == null && node.voters().size() == 1) {
            refusal =
                    new VoterChangeResult(
                            ErrorCode.INVALID_REQUEST, "The only voter cannot be removed");
        }
        VoterSet rest = node.voters().without(key.id());
        long sinceMs = nowMs - node.settings().fetchTimeoutMs();
        if (refusal == null && replicas.heardSince(sinceMs, rest) < rest.majority()) {
            refusal =
                    new VoterChangeResult(
                            ErrorCode.INVALID_REQUEST,
                            "Without "
                                    + key
                                    + " no majority of the voters is alive: remove those first"
                                    + " that are not");
        }
        if (refusal != null) {
            done.accept(refusal);
        } else {
            append(rest, true, done);
        }
    }

    void update(VoterSet.Voter voter, Consumer<VoterChangeResult> done) {
        VoterChangeResult refusal = refusal();
        VoterSet.Voter present = node.voters().find(voter.key().id());
        if (refusal == null && (present == null || !present.key().equals(voter.key()))) {
            refusal =
                    new VoterChangeResult(
                            ErrorCode.VOTER_NOT_FOUND, voter.key() + " is not among the voters");
        }
        if (refusal != null) {
            done.accept(refusal);
        } else if (voter.equals(present)) {
            done.accept(VoterChangeResult.DONE);
        } else {
            append(node.voters().with(voter), true, done);
        }
    }

    /**
     * Lets the voters change from now on: those of the settings are written to the log, with the
     * disks that this leader has heard of (KIP-853). There is no way back.
     *
     * @param dryRun whether to say only if it could be done
     */
    void upgrade(short level, boolean dryRun, long nowMs, Consumer<VoterChangeResult> done) {
        VoterChangeResult refusal = refusalToUpgrade(level, nowMs);
        if (refusal != null) {
            done.accept(refusal);
        } else if (dryRun || level == node.kraftVersion()) {
            done.accept(VoterChangeResult.DONE);
        } else {
            pending = done;
            pendingEnd =
                    leader.append(
                            true,
                            List.of(
                                    ControlRecord.kraftVersion(level),
                                    ControlRecord.voters(namedVoters())));
        }
    }

    private @Nullable VoterChangeResult refusalToUpgrade(short level, long nowMs) {
        if (level < KRaftVersion.STATIC_VOTERS || level > KRaftVersion.HIGHEST) {
            return invalid(level, "this version knows levels 0 to " + KRaftVersion.HIGHEST);
        }
        if (level < node.kraftVersion()) {
            return invalid(
                    level,
                    "it is at level "
                            + node.kraftVersion()
                            + ", and voters that are in the log stay there");
        }
        if (!leader.committedInItsEpoch() || node.voterChangeUnderWay() || pending != null) {
            return new VoterChangeResult(
                    ErrorCode.REQUEST_TIMED_OUT, "The leader is not ready for it yet: try again");
        }
        for (VoterSet.Voter voter : node.voters().voters()) {
            Replicas.Progress progress = replicas.find(voter.key());
            boolean here = voter.key().id() == node.id();
            boolean known =
                    progress != null
                            && !progress.key.directoryId().equals(Uuid.ZERO)
                            && progress.heardMs > nowMs - node.settings().fetchTimeoutMs();
            if (!here && !known) {
                return invalid(
                        level,
                        "voter "
                                + voter.key().id()
                                + " is not there, so that its disk is not known: start it first");
            }
        }
        return null;
    }

    private static VoterChangeResult invalid(short level, String why) {
        return new VoterChangeResult(
                ErrorCode.INVALID_UPDATE_VERSION,
                "Feature kraft.version cannot be set to level " + level + ": " + why);
    }

    /** The voters with the disks they have. */
    private VoterSet namedVoters() {
        VoterSet named = node.voters();
        for (VoterSet.Voter voter : node.voters().voters()) {
            Replicas.Progress progress = replicas.find(voter.key());
            boolean here = voter.key().id() == node.id();
            ReplicaKey key = here || progress == null ? node.settings().replica() : progress.key;
            named = named.with(new VoterSet.Voter(key, voter.listeners()));
        }
        return named;
    }

    private @Nullable VoterChangeResult refusal() {
        if (node.kraftVersion() < KRaftVersion.VOTERS_IN_LOG) {
            return new VoterChangeResult(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "The voters are those of controller.quorum.voters and cannot change. Let them:"
                            + " kafka-features.sh upgrade --feature kraft.version=1");
        }
        if (!leader.committedInItsEpoch()) {
            return new VoterChangeResult(
                    ErrorCode.REQUEST_TIMED_OUT, "The leader has not committed anything yet");
        }
        if (node.voterChangeUnderWay()) {
            return new VoterChangeResult(
                    ErrorCode.REQUEST_TIMED_OUT, "Another change of the voters is under way");
        }
        return null;
    }

    private void append(VoterSet next, boolean whenCommitted, Consumer<VoterChangeResult> done) {
        pending = whenCommitted ? done : null;
        pendingEnd = leader.append(true, List.of(ControlRecord.voters(next)));
        if (!whenCommitted) {
            done.accept(VoterChangeResult.DONE);
        }
    }

    void onCommitted(long highWatermark) {
        if (pendingEnd >= 0 && pendingEnd <= highWatermark) {
            end(VoterChangeResult.DONE);
        }
    }

    /** Leadership ended: it may come to hold, or not. */
    void abandon() {
        end(
                new VoterChangeResult(
                        ErrorCode.REQUEST_TIMED_OUT,
                        "The leader resigned: see whether the change came about"));
    }

    private void end(VoterChangeResult result) {
        Consumer<VoterChangeResult> done = pending;
        pending = null;
        pendingEnd = -1;
        if (done != null) {
            done.accept(result);
        }
    }
}
