package io.leat.streams.processor.assignment;

import io.leat.streams.StreamsConfig;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask.Type;
import io.leat.streams.processor.assignment.TaskAssignor.AssignmentError;
import io.leat.streams.processor.assignment.TaskAssignor.TaskAssignment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What assignors have in common. Stateless. */
public final class TaskAssignmentUtils {

    private static final Logger LOG = LoggerFactory.getLogger(TaskAssignmentUtils.class);

    private TaskAssignmentUtils() {}

    /** Which tasks to place by racks, and at what costs. Immutable. */
    public static final class RackAwareOptimizationParams {

        private final ApplicationState state;
        private final OptionalInt trafficCost;
        private final OptionalInt nonOverlapCost;
        private final Optional<SortedSet<TaskId>> tasks;

        private RackAwareOptimizationParams(
                ApplicationState state,
                OptionalInt trafficCost,
                OptionalInt nonOverlapCost,
                Optional<SortedSet<TaskId>> tasks) {
            this.state = state;
            this.trafficCost = trafficCost;
            this.nonOverlapCost = nonOverlapCost;
            this.tasks = tasks;
        }

        /** All tasks, at the costs of the settings. */
        public static RackAwareOptimizationParams of(ApplicationState applicationState) {
            AssignmentConfigs configs = applicationState.assignmentConfigs();
            return new RackAwareOptimizationParams(
                    applicationState,
                    configs.rackAwareTrafficCost(),
                    configs.rackAwareNonOverlapCost(),
                    Optional.empty());
        }

        public RackAwareOptimizationParams forStatefulTasks() {
            return forTasks(TaskInfo::isStateful);
        }

        public RackAwareOptimizationParams forStatelessTasks() {
            return forTasks(task -> !task.isStateful());
        }

        private RackAwareOptimizationParams forTasks(Predicate<TaskInfo> which) {
            SortedSet<TaskId> chosen = new TreeSet<>();
            state.allTasks().values().stream().filter(which).forEach(task -> chosen.add(task.id()));
            return forTasks(chosen);
        }

        public RackAwareOptimizationParams forTasks(SortedSet<TaskId> tasksToOptimize) {
            return new RackAwareOptimizationParams(
                    state, trafficCost, nonOverlapCost, Optional.of(tasksToOptimize));
        }

        /** What it costs to read a partition from another rack. */
        public RackAwareOptimizationParams withTrafficCostOverride(int trafficCostOverride) {
            return new RackAwareOptimizationParams(
                    state, OptionalInt.of(trafficCostOverride), nonOverlapCost, tasks);
        }

        /** What it costs to move a task. */
        public RackAwareOptimizationParams withNonOverlapCostOverride(int nonOverlapCostOverride) {
            return new RackAwareOptimizationParams(
                    state, trafficCost, OptionalInt.of(nonOverlapCostOverride), tasks);
        }
    }

    /** What is wrong with {@code taskAssignment}, or {@code NONE}. */
    public static AssignmentError validateTaskAssignment(
            ApplicationState applicationState, TaskAssignment taskAssignment) {
        Map<TaskId, TaskInfo> tasks = applicationState.allTasks();
        Set<TaskId> active = new HashSet<>();
        Set<ProcessId> assigned = new HashSet<>();
        boolean keepsNothingWarm = false;
        for (KafkaStreamsAssignment assignment : taskAssignment.assignment()) {
            assigned.add(assignment.processId());
            for (AssignedTask task : assignment.tasks().values()) {
                TaskInfo info = tasks.get(task.id());
                if (info == null) {
                    return AssignmentError.UNKNOWN_TASK_ID;
                }
                if (task.type() == Type.ACTIVE && !active.add(task.id())) {
                    return AssignmentError.ACTIVE_TASK_ASSIGNED_MULTIPLE_TIMES;
                }
                keepsNothingWarm |= task.type() == Type.STANDBY && !info.isStateful();
            }
        }
        if (keepsNothingWarm) {
            return AssignmentError.INVALID_STANDBY_TASK;
        }
        Set<ProcessId> known = applicationState.kafkaStreamsStates(false).keySet();
        if (!assigned.containsAll(known)) {
            return AssignmentError.MISSING_PROCESS_ID;
        }
        return known.containsAll(assigned)
                ? AssignmentError.NONE
                : AssignmentError.UNKNOWN_PROCESS_ID;
    }

    /** What each process did before the rebalance. */
    public static Map<ProcessId, KafkaStreamsAssignment> identityAssignment(
            ApplicationState applicationState) {
        Map<ProcessId, KafkaStreamsAssignment> assignments = new HashMap<>();
        applicationState
                .kafkaStreamsStates(false)
                .forEach(
                        (process, state) -> {
                            Set<AssignedTask> tasks = new HashSet<>();
                            state.previousActiveTasks()
                                    .forEach(id -> tasks.add(new AssignedTask(id, Type.ACTIVE)));
                            state.previousStandbyTasks()
                                    .forEach(id -> tasks.add(new AssignedTask(id, Type.STANDBY)));
                            assignments.put(process, KafkaStreamsAssignment.of(process, tasks));
                        });
        return assignments;
    }

    /**
     * Adds the standbys that {@code num.standby.replicas} asks for: on processes that differ from
     * the others with the task in as many {@code rack.aware.assignment.tags} as possible, and of
     * those on the ones with the fewest tasks for a thread.
     *
     * @param kafkaStreamsAssignments the active tasks; changed in place
     */
    public static void defaultStandbyTaskAssignment(
            ApplicationState applicationState,
            Map<ProcessId, KafkaStreamsAssignment> kafkaStreamsAssignments) {
        Map<ProcessId, KafkaStreamsState> processes =
                completed(applicationState, kafkaStreamsAssignments);
        AssignmentConfigs configs = applicationState.assignmentConfigs();
        for (TaskInfo task : new TreeMap<>(applicationState.allTasks()).values()) {
            if (!task.isStateful()) {
                continue;
            }
            List<KafkaStreamsState> having = new ArrayList<>();
            List<KafkaStreamsState> free = new ArrayList<>();
            processes.forEach(
                    (process, state) ->
                            (of(kafkaStreamsAssignments, process).tasks().containsKey(task.id())
                                            ? having
                                            : free)
                                    .add(state));
            for (int copy = 0; copy < configs.numStandbyReplicas() && !free.isEmpty(); copy++) {
                KafkaStreamsState chosen =
                        free.stream()
                                .min(
                                        Comparator.comparing(
                                                        (KafkaStreamsState state) ->
                                                                -newTags(state, having, configs))
                                                .thenComparing(
                                                        state ->
                                                                load(
                                                                        state,
                                                                        kafkaStreamsAssignments)))
                                .orElseThrow();
                free.remove(chosen);
                having.add(chosen);
                of(kafkaStreamsAssignments, chosen.processId())
                        .assignTask(new AssignedTask(task.id(), Type.STANDBY));
            }
        }
    }

    private static int newTags(
            KafkaStreamsState state, List<KafkaStreamsState> others, AssignmentConfigs configs) {
        int count = 0;
        for (String tag : configs.rackAwareAssignmentTags()) {
            String own = state.clientTags().getOrDefault(tag, "");
            if (others.stream().noneMatch(o -> o.clientTags().getOrDefault(tag, "").equals(own))) {
                count++;
            }
        }
        return count;
    }

    private static double load(
            KafkaStreamsState state, Map<ProcessId, KafkaStreamsAssignment> assignments) {
        return (double) of(assignments, state.processId()).tasks().size()
                / state.numProcessingThreads();
    }

    /** The assignment of {@code process}, which is made if it is not there. */
    static KafkaStreamsAssignment of(
            Map<ProcessId, KafkaStreamsAssignment> assignments, ProcessId process) {
        return assignments.computeIfAbsent(
                process, first -> KafkaStreamsAssignment.of(process, Set.of()));
    }

    /** All processes, in the order of their ids; each has an assignment afterwards. */
    private static Map<ProcessId, KafkaStreamsState> completed(
            ApplicationState state, Map<ProcessId, KafkaStreamsAssignment> assignments) {
        Map<ProcessId, KafkaStreamsState> processes =
                new TreeMap<>(state.kafkaStreamsStates(false));
        processes.keySet().forEach(process -> of(assignments, process));
        return processes;
    }

    /**
     * Exchanges active tasks between processes so that less is read from other racks, as {@code
     * rack.aware.assignment.strategy} says (KIP-925). Does nothing where a rack is not known.
     *
     * @param kafkaStreamsAssignments changed in place
     */
    public static void optimizeRackAwareActiveTasks(
            RackAwareOptimizationParams optimizationParams,
            Map<ProcessId, KafkaStreamsAssignment> kafkaStreamsAssignments) {
        optimize(optimizationParams, kafkaStreamsAssignments, Type.ACTIVE);
    }

    /**
     * The same for standbys, for which changelogs are read. Those between which they move have the
     * same {@code rack.aware.assignment.tags}.
     *
     * @param kafkaStreamsAssignments changed in place
     */
    public static void optimizeRackAwareStandbyTasks(
            RackAwareOptimizationParams optimizationParams,
            Map<ProcessId, KafkaStreamsAssignment> kafkaStreamsAssignments) {
        optimize(optimizationParams, kafkaStreamsAssignments, Type.STANDBY);
    }

    private static void optimize(
            RackAwareOptimizationParams params,
            Map<ProcessId, KafkaStreamsAssignment> assignments,
            Type type) {
        SortedSet<TaskId> tasks =
                params.tasks.orElseGet(() -> new TreeSet<>(params.state.allTasks().keySet()));
        String strategy = params.state.assignmentConfigs().rackAwareAssignmentStrategy();
        if (tasks.isEmpty() || strategy.equals(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_NONE)) {
            return;
        }
        Optional<String> obstacle =
                params.trafficCost.isEmpty() || params.nonOverlapCost.isEmpty()
                        ? Optional.of("their costs are not given")
                        : RackOptimizer.obstacle(params.state, type);
        if (obstacle.isPresent()) {
            LOG.atWarn()
                    .addKeyValue("because", obstacle.get())
                    .log("tasks are assigned without regard to racks");
            return;
        }
        completed(params.state, assignments);
        new RackOptimizer(
                        params.state,
                        assignments,
                        type,
                        new RackOptimizer.Costs(
                                params.trafficCost.getAsInt(), params.nonOverlapCost.getAsInt()))
                .optimize(tasks);
    }
}
