package io.leat.streams.processor;

import io.leat.common.TopicPartition;

/**
 * Hears how the standby copies of stores on this instance follow their changelogs (KIP-988). Called
 * by the threads that restore stores: it must not block.
 */
public interface StandbyUpdateListener {

    /** Why a copy is no longer followed. */
    enum SuspendReason {
        /** The copy moved to another instance, or this one ends. */
        MIGRATED,
        /** The task is to run here. */
        PROMOTED
    }

    /** The copy of {@code storeName} follows {@code topicPartition} from an offset on. */
    void onUpdateStart(TopicPartition topicPartition, String storeName, long startingOffset);

    /**
     * Changes were applied.
     *
     * @param batchEndOffset the offset that was reached
     * @param batchSize how many changes
     * @param currentEndOffset the end of the changelog as far as it is known
     */
    void onBatchLoaded(
            TopicPartition topicPartition,
            String storeName,
            TaskId taskId,
            long batchEndOffset,
            long batchSize,
            long currentEndOffset);

    /** The copy is no longer followed; it stands for {@code storeOffset}. */
    void onUpdateSuspended(
            TopicPartition topicPartition,
            String storeName,
            long storeOffset,
            long currentEndOffset,
            SuspendReason reason);
}
