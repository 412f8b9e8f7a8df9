package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.util.Collection;

/**
 * Hears which partitions a group gives to and takes from a consumer. Runs on the polling thread.
 */
public interface ConsumerRebalanceListener {

    /**
     * Partitions are about to go to other members; this one still owns them, so offsets can be
     * committed. Not called for nothing under cooperative rebalancing.
     */
    void onPartitionsRevoked(Collection<TopicPartition> partitions);

    /** Partitions came in: all of them when eager, only the new ones when cooperative. */
    void onPartitionsAssigned(Collection<TopicPartition> partitions);

    /** Partitions were lost without notice; others may own them already. Commits would fail. */
    default void onPartitionsLost(Collection<TopicPartition> partitions) {
        onPartitionsRevoked(partitions);
    }
}
