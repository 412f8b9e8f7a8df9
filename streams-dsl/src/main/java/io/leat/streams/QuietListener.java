package io.leat.streams;

import io.leat.common.TopicPartition;
import io.leat.streams.processor.StandbyUpdateListener;
import io.leat.streams.processor.StateRestoreListener;
import io.leat.streams.processor.TaskId;

/** Hears nothing of restoring, for applications that set no listener. Stateless. */
final class QuietListener implements StateRestoreListener, StandbyUpdateListener {

    @Override
    public void onRestoreStart(
            TopicPartition topicPartition, String storeName, long start, long end) {}

    @Override
    public void onBatchRestored(
            TopicPartition topicPartition, String storeName, long end, long restored) {}

    @Override
    public void onRestoreEnd(TopicPartition topicPartition, String storeName, long total) {}

    @Override
    public void onUpdateStart(TopicPartition topicPartition, String storeName, long start) {}

    @Override
    public void onBatchLoaded(
            TopicPartition topicPartition,
            String storeName,
            TaskId taskId,
            long batchEndOffset,
            long batchSize,
            long currentEndOffset) {}

    @Override
    public void onUpdateSuspended(
            TopicPartition topicPartition,
            String storeName,
            long storeOffset,
            long currentEndOffset,
            SuspendReason reason) {}
}
