package io.leat.log.coordinator.group.streams;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a topology comes to with the topics there are: how many tasks, and which topics are still to
 * be made. Immutable.
 *
 * @param subtopologies by their ids; empty if the topics do not fit
 * @param partitions how many partitions each internal topic has, or is to have
 * @param missing internal topics that are not there
 * @param problem why no tasks can be handed out; null if they can
 */
record PlannedTopology(
        SortedMap<String, Subtopology> subtopologies,
        Map<String, Integer> partitions,
        List<InternalTopic> missing,
        @Nullable Problem problem) {

    /**
     * @param sources the topics it reads, repartition topics among them
     * @param stateful whether it has stores that a standby can follow
     */
    record Subtopology(int tasks, SortedSet<String> sources, boolean stateful) {}

    /**
     * @param status what members are told; null if the topology is not acceptable at all
     */
    record Problem(@Nullable Status status, String detail) {}

    static PlannedTopology unfit(Problem problem) {
        return new PlannedTopology(new TreeMap<>(), Map.of(), List.of(), problem);
    }

    PlannedTopology {
        subtopologies = Collections.unmodifiableSortedMap(subtopologies);
    }

    boolean isReady() {
        return problem == null;
    }

    /** Whether there is such a task. */
    boolean contains(TaskId task) {
        Subtopology subtopology = subtopologies.get(task.subtopology());
        return subtopology != null
                && task.partition() >= 0
                && task.partition() < subtopology.tasks();
    }
}
