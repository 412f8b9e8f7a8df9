package io.leat.log.broker.replication;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Images;
import io.leat.log.broker.NodeAddresses;
import io.leat.log.broker.config.ReplicationKeys;
import io.leat.log.broker.data.IsrAnswer;
import io.leat.log.broker.data.IsrProposal;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.data.LogPartitionStore;
import io.leat.log.broker.data.Replication;
import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The replication of one broker: fetchers for what it follows, on the loop of each partition, and
 * the way to the controller for what it leads. Immutable; each part says which loop owns it.
 */
public final class ReplicaFetchers implements Replication {

    /** Finds where brokers reach each other; null if a broker is not registered. */
    public interface Addresses {
        @Nullable Endpoint of(MetadataImage image, int brokerId);
    }

    private final Images images;
    private final IsrChanges changes;
    private final LongSupplier brokerEpoch;
    private final Broker broker;
    private final long lagMaxMs;
    private final Map<EventLoop, LoopFetchers> loops = new IdentityHashMap<>();

    /**
     * @param brokerEpoch of this process: -1 until it is registered
     */
    public ReplicaFetchers(
            Broker broker, Addresses addresses, IsrChanges changes, LongSupplier brokerEpoch) {
        this.broker = broker;
        this.images = broker.images();
        this.changes = changes;
        this.brokerEpoch = brokerEpoch;
        this.lagMaxMs = broker.config().get(ReplicationKeys.LAG_MAX_MS);
        for (EventLoop loop : broker.ports().loops()) {
            loops.put(loop, new LoopFetchers(broker, loop, addresses, brokerEpoch));
        }
    }

    /** Proposes ISR changes to the active controller, wherever it is. */
    public static ReplicaFetchers of(Broker broker, Addresses addresses, LongSupplier epoch) {
        ControllerIsrChanges changes =
                new ControllerIsrChanges(
                        broker.ports().loop(), broker.controllerCalls(), broker.nodeId(), epoch);
        return new ReplicaFetchers(broker, addresses, changes, epoch);
    }

    /**
     * The partitions of a broker, with replication; to be made once the image has this process's
     * registration.
     */
    public static LogPartitionStore store(Broker broker, LogDirectories directories) {
        NodeAddresses addresses = NodeAddresses.of(broker.config());
        LongSupplier epoch =
                () -> {
                    BrokerImage registered = broker.image().broker(broker.nodeId());
                    return registered == null ? -1 : registered.epoch();
                };
        return new LogPartitionStore(broker, directories, of(broker, addresses::of, epoch));
    }

    @Override
    public boolean maybeDeposed() {
        return images.current().brokers().size() > 1
                && broker.lease().isOver(broker.ports().clock().millis());
    }

    @Override
    public long lagMaxMs() {
        return lagMaxMs;
    }

    @Override
    public boolean isEligible(int brokerId, long epoch) {
        BrokerImage broker = images.current().broker(brokerId);
        return broker != null
                && !broker.fenced()
                && !broker.inControlledShutdown()
                && (epoch < 0 || broker.epoch() == epoch);
    }

    @Override
    public long brokerEpoch() {
        return brokerEpoch.getAsLong();
    }

    @Override
    public void propose(IsrProposal proposal, EventLoop loop, Consumer<IsrAnswer> answered) {
        changes.propose(
                proposal,
                answer -> {
                    if (loop.inLoop()) {
                        answered(proposal, loop, answer, answered);
                    } else {
                        loop.execute(() -> answered(proposal, loop, answer, answered));
                    }
                });
    }

    private void answered(
            IsrProposal proposal, EventLoop loop, IsrAnswer answer, Consumer<IsrAnswer> answered) {
        if (answer instanceof IsrAnswer.Changed changed
                && changed.isr().size() != proposal.before()) {
            broker.metrics().of(loop).isrChanged(changed.isr().size() < proposal.before());
        }
        answered.accept(answer);
    }

    private LoopFetchers of(LogPartition partition) {
        LoopFetchers found = loops.get(partition.loop());
        if (found == null) {
            throw new IllegalArgumentException("not on a loop of this broker: " + partition.id());
        }
        return found;
    }

    @Override
    public void follow(LogPartition partition) {
        of(partition).follow(partition);
    }

    @Override
    public void unfollow(LogPartition partition) {
        of(partition).unfollow(partition.id());
    }
}
