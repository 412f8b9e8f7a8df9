package io.leat.connect.sink;

import io.leat.common.TopicPartition;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a sink task speaks to the worker that runs it. */
public interface SinkTaskContext {

    /** The task's current settings. */
    Map<String, String> configs();

    /**
     * Reads on from these offsets instead of the group's: for sinks that keep the offsets with
     * their own output. Call it in {@link SinkTask#open} or {@link SinkTask#put}.
     */
    void offset(Map<TopicPartition, Long> offsets);

    /** As {@link #offset(Map)} for one partition. */
    void offset(TopicPartition tp, long offset);

    /** How long to wait before a {@code put} that threw RetriableException is tried again. */
    void timeout(long timeoutMs);

    /** The partitions that this task owns now. */
    Set<TopicPartition> assignment();

    void pause(TopicPartition... partitions);

    void resume(TopicPartition... partitions);

    /** Asks for offsets to be committed soon. */
    void requestCommit();

    /** Where to report bad records; null when the worker has no such place. */
    default @Nullable ErrantRecordReporter errantRecordReporter() {
        return null;
    }
}
