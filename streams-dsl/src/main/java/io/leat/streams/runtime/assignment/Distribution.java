package io.leat.streams.runtime.assignment;

import io.leat.streams.processor.TaskId;
import java.util.Map;
import java.util.Set;

/**
 * Which process does what. Immutable.
 *
 * @param active the tasks that each process runs
 * @param standby the tasks whose stores each process keeps warm, or builds up to run them later
 * @param unfinished whether tasks are to move once their stores are built up where they go
 */
public record Distribution(
        Map<String, Set<TaskId>> active, Map<String, Set<TaskId>> standby, boolean unfinished) {}
