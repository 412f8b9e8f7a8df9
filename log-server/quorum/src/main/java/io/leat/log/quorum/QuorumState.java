package io.leat.log.quorum;

/**
 * What a voter must not forget: the epoch it is in and whom it voted for in it. Immutable.
 *
 * @param votedFor the voter it voted for in this epoch, or -1
 */
public record QuorumState(int epoch, int votedFor) {

    /** Before anything happened. */
    public static final QuorumState INITIAL = new QuorumState(0, -1);
}
