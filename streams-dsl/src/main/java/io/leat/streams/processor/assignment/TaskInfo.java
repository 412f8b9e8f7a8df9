package io.leat.streams.processor.assignment;

import io.leat.streams.processor.TaskId;
import java.util.Set;

/** A task to be assigned. */
public interface TaskInfo {

    TaskId id();

    /** Whether it has stores that are restored from a changelog. */
    boolean isStateful();

    /** The names of its stores. */
    Set<String> stateStoreNames();

    /** What it reads, changelogs included. */
    Set<TaskTopicPartition> topicPartitions();
}
