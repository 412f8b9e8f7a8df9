package io.leat.streams.runtime.assignment;

import io.leat.streams.processor.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be assigned, and how. Immutable.
 *
 * @param stateless the tasks that any instance can run at once
 * @param changes how many changes the stores of each other task consist of
 * @param acceptableLag up to how many changes may be lacking for a task to run at once
 * @param maxWarmups how many stores may be built up at a time for tasks that are to move
 * @param standbys how many copies of stores to keep warm beside the one in use
 * @param rackTags in which tags the instances with copies should differ
 */
public record Wishes(
        Set<TaskId> stateless,
        Map<TaskId, Long> changes,
        long acceptableLag,
        int maxWarmups,
        int standbys,
        List<String> rackTags) {

    boolean stateful(TaskId task) {
        return changes.containsKey(task);
    }

    /** Whether there is such a task. */
    public boolean isThere(TaskId task) {
        return stateful(task) || stateless.contains(task);
    }

    /** How many changes of the stores of {@code task} {@code instance} lacks. */
    public long lag(Instance instance, TaskId task) {
        if (instance.running().contains(task) || !stateful(task)) {
            return 0;
        }
        return instance.lags().getOrDefault(task, changes.getOrDefault(task, 0L));
    }

    /** Whether {@code instance} can run {@code task} without building up stores first. */
    boolean ready(Instance instance, TaskId task) {
        return lag(instance, task) <= acceptableLag;
    }
}
