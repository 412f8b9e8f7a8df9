package io.leat.clients.admin;

import java.util.List;

/**
 * The tasks of a member of a streams group. Immutable.
 *
 * @param activeTasks those it processes
 * @param standbyTasks those whose stores it keeps up to date
 * @param warmupTasks those it is to process once their stores have caught up
 */
public record StreamsGroupMemberAssignment(
        List<TaskIds> activeTasks, List<TaskIds> standbyTasks, List<TaskIds> warmupTasks) {

    /** Tasks of one subtopology. */
    public record TaskIds(String subtopologyId, List<Integer> partitions) {}
}
