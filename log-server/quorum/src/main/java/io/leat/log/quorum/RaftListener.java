package io.leat.log.quorum;

/** Learns what the quorum decided. Called on the quorum's loop. */
public interface RaftListener {

    /**
     * A batch is committed: for ever, at every voter, in this order. Leader-change ones are not
     * told.
     */
    void onCommitted(MetadataBatch batch);

    /** This node leads {@code epoch}, and everything of earlier epochs was told. */
    void onLeading(int epoch);

    /** This node no longer leads; what it appended and was not told as committed may be lost. */
    void onResigned(int epoch);
}
