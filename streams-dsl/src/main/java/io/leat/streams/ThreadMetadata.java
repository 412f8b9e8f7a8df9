package io.leat.streams;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one stream thread of this instance does, as of a moment. */
public interface ThreadMetadata {

    /** CREATED, STARTING, PARTITIONS_REVOKED, PARTITIONS_ASSIGNED, RUNNING, ..., DEAD. */
    String threadState();

    String threadName();

    /** The tasks that it processes. */
    Set<TaskMetadata> activeTasks();

    /** The tasks whose stores it keeps warm for others. */
    Set<TaskMetadata> standbyTasks();

    String consumerClientId();

    String restoreConsumerClientId();

    /** There is one. */
    Set<String> producerClientIds();

    String adminClientId();

    @Override
    boolean equals(@Nullable Object o);

    @Override
    int hashCode();
}
