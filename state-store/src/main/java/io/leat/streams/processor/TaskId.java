package io.leat.streams.processor;

import io.leat.streams.errors.TaskIdFormatException;
import org.jspecify.annotations.Nullable;

/** Names a task: the subtopology that it runs and the partition that it reads. */
public class TaskId implements Comparable<TaskId> {

    private final int subtopology;
    private final int partition;

    public TaskId(int subtopology, int partition) {
        this.subtopology = subtopology;
        this.partition = partition;
    }

    public int subtopology() {
        return subtopology;
    }

    public int partition() {
        return partition;
    }

    /** The inverse of {@link #toString}: {@code subtopology_partition}. */
    public static TaskId parse(String text) {
        int split = text.indexOf('_');
        try {
            return new TaskId(
                    Integer.parseInt(text.substring(0, Math.max(split, 0))),
                    Integer.parseInt(text.substring(split + 1)));
        } catch (NumberFormatException e) {
            throw new TaskIdFormatException("'" + text + "' is no task id; it looks like 0_1.", e);
        }
    }

    @Override
    public int compareTo(TaskId other) {
        return subtopology != other.subtopology
                ? Integer.compare(subtopology, other.subtopology)
                : Integer.compare(partition, other.partition);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TaskId that
                && subtopology == that.subtopology
                && partition == that.partition;
    }

    @Override
    public int hashCode() {
        return 31 * subtopology + partition;
    }

    @Override
    public String toString() {
        return subtopology + "_" + partition;
    }
}
