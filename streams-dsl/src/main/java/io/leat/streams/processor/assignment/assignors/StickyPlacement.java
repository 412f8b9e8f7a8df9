package io.leat.streams.processor.assignment.assignors;

import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.ApplicationState;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask.Type;
import io.leat.streams.processor.assignment.KafkaStreamsState;
import io.leat.streams.processor.assignment.ProcessId;
import io.leat.streams.processor.assignment.TaskInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who gets which task, with as few moves as possible. Made for one use by one thread. */
final class StickyPlacement {

    private final ApplicationState state;
    private final boolean preserve;
    private final SortedMap<ProcessId, KafkaStreamsState> processes;
    private final SortedMap<ProcessId, KafkaStreamsAssignment> assignments = new TreeMap<>();
    private final Map<TaskId, ProcessId> ran = new HashMap<>();

    /**
     * @param preserve whether each task stays where it ran, even or not
     */
    StickyPlacement(ApplicationState state, boolean preserve) {
        this.state = state;
        this.preserve = preserve;
        this.processes = new TreeMap<>(state.kafkaStreamsStates(false));
        processes.forEach(
                (id, process) -> {
                    assignments.put(id, KafkaStreamsAssignment.of(id, Set.of()));
                    process.previousActiveTasks().forEach(task -> ran.put(task, id));
                });
    }

    Map<ProcessId, KafkaStreamsAssignment> assignments() {
        return assignments;
    }

    /** Keeps what ran, then what has a copy, as far as there is room; then spreads the rest. */
    void placeActive() {
        SortedSet<TaskId> free = new TreeSet<>(state.allTasks().keySet());
        int threads =
                processes.values().stream().mapToInt(KafkaStreamsState::numProcessingThreads).sum();
        int perThread = free.size() / threads;
        for (TaskId task : new ArrayList<>(free)) {
            ProcessId before = ran.get(task);
            if (before != null && (preserve || hasRoom(before, perThread))) {
                assign(task, before, Type.ACTIVE);
                free.remove(task);
            }
        }
        for (TaskId task : new ArrayList<>(free)) {
            for (ProcessId process : withCopy(task)) {
                if (hasRoom(process, perThread)) {
                    assign(task, process, Type.ACTIVE);
                    free.remove(task);
                    break;
                }
            }
        }
        free.forEach(task -> assign(task, best(task, processes.keySet()), Type.ACTIVE));
    }

    void placeStandbys() {
        for (TaskInfo task : new TreeMap<>(state.allTasks()).values()) {
            int copies = task.isStateful() ? state.assignmentConfigs().numStandbyReplicas() : 0;
            for (; copies > 0; copies--) {
                List<ProcessId> without = new ArrayList<>(processes.keySet());
                without.removeIf(process -> tasks(process).contains(task.id()));
                if (without.isEmpty()) {
                    break; // fewer processes than wished copies
                }
                assign(task.id(), best(task.id(), without), Type.STANDBY);
            }
        }
    }

    private boolean hasRoom(ProcessId process, int perThread) {
        return tasks(process).size() < process(process).numProcessingThreads() * perThread;
    }

    private List<ProcessId> withCopy(TaskId task) {
        return processes.keySet().stream()
                .filter(id -> process(id).previousStandbyTasks().contains(task))
                .toList();
    }

    /**
     * Where it ran, else where it has a copy, unless others have less to do; else who has least.
     */
    private ProcessId best(TaskId task, Collection<ProcessId> among) {
        ProcessId before = ran.get(task);
        if (before != null && among.contains(before) && !overloaded(before)) {
            return before;
        }
        List<ProcessId> copies = new ArrayList<>(withCopy(task));
        copies.retainAll(among);
        ProcessId copy = leastLoaded(task, copies);
        if (copy != null && !overloaded(copy)) {
            return copy;
        }
        return Objects.requireNonNull(leastLoaded(task, among));
    }

    /** Of those with the same load the one that has the fewest tasks of the same subtopology. */
    private @Nullable ProcessId leastLoaded(TaskId task, Collection<ProcessId> among) {
        return among.stream()
                .min(
                        Comparator.comparing(this::load)
                                .thenComparing(process -> alike(process, task))
                                .thenComparing(process -> process))
                .orElse(null);
    }

    private long alike(ProcessId process, TaskId task) {
        return tasks(process).stream()
                .filter(other -> other.subtopology() == task.subtopology())
                .count();
    }

    /** Whether each of its threads has something to do, and more than those of others. */
    private boolean overloaded(ProcessId process) {
        double load = load(process);
        return load >= 1 && processes.keySet().stream().anyMatch(other -> load(other) < load);
    }

    private double load(ProcessId process) {
        return (double) tasks(process).size() / process(process).numProcessingThreads();
    }

    private void assign(TaskId task, ProcessId process, Type type) {
        Objects.requireNonNull(assignments.get(process)).assignTask(new AssignedTask(task, type));
    }

    private Set<TaskId> tasks(ProcessId process) {
        return Objects.requireNonNull(assignments.get(process)).tasks().keySet();
    }

    private KafkaStreamsState process(ProcessId id) {
        return Objects.requireNonNull(processes.get(id));
    }
}
