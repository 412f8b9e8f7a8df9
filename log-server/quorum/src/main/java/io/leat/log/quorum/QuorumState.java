package io.leat.log.quorum;

import org.jspecify.annotations.Nullable;

/**
 * What a voter must not forget: the epoch it is in and whom it voted for in it. Immutable.
 *
 * @param votedFor whom it voted for in this epoch, null if nobody
 */
public record QuorumState(int epoch, @Nullable ReplicaKey votedFor) {

    /** Before anything happened. */
    public static final QuorumState INITIAL = new QuorumState(0, null);
}
