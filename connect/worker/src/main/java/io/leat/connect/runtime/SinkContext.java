package io.leat.connect.runtime;

import io.leat.clients.consumer.Consumer;
import io.leat.common.TopicPartition;
import io.leat.connect.sink.ErrantRecordReporter;
import io.leat.connect.sink.SinkTaskContext;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a sink task sees of the worker. Owned by the task's thread. */
final class SinkContext implements SinkTaskContext {

    private final Map<String, String> taskConfig;
    private final Consumer<byte[], byte[]> consumer;
    private final SinkOffsets offsets;
    private final @Nullable ErrantRecordReporter reporter;
    private final Set<TopicPartition> pausedByTask = new HashSet<>();
    private long timeoutMs = -1;
    private boolean commitRequested;

    SinkContext(
            Map<String, String> taskConfig,
            Consumer<byte[], byte[]> consumer,
            SinkOffsets offsets,
            @Nullable ErrantRecordReporter reporter) {
        this.taskConfig = taskConfig;
        this.consumer = consumer;
        this.offsets = offsets;
        this.reporter = reporter;
    }

    /** How long the task asked to wait before a retry; asking counts once. */
    long retryWaitMs(long otherwise) {
        long wait = timeoutMs < 0 ? otherwise : timeoutMs;
        timeoutMs = -1;
        return wait;
    }

    boolean takeCommitRequest() {
        boolean requested = commitRequested;
        commitRequested = false;
        return requested;
    }

    Set<TopicPartition> pausedByTask() {
        return pausedByTask;
    }

    @Override
    public Map<String, String> configs() {
        return taskConfig;
    }

    @Override
    public void offset(Map<TopicPartition, Long> wanted) {
        wanted.forEach(offsets::want);
    }

    @Override
    public void offset(TopicPartition tp, long offset) {
        offsets.want(tp, offset);
    }

    @Override
    public void timeout(long ms) {
        timeoutMs = ms;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return consumer.assignment();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        pausedByTask.addAll(Arrays.asList(partitions));
        consumer.pause(Arrays.asList(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        pausedByTask.removeAll(Arrays.asList(partitions));
        consumer.resume(Arrays.asList(partitions));
    }

    @Override
    public void requestCommit() {
        commitRequested = true;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return reporter;
    }
}
