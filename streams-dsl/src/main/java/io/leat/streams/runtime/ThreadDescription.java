package io.leat.streams.runtime;

import io.leat.streams.TaskMetadata;
import io.leat.streams.ThreadMetadata;
import java.util.Set;

/** A thread as of the moment when somebody asked. Immutable. */
record ThreadDescription(
        String threadState,
        String threadName,
        Set<TaskMetadata> activeTasks,
        Set<TaskMetadata> standbyTasks,
        String consumerClientId,
        String restoreConsumerClientId,
        Set<String> producerClientIds,
        String adminClientId)
        implements ThreadMetadata {}
