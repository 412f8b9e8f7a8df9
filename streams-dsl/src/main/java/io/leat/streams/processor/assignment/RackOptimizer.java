package io.leat.streams.processor.assignment;

import io.leat.streams.StreamsConfig;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Exchanges tasks between processes so that less is read from other racks; each keeps as many as it
 * has (KIP-925). Made for one use by one thread.
 *
 * <pre>
 *   source --> task (copies) --> process, or its part for a subtopology --> process --> sink
 *                      cost of reading         at most its share          as many as it has
 * </pre>
 */
final class RackOptimizer {

    private static final int SOURCE = 0;
    private static final int SINK = 1;

    private final ApplicationState state;
    private final Map<ProcessId, KafkaStreamsAssignment> assignments;
    private final Type type;
    private final Costs costs;
    private final Map<ProcessId, KafkaStreamsState> processes;
    private final List<Supply> supplies = new ArrayList<>();
    private final Map<ProcessId, Integer> held = new TreeMap<>();
    private int total;

    /**
     * What a placement costs.
     *
     * @param traffic for each partition that is read from another rack
     * @param move for each task that goes elsewhere
     */
    record Costs(int traffic, int move) {}

    /** A task, and how many processes of some with the same tags have it. */
    private record Supply(TaskId task, Map<String, String> tags, int copies) {}

    /** A possible place of a task. */
    private record Place(TaskId task, ProcessId process, int edge) {}

    RackOptimizer(
            ApplicationState state,
            Map<ProcessId, KafkaStreamsAssignment> assignments,
            Type type,
            Costs costs) {
        this.state = state;
        this.assignments = assignments;
        this.type = type;
        this.costs = costs;
        this.processes = new TreeMap<>(state.kafkaStreamsStates(false));
    }

    /** Moves those of {@code tasks} for which that is better. */
    void optimize(SortedSet<TaskId> tasks) {
        for (TaskId task : tasks) {
            Map<Map<String, String>, Integer> copies = new LinkedHashMap<>();
            for (ProcessId process : processes.keySet()) {
                if (has(process, task)) {
                    copies.merge(tags(process), 1, Integer::sum);
                    held.merge(process, 1, Integer::sum);
                    total++;
                }
            }
            copies.forEach((tags, count) -> supplies.add(new Supply(task, tags, count)));
        }
        if (total > 0) {
            solve();
        }
    }

    private void solve() {
        Map<ProcessId, Integer> nodes = new HashMap<>();
        int next = SINK + 1 + supplies.size();
        for (ProcessId process : processes.keySet()) {
            nodes.put(process, next++);
        }
        Map<Integer, Integer> perSubtopology = perSubtopology();
        MinCostFlow flow = new MinCostFlow(next + perSubtopology.size() * processes.size());
        nodes.forEach((process, node) -> flow.edge(node, SINK, held.getOrDefault(process, 0), 0));
        Map<Integer, Map<ProcessId, Integer>> parts = new HashMap<>();
        for (Map.Entry<Integer, Integer> subtopology : perSubtopology.entrySet()) {
            Map<ProcessId, Integer> own = new HashMap<>();
            for (ProcessId process : processes.keySet()) {
                int share = ceilDiv(held.getOrDefault(process, 0) * subtopology.getValue(), total);
                flow.edge(next, Objects.requireNonNull(nodes.get(process)), share, 0);
                own.put(process, next++);
            }
            parts.put(subtopology.getKey(), own);
        }
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < supplies.size(); i++) {
            Supply supply = supplies.get(i);
            flow.edge(SOURCE, SINK + 1 + i, supply.copies(), 0);
            places.addAll(
                    connect(
                            flow,
                            supply,
                            SINK + 1 + i,
                            parts.getOrDefault(supply.task().subtopology(), nodes)));
        }
        if (flow.send(SOURCE, SINK) == total) { // else copies cannot be that even
            apply(flow, places);
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    /** How many tasks each subtopology has; empty if they need not be even. */
    private Map<Integer, Integer> perSubtopology() {
        Map<Integer, Integer> counts = new TreeMap<>();
        if (state.assignmentConfigs()
                .rackAwareAssignmentStrategy()
                .equals(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_BALANCE_SUBTOPOLOGY)) {
            supplies.forEach(
                    supply ->
                            counts.merge(
                                    supply.task().subtopology(), supply.copies(), Integer::sum));
        }
        return counts;
    }

    private List<Place> connect(
            MinCostFlow flow, Supply supply, int node, Map<ProcessId, Integer> to) {
        List<Place> places = new ArrayList<>();
        for (ProcessId process : processes.keySet()) {
            boolean stays = has(process, supply.task());
            if (tags(process).equals(supply.tags()) && (stays || mayGet(process, supply.task()))) {
                // Of what costs the same, that which moves least.
                long cost = cost(supply.task(), process, stays) * (total + 1L) + (stays ? 0 : 1);
                int edge = flow.edge(node, Objects.requireNonNull(to.get(process)), 1, cost);
                places.add(new Place(supply.task(), process, edge));
            }
        }
        return places;
    }

    private void apply(MinCostFlow flow, List<Place> places) {
        for (Place place : places) {
            if (flow.flow(place.edge()) == 0 && has(place.process(), place.task())) {
                assignment(place.process()).removeTask(new AssignedTask(place.task(), type));
            }
        }
        for (Place place : places) {
            if (flow.flow(place.edge()) > 0) {
                assignment(place.process()).assignTask(new AssignedTask(place.task(), type));
            }
        }
    }

    private KafkaStreamsAssignment assignment(ProcessId process) {
        return TaskAssignmentUtils.of(assignments, process);
    }

    private boolean has(ProcessId process, TaskId task) {
        AssignedTask assigned = assignment(process).tasks().get(task);
        return assigned != null && assigned.type() == type;
    }

    /** A copy is for another process than the one that runs the task. */
    private boolean mayGet(ProcessId process, TaskId task) {
        return type == Type.ACTIVE || !assignment(process).tasks().containsKey(task);
    }

    /** In which copies must stay alike, or what the tags are for is undone. */
    private Map<String, String> tags(ProcessId process) {
        Map<String, String> tags = new TreeMap<>();
        if (type == Type.STANDBY) {
            for (String tag : state.assignmentConfigs().rackAwareAssignmentTags()) {
                tags.put(tag, state(process).clientTags().getOrDefault(tag, ""));
            }
        }
        return tags;
    }

    private KafkaStreamsState state(ProcessId process) {
        return Objects.requireNonNull(processes.get(process));
    }

    private long cost(TaskId task, ProcessId process, boolean stays) {
        long cost = stays ? 0 : costs.move();
        String rack = state(process).rackId().orElseThrow();
        for (TaskTopicPartition partition : read(state, task, type)) {
            cost += partition.rackIds().orElseThrow().contains(rack) ? 0 : costs.traffic();
        }
        return cost;
    }

    /** What a process reads for {@code task}: a copy only changelogs. */
    private static List<TaskTopicPartition> read(ApplicationState state, TaskId task, Type type) {
        return Objects.requireNonNull(state.allTasks().get(task)).topicPartitions().stream()
                .filter(partition -> type == Type.ACTIVE || partition.isChangelog())
                .toList();
    }

    /** What keeps racks from being considered; empty if nothing does. */
    static Optional<String> obstacle(ApplicationState state, Type type) {
        for (KafkaStreamsState process : state.kafkaStreamsStates(false).values()) {
            if (process.rackId().isEmpty()) {
                return Optional.of("process " + process.processId() + " has no client.rack");
            }
        }
        for (TaskId task : state.allTasks().keySet()) {
            for (TaskTopicPartition partition : read(state, task, type)) {
                if (partition.rackIds().orElse(Set.of()).isEmpty()) {
                    return Optional.of(
                            "the racks of " + partition.topicPartition() + " are not known");
                }
            }
        }
        return Optional.empty();
    }
}
