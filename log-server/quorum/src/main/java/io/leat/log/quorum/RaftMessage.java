package io.leat.log.quorum;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What voters tell each other, KRaft's requests and responses. Immutable. All may be lost, repeated
 * or late.
 */
public sealed interface RaftMessage {

    /** The epoch of the sender, or the one a candidate stands for. */
    int epoch();

    /**
     * Asks for a vote. With {@code preVote} only whether one would be given: nobody's epoch
     * changes, so a voter that was cut off cannot disturb a working leader (KIP-996).
     */
    record Vote(int epoch, boolean preVote, int lastEpoch, long endOffset) implements RaftMessage {}

    /** Answers {@link Vote}. */
    record VoteReply(int epoch, boolean preVote, boolean granted) implements RaftMessage {}

    /** The sender leads this epoch: fetch from it. */
    record BeginEpoch(int epoch) implements RaftMessage {}

    /** The sender, who led this epoch, resigns: elect somebody. */
    record EndEpoch(int epoch) implements RaftMessage {}

    /** Asks the leader for what follows {@code offset}; all before it is durable at the sender. */
    record Fetch(int epoch, long offset, int lastEpoch) implements RaftMessage {}

    /**
     * Answers {@link Fetch}.
     *
     * @param offset the offset asked for
     * @param lastEpoch the epoch asked about: an answer to another question may be old, and
     *     following its diverging end could cut off what was committed since
     * @param diverging where the sender's log ends for the epoch asked about, if the logs differ:
     *     cut there and ask again
     */
    record FetchReply(
            int epoch,
            long offset,
            int lastEpoch,
            long highWatermark,
            List<MetadataBatch> batches,
            MetadataLog.@Nullable EpochEnd diverging)
            implements RaftMessage {}
}
