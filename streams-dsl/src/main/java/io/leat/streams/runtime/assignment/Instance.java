package io.leat.streams.runtime.assignment;

import io.leat.streams.processor.TaskId;
import java.util.Map;
import java.util.Set;

/**
 * One process of an application, as the leader of the group knows it. Immutable.
 *
 * @param process its id, the same after a restart
 * @param threads how many of them share its tasks
 * @param tags what {@code client.tag.*} says about it
 * @param running the tasks that it ran last
 * @param lags how many changes of the stores of a task it lacks, where it has any of them
 */
public record Instance(
        String process,
        int threads,
        Map<String, String> tags,
        Set<TaskId> running,
        Map<TaskId, Long> lags) {}
