package io.leat.streams.processor.assignment;

import io.leat.streams.processor.TaskId;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one process is to do. Owned by the assignor that makes it. */
public class KafkaStreamsAssignment {

    private final ProcessId processId;
    private final Map<TaskId, AssignedTask> tasks;
    private final Optional<Instant> followupRebalanceDeadline;

    private KafkaStreamsAssignment(
            ProcessId processId,
            Map<TaskId, AssignedTask> tasks,
            Optional<Instant> followupRebalanceDeadline) {
        this.processId = processId;
        this.tasks = tasks;
        this.followupRebalanceDeadline = followupRebalanceDeadline;
    }

    public static KafkaStreamsAssignment of(ProcessId processId, Set<AssignedTask> assignment) {
        KafkaStreamsAssignment made =
                new KafkaStreamsAssignment(processId, new HashMap<>(), Optional.empty());
        assignment.forEach(made::assignTask);
        return made;
    }

    /** The same, and the group is to come together again at {@code rebalanceDeadline}. */
    public KafkaStreamsAssignment withFollowupRebalance(Instant rebalanceDeadline) {
        return new KafkaStreamsAssignment(processId, tasks, Optional.of(rebalanceDeadline));
    }

    public ProcessId processId() {
        return processId;
    }

    public Map<TaskId, AssignedTask> tasks() {
        return Collections.unmodifiableMap(tasks);
    }

    /** Adds a task, in place of what the process was to do with it before. */
    public void assignTask(AssignedTask newTask) {
        tasks.put(newTask.id(), newTask);
    }

    public void removeTask(AssignedTask removedTask) {
        tasks.remove(removedTask.id());
    }

    /** When the group is to come together again, if it is to. */
    public Optional<Instant> followupRebalanceDeadline() {
        return followupRebalanceDeadline;
    }

    @Override
    public String toString() {
        return "KafkaStreamsAssignment("
                + processId
                + ", "
                + tasks.values()
                + ", "
                + followupRebalanceDeadline
                + ")";
    }

    /** A task, and whether to run it or to keep its stores warm. Immutable. */
    public static class AssignedTask {

        private final TaskId id;
        private final Type taskType;

        /** What is to be done with a task. */
        public enum Type {
            ACTIVE,
            STANDBY
        }

        public AssignedTask(TaskId id, Type taskType) {
            this.id = id;
            this.taskType = taskType;
        }

        public TaskId id() {
            return id;
        }

        public Type type() {
            return taskType;
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, taskType);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof AssignedTask that
                    && id.equals(that.id)
                    && taskType == that.taskType;
        }

        @Override
        public String toString() {
            return "AssignedTask(" + taskType + ", " + id + ")";
        }
    }
}
