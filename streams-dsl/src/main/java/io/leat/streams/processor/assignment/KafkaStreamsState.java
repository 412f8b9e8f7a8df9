package io.leat.streams.processor.assignment;

import io.leat.streams.processor.TaskId;
import io.leat.streams.state.HostInfo;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** One process of the application, with at least one thread in the group. */
public interface KafkaStreamsState {

    ProcessId processId();

    /** How many threads it has: its share of the work. */
    int numProcessingThreads();

    /** The ids of its threads' consumers in the group. */
    SortedSet<String> consumerClientIds();

    /** The tasks that it ran before this rebalance. */
    SortedSet<TaskId> previousActiveTasks();

    /** The tasks that it has stores of without having run them. */
    SortedSet<TaskId> previousStandbyTasks();

    /**
     * How many changes of the stores of {@code task} it lacks: all of them where it has none of its
     * state, and -2 where it ran the task.
     *
     * @throws UnsupportedOperationException if lags were not asked for
     */
    long lagFor(TaskId task);

    /**
     * The tasks that one of its threads had, those it lacks least of first.
     *
     * @throws UnsupportedOperationException if lags were not asked for
     */
    SortedSet<TaskId> prevTasksByLag(String consumerClientId);

    /**
     * {@link #lagFor} of every task with state.
     *
     * @throws UnsupportedOperationException if lags were not asked for
     */
    Map<TaskId, Long> statefulTasksToLagSums();

    /** Where it answers queries, if it says so with {@code application.server}. */
    Optional<HostInfo> hostInfo();

    /** What it says with {@code client.tag.*}. */
    Map<String, String> clientTags();

    /** Its rack, if it says so with the {@code client.rack} of its consumers. */
    Optional<String> rackId();
}
