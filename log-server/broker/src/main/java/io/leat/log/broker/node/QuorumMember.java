package io.leat.log.broker.node;

import io.leat.log.broker.ActiveController;
import io.leat.log.quorum.MetadataBatch;
import io.leat.log.quorum.MetadataSnapshot;
import io.leat.log.quorum.Peer;
import io.leat.log.quorum.RaftListener;
import io.leat.log.quorum.SnapshotSource;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.runtime.Endpoint;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of the quorum's leader, told on by {@link RaftListener}: the controller
 * hears all of it, the rest of the node where the active controller is. Owned by the first loop;
 * where the controller is may be asked on any.
 */
final class QuorumMember implements RaftListener, ActiveController {

    private final Controller controller;
    private final Runnable onLeaderKnown;
    private final BiConsumer<Integer, Set<Integer>> onElectorate;
    private final Consumer<RuntimeException> onFailed;
    private volatile boolean here;
    private volatile @Nullable Endpoint endpoint;

    /**
     * @param onLeaderKnown runs each time there is an active controller to ask, here or elsewhere
     * @param onElectorate learns of each epoch which voters elected its leader
     * @param onFailed runs when this replica of the metadata log can go on no more
     */
    QuorumMember(
            Controller controller,
            Runnable onLeaderKnown,
            BiConsumer<Integer, Set<Integer>> onElectorate,
            Consumer<RuntimeException> onFailed) {
        this.onElectorate = onElectorate;
        this.controller = controller;
        this.onLeaderKnown = onLeaderKnown;
        this.onFailed = onFailed;
    }

    @Override
    public void onCommitted(MetadataBatch batch) {
        controller.onCommitted(batch);
    }

    @Override
    public void onSnapshot(MetadataSnapshot snapshot) {
        controller.onSnapshot(snapshot);
    }

    @Override
    public @Nullable SnapshotSource image() {
        return controller.image();
    }

    @Override
    public void onElectorate(int epoch, Set<Integer> voters) {
        onElectorate.accept(epoch, voters);
    }

    @Override
    public void onLeading(int epoch) {
        here = true;
        controller.onLeading(epoch);
        onLeaderKnown.run();
    }

    @Override
    public void onResigned(int epoch) {
        here = false;
        controller.onResigned(epoch);
    }

    @Override
    public void onLeader(@Nullable Peer leader, int epoch) {
        endpoint = leader == null ? null : leader.endpoint();
        if (endpoint != null && !here) {
            onLeaderKnown.run();
        }
    }

    @Override
    public void onFailed(RuntimeException cause) {
        onFailed.accept(cause);
    }

    @Override
    public boolean isHere() {
        return here;
    }

    @Override
    public @Nullable Endpoint endpoint() {
        return here ? null : endpoint;
    }
}
