package io.leat.clients.consumer;

import io.leat.common.KafkaException;
import io.leat.common.TopicPartition;
import io.leat.common.errors.InterruptException;
import io.leat.common.errors.WakeupException;
import java.util.Collection;
import java.util.Collections;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the application's rebalance listener, and keeps the first failure until the rebalance has
 * come to a state that can be left with an exception. Owned by the polling thread.
 */
final class RebalanceCallbacks {

    private static final Logger LOG = LoggerFactory.getLogger(RebalanceCallbacks.class);

    private final Subscriptions subscriptions;
    private RuntimeException failure;

    RebalanceCallbacks(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** {@code evenNone}: eager members hear of each rebalance, also when they had nothing. */
    void revoked(Collection<TopicPartition> partitions, boolean evenNone) {
        if (evenNone || !partitions.isEmpty()) {
            call(listener -> listener.onPartitionsRevoked(fixed(partitions)));
        }
    }

    void lost(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            call(listener -> listener.onPartitionsLost(fixed(partitions)));
        }
    }

    void assigned(Collection<TopicPartition> partitions) {
        call(listener -> listener.onPartitionsAssigned(fixed(partitions)));
    }

    /** Throws the first failure since the last call. */
    void rethrow() {
        if (failure != null) {
            RuntimeException now = failure;
            failure = null;
            throw now;
        }
    }

    private void call(Consumer<ConsumerRebalanceListener> what) {
        ConsumerRebalanceListener listener = subscriptions.listener();
        if (listener == null) {
            return;
        }
        try {
            what.accept(listener);
        } catch (WakeupException | InterruptException e) {
            keep(e);
        } catch (RuntimeException e) {
            LOG.error("The rebalance listener failed", e);
            keep(new KafkaException("The rebalance listener failed: " + e.getMessage(), e));
        }
    }

    private void keep(RuntimeException e) {
        if (failure == null) {
            failure = e;
        }
    }

    private static Collection<TopicPartition> fixed(Collection<TopicPartition> partitions) {
        return Collections.unmodifiableCollection(partitions);
    }
}
