package io.leat.streams.processor;

import io.leat.common.TopicPartition;

/** Hears of the progress of restoring stores. Called by the thread that restores. */
public interface StateRestoreListener {

    void onRestoreStart(
            TopicPartition topicPartition,
            String storeName,
            long startingOffset,
            long endingOffset);

    void onBatchRestored(
            TopicPartition topicPartition, String storeName, long batchEndOffset, long numRestored);

    void onRestoreEnd(TopicPartition topicPartition, String storeName, long totalRestored);

    /** The task moved away before its store was restored. */
    default void onRestoreSuspended(
            TopicPartition topicPartition, String storeName, long totalRestored) {}
}
