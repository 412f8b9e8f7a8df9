package io.leat.streams.processor;

import io.leat.common.TopicPartition;

/** Hears how copies of stores that stand by are kept up to date. Called from their threads. */
public interface StandbyUpdateListener {

    /** Why a copy is not kept up to date any more. */
    enum SuspendReason {
        /** The task went elsewhere. */
        MIGRATED,
        /** The copy becomes the store of the task. */
        PROMOTED
    }

    void onUpdateStart(TopicPartition topicPartition, String storeName, long startingOffset);

    void onBatchLoaded(
            TopicPartition topicPartition,
            String storeName,
            TaskId taskId,
            long batchEndOffset,
            long batchSize,
            long currentEndOffset);

    void onUpdateSuspended(
            TopicPartition topicPartition,
            String storeName,
            long storeOffset,
            long currentEndOffset,
            SuspendReason reason);
}
