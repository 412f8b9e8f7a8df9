package io.leat.log.quorum;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What replicas tell each other, KRaft's requests and responses. Immutable. Requests and their
 * answers may be lost or late, an answer belongs to the request it was given to.
 */
public sealed interface RaftMessage {

    /** The epoch of the sender. */
    int epoch();

    /** Something that is answered. */
    sealed interface Request extends RaftMessage {}

    /** An answer; it tells the sender's epoch and who leads it. */
    sealed interface Reply extends RaftMessage {

        /** The leader of {@link #epoch}, null if the sender knows none. */
        @Nullable Peer leader();
    }

    /**
     * Asks for a vote. With {@code preVote} only whether one would be given: nobody's epoch
     * changes, so a voter that was cut off cannot disturb a working leader (KIP-996).
     *
     * @param voterDirectoryId the disk of the voter that is asked: another one has not voted
     */
    record Vote(
            int epoch,
            ReplicaKey candidate,
            Uuid voterDirectoryId,
            boolean preVote,
            int lastEpoch,
            long endOffset)
            implements Request {}

    /** Answers {@link Vote}. */
    record VoteReply(int epoch, @Nullable Peer leader, boolean granted) implements Reply {}

    /** The sender leads this epoch: fetch from it. */
    record BeginEpoch(int epoch, Peer sender) implements Request {}

    /** The sender, who led this epoch, resigns: elect somebody. */
    record EndEpoch(int epoch, int sender) implements Request {}

    /** Answers {@link BeginEpoch} and {@link EndEpoch}. */
    record EpochReply(int epoch, @Nullable Peer leader) implements Reply {}

    /**
     * Asks the leader for what follows {@code offset}; all before it is durable at the sender.
     *
     * @param highWatermark what the sender knows as committed: it is told at once if there is more
     *     (KIP-1166)
     * @param answered number of the last answer that the sender had from this leader, or 0: so the
     *     leader learns up to when it was followed
     */
    record Fetch(
            int epoch,
            ReplicaKey replica,
            long offset,
            int lastEpoch,
            long highWatermark,
            int answered)
            implements Request {}

    /**
     * Answers {@link Fetch}.
     *
     * @param diverging where the sender's log ends for the epoch asked about, if the logs differ:
     *     cut there and ask again
     * @param snapshot what to fetch first, if the leader's log no longer has what was asked for
     * @param number of this answer among those of its leader to this replica, from 1; 0 if it does
     *     not count them
     */
    record FetchReply(
            int epoch,
            @Nullable Peer leader,
            long highWatermark,
            List<MetadataBatch> batches,
            MetadataLog.@Nullable EpochEnd diverging,
            @Nullable SnapshotId snapshot,
            int number)
            implements Reply {}

    /** Asks the leader for a piece of a snapshot. */
    record FetchSnapshot(
            int epoch, ReplicaKey replica, SnapshotId snapshot, long position, int bytesMax)
            implements Request {}

    /**
     * Answers {@link FetchSnapshot}.
     *
     * @param size of the whole snapshot in bytes
     */
    record SnapshotReply(
            int epoch, @Nullable Peer leader, SnapshotId snapshot, long size, ByteBuffer bytes)
            implements Reply {}

    /** Answers any request that its receiver cannot serve. */
    record Refused(int epoch, @Nullable Peer leader, ErrorCode error) implements Reply {}
}
