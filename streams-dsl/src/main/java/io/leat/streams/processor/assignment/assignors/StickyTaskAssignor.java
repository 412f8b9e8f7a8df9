package io.leat.streams.processor.assignment.assignors;

import io.leat.streams.processor.assignment.ApplicationState;
import io.leat.streams.processor.assignment.AssignmentConfigs;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment;
import io.leat.streams.processor.assignment.ProcessId;
import io.leat.streams.processor.assignment.TaskAssignmentUtils;
import io.leat.streams.processor.assignment.TaskAssignmentUtils.RackAwareOptimizationParams;
import io.leat.streams.processor.assignment.TaskAssignor;
import java.time.Instant;
import java.util.Map;

/**
 * Leaves tasks where they ran as long as that is even; those that are left go to who has copies of
 * their stores, then to who has least to do. It does not wait for stores to be built up.
 */
public class StickyTaskAssignor implements TaskAssignor {

    public static final int DEFAULT_STICKY_TRAFFIC_COST = 1;
    public static final int DEFAULT_STICKY_NON_OVERLAP_COST = 10;

    private final boolean mustPreserveActiveTaskAssignment;

    public StickyTaskAssignor() {
        this(false);
    }

    /**
     * @param mustPreserveActiveTaskAssignment whether no task moves that runs, even or not; the
     *     group is then to come together again at once
     */
    public StickyTaskAssignor(boolean mustPreserveActiveTaskAssignment) {
        this.mustPreserveActiveTaskAssignment = mustPreserveActiveTaskAssignment;
    }

    @Override
    public TaskAssignment assign(ApplicationState applicationState) {
        StickyPlacement placement =
                new StickyPlacement(applicationState, mustPreserveActiveTaskAssignment);
        placement.placeActive();
        Map<ProcessId, KafkaStreamsAssignment> assignments = placement.assignments();
        AssignmentConfigs configs = applicationState.assignmentConfigs();
        RackAwareOptimizationParams racks =
                RackAwareOptimizationParams.of(applicationState)
                        .withTrafficCostOverride(
                                configs.rackAwareTrafficCost().orElse(DEFAULT_STICKY_TRAFFIC_COST))
                        .withNonOverlapCostOverride(
                                configs.rackAwareNonOverlapCost()
                                        .orElse(DEFAULT_STICKY_NON_OVERLAP_COST));
        if (!mustPreserveActiveTaskAssignment) {
            TaskAssignmentUtils.optimizeRackAwareActiveTasks(racks.forStatefulTasks(), assignments);
            TaskAssignmentUtils.optimizeRackAwareActiveTasks(
                    racks.forStatelessTasks()
                            .withTrafficCostOverride(1)
                            .withNonOverlapCostOverride(0),
                    assignments);
        }
        placement.placeStandbys();
        if (mustPreserveActiveTaskAssignment) {
            assignments.replaceAll(
                    (process, assignment) -> assignment.withFollowupRebalance(Instant.EPOCH));
        } else if (configs.numStandbyReplicas() > 0) {
            TaskAssignmentUtils.optimizeRackAwareStandbyTasks(racks, assignments);
        }
        return new TaskAssignment(assignments.values());
    }
}
