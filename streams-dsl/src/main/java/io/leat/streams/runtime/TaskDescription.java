package io.leat.streams.runtime;

import io.leat.common.TopicPartition;
import io.leat.streams.TaskMetadata;
import io.leat.streams.processor.TaskId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A task as its thread last described it. Immutable. */
record TaskDescription(
        TaskId taskId,
        Set<TopicPartition> topicPartitions,
        Map<TopicPartition, Long> committedOffsets,
        Map<TopicPartition, Long> endOffsets,
        Optional<Long> timeCurrentIdlingStarted)
        implements TaskMetadata {}
