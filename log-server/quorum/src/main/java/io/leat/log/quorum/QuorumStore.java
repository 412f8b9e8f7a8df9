package io.leat.log.quorum;

/** Keeps the {@link QuorumState}. Used on the quorum's loop; blocks, which elections can afford. */
public interface QuorumStore {

    /** What was last written, {@link QuorumState#INITIAL} if nothing was. */
    QuorumState read();

    /** Makes {@code state} durable before it returns: an answer may depend on it. */
    void write(QuorumState state);
}
