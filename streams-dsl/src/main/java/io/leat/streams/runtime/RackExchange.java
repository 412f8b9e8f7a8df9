package io.leat.streams.runtime;

import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.AssignmentConfigs;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask.Type;
import io.leat.streams.processor.assignment.ProcessId;
import io.leat.streams.processor.assignment.TaskAssignmentUtils;
import io.leat.streams.processor.assignment.TaskAssignmentUtils.RackAwareOptimizationParams;
import io.leat.streams.runtime.assignment.Exchange;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Exchanges tasks so that less is read from other racks. Owned by the thread of the leader. */
final class RackExchange implements Exchange {

    private static final int TRAFFIC_COST = 10;
    private static final int MOVE_COST = 1;

    private final ApplicationView state;
    private final RackAwareOptimizationParams params;

    RackExchange(ApplicationView state) {
        this.state = state;
        AssignmentConfigs configs = state.assignmentConfigs();
        this.params =
                RackAwareOptimizationParams.of(state)
                        .withTrafficCostOverride(
                                configs.rackAwareTrafficCost().orElse(TRAFFIC_COST))
                        .withNonOverlapCostOverride(
                                configs.rackAwareNonOverlapCost().orElse(MOVE_COST));
    }

    @Override
    public void active(Map<String, Set<TaskId>> active) {
        Map<ProcessId, KafkaStreamsAssignment> assignments = new HashMap<>();
        add(active, Type.ACTIVE, assignments);
        TaskAssignmentUtils.optimizeRackAwareActiveTasks(params.forStatefulTasks(), assignments);
        TaskAssignmentUtils.optimizeRackAwareActiveTasks(
                params.forStatelessTasks().withTrafficCostOverride(1).withNonOverlapCostOverride(0),
                assignments);
        take(assignments, Type.ACTIVE, active);
    }

    @Override
    public void standby(Map<String, Set<TaskId>> others, Map<String, Set<TaskId>> standby) {
        Map<ProcessId, KafkaStreamsAssignment> assignments = new HashMap<>();
        add(others, Type.ACTIVE, assignments);
        add(standby, Type.STANDBY, assignments);
        TaskAssignmentUtils.optimizeRackAwareStandbyTasks(params, assignments);
        take(assignments, Type.STANDBY, standby);
    }

    private void add(
            Map<String, Set<TaskId>> shares,
            Type type,
            Map<ProcessId, KafkaStreamsAssignment> assignments) {
        shares.forEach(
                (process, tasks) -> {
                    ProcessId id = state.process(process);
                    KafkaStreamsAssignment own =
                            assignments.computeIfAbsent(
                                    id, first -> KafkaStreamsAssignment.of(id, Set.of()));
                    tasks.forEach(task -> own.assignTask(new AssignedTask(task, type)));
                });
    }

    private void take(
            Map<ProcessId, KafkaStreamsAssignment> assignments,
            Type type,
            Map<String, Set<TaskId>> shares) {
        shares.values().forEach(Set::clear);
        assignments.forEach(
                (process, assignment) -> {
                    Set<TaskId> own = shares.get(state.name(process));
                    for (AssignedTask task : assignment.tasks().values()) {
                        if (own != null && task.type() == type) {
                            own.add(task.id());
                        }
                    }
                });
    }
}
