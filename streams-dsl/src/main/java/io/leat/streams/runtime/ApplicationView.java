package io.leat.streams.runtime;

import io.leat.common.TopicPartition;
import io.leat.streams.errors.TaskAssignmentException;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.ApplicationState;
import io.leat.streams.processor.assignment.AssignmentConfigs;
import io.leat.streams.processor.assignment.KafkaStreamsState;
import io.leat.streams.processor.assignment.ProcessId;
import io.leat.streams.processor.assignment.TaskInfo;
import io.leat.streams.processor.assignment.TaskTopicPartition;
import io.leat.streams.runtime.assignment.Instance;
import io.leat.streams.runtime.assignment.Wishes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** The application as assignors see it. Owned by the thread of the leader. */
final class ApplicationView implements ApplicationState {

    private final AssignmentConfigs configs;
    private final Situation situation;
    private final Map<TaskId, TaskInfo> tasks = new LinkedHashMap<>();
    private final Map<ProcessId, String> names = new HashMap<>();

    /**
     * What is known at this rebalance.
     *
     * @param complete whether servers said where changelogs end
     */
    record Situation(
            Wishes wishes,
            boolean complete,
            List<Instance> instances,
            Map<String, Map<String, Joiner>> processes) {}

    /**
     * @param reads all tasks and their input
     * @param racks of the replicas of a partition; empty when they are not known
     */
    ApplicationView(
            AssignmentConfigs configs,
            Situation situation,
            TaskPlan plan,
            Map<TaskId, Set<TopicPartition>> reads,
            Function<TopicPartition, Optional<Set<String>>> racks) {
        this.configs = configs;
        this.situation = situation;
        reads.forEach((task, sources) -> tasks.put(task, task(task, sources, plan, racks)));
        situation.processes().keySet().forEach(process -> names.put(id(process), process));
    }

    private static TaskInfo task(
            TaskId task,
            Set<TopicPartition> sources,
            TaskPlan plan,
            Function<TopicPartition, Optional<Set<String>>> racks) {
        Set<TopicPartition> logs = plan.logs(task);
        Set<TopicPartition> all = new LinkedHashSet<>(sources);
        all.addAll(logs);
        Set<TaskTopicPartition> partitions = new LinkedHashSet<>();
        for (TopicPartition one : all) {
            partitions.add(
                    new PartitionView(one, sources.contains(one), logs.contains(one), racks));
        }
        return new TaskView(task, !logs.isEmpty(), plan.stores(task), partitions);
    }

    private static ProcessId id(String process) {
        try {
            return new ProcessId(UUID.fromString(process));
        } catch (IllegalArgumentException e) { // a member that did not say anything we understand
            return new ProcessId(UUID.nameUUIDFromBytes(process.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** What the group calls process {@code id}. */
    String name(ProcessId id) {
        return Objects.requireNonNull(names.get(id));
    }

    /** The id of the process that the group calls {@code name}. */
    ProcessId process(String name) {
        return id(name);
    }

    @Override
    public Map<ProcessId, KafkaStreamsState> kafkaStreamsStates(boolean computeTaskLags) {
        if (computeTaskLags && !situation.complete()) {
            throw new TaskAssignmentException("no server says where changelogs end");
        }
        Map<ProcessId, KafkaStreamsState> states = new TreeMap<>();
        for (Instance instance : situation.instances()) {
            ProcessView state =
                    new ProcessView(
                            id(instance.process()),
                            instance,
                            new TreeMap<>(
                                    situation
                                            .processes()
                                            .getOrDefault(instance.process(), Map.of())),
                            situation.wishes(),
                            computeTaskLags);
            states.put(state.processId(), state);
        }
        return states;
    }

    @Override
    public AssignmentConfigs assignmentConfigs() {
        return configs;
    }

    @Override
    public Map<TaskId, TaskInfo> allTasks() {
        return tasks;
    }

    private record TaskView(
            TaskId id,
            boolean isStateful,
            Set<String> stateStoreNames,
            Set<TaskTopicPartition> topicPartitions)
            implements TaskInfo {}

    private record PartitionView(
            TopicPartition topicPartition,
            boolean isSource,
            boolean isChangelog,
            Function<TopicPartition, Optional<Set<String>>> racks)
            implements TaskTopicPartition {

        @Override
        public Optional<Set<String>> rackIds() {
            return racks.apply(topicPartition);
        }
    }
}
