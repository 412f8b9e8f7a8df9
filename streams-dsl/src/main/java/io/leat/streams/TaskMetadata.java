package io.leat.streams;

import io.leat.common.TopicPartition;
import io.leat.streams.processor.TaskId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far one task of this instance is, as of its last commit. */
public interface TaskMetadata {

    TaskId taskId();

    /**
     * What it reads: its input if it is active, the changelogs of its stores if it is a standby.
     */
    Set<TopicPartition> topicPartitions();

    /** The next offset to process after a failure; -1 while there is none. */
    Map<TopicPartition, Long> committedOffsets();

    /** The ends of the partitions as far as they are known; -1 while they are not. */
    Map<TopicPartition, Long> endOffsets();

    /** Since when (epoch milliseconds) it waits for records of an empty partition, if it does. */
    Optional<Long> timeCurrentIdlingStarted();

    @Override
    boolean equals(@Nullable Object o);

    @Override
    int hashCode();
}
