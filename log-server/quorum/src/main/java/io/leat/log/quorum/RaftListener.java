package io.leat.log.quorum;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Learns what the quorum decided. Called on the quorum's loop. */
public interface RaftListener {

    /**
     * A batch is committed: for ever, at every replica, in this order. Control batches, which are
     * about the quorum itself, are not told.
     */
    void onCommitted(MetadataBatch batch);

    /**
     * {@code snapshot} stands for everything committed before its end: it replaces what was told
     * before. Never told to a leader.
     */
    default void onSnapshot(MetadataSnapshot snapshot) {
        throw new IllegalStateException("nobody here takes snapshots in");
    }

    /** The state after all that was told, for a snapshot; null if none is to be written. */
    default @Nullable SnapshotSource image() {
        return null;
    }

    /** This node leads {@code epoch}, and everything of earlier epochs was told. */
    void onLeading(int epoch);

    /** This node no longer leads; what it appended and was not told as committed may be lost. */
    void onResigned(int epoch);

    /** The leader of {@code epoch} was elected from among these voters, says the committed log. */
    default void onElectorate(int epoch, Set<Integer> voters) {}

    /** {@code leader} leads {@code epoch}, or nobody is known to. */
    default void onLeader(@Nullable Peer leader, int epoch) {}

    /**
     * Its state could not be made durable: this replica has stopped, before anybody was told what
     * it would have said.
     */
    default void onFailed(RuntimeException cause) {}
}
