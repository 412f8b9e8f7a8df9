package io.leat.log.broker.data;

import io.leat.log.quorum.image.PartitionImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The in-sync replicas of a partition as its leader knows them. Owned by the partition's loop.
 *
 * <pre>
 *   committed --propose--> proposed --answered, refused, or newer state--> committed
 * </pre>
 *
 * <p>While a proposal is under way nobody here knows whether it counts already. So the {@link
 * #counts maximal} set decides what is committed: all that are in sync before or after it.
 */
final class InSyncReplicas {

    private List<Integer> isr;
    private int partitionEpoch;
    private @Nullable IsrProposal proposal;
    private List<Integer> proposed = List.of();

    InSyncReplicas(PartitionImage state) {
        this.isr = state.isr();
        this.partitionEpoch = state.partitionEpoch();
    }

    /** Those the controller has committed. */
    List<Integer> isr() {
        return isr;
    }

    int partitionEpoch() {
        return partitionEpoch;
    }

    @Nullable IsrProposal proposal() {
        return proposal;
    }

    /** Whether a record has to be on this replica to be committed. */
    boolean counts(int replica) {
        return isr.contains(replica) || proposed.contains(replica);
    }

    void propose(IsrProposal next) {
        proposal = next;
        proposed = next.ids();
    }

    /** The proposal will never count. */
    void drop() {
        proposal = null;
        proposed = List.of();
    }

    /**
     * The controller has committed this. A proposal that was made before was part of it or will be
     * refused, as it names an older partition epoch. Returns whether it is news.
     */
    boolean committed(List<Integer> newIsr, int newPartitionEpoch) {
        if (newPartitionEpoch <= partitionEpoch) {
            return false;
        }
        isr = List.copyOf(newIsr);
        partitionEpoch = newPartitionEpoch;
        drop();
        return true;
    }
}
