package io.leat.streams.processor.assignment;

import io.leat.streams.processor.assignment.Fleet.Process;
import io.leat.streams.processor.assignment.Fleet.Read;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.assignment.ApplicationState;
import org.apache.kafka.streams.processor.assignment.AssignmentConfigs;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsState;
import org.apache.kafka.streams.processor.assignment.ProcessId;
import org.apache.kafka.streams.processor.assignment.TaskInfo;
import org.apache.kafka.streams.processor.assignment.TaskTopicPartition;
import org.apache.kafka.streams.state.HostInfo;

/** A {@link Fleet} as assignors of Apache Kafka see it. */
record KafkaFleet(Fleet fleet, AssignmentConfigs assignmentConfigs) implements ApplicationState {

    static TaskId task(io.leat.streams.processor.TaskId ours) {
        return new TaskId(ours.subtopology(), ours.partition());
    }

    @Override
    public Map<ProcessId, KafkaStreamsState> kafkaStreamsStates(boolean computeTaskLags) {
        Map<ProcessId, KafkaStreamsState> states = new TreeMap<>();
        fleet.processes().forEach(one -> states.put(new ProcessId(one.id()), new State(one)));
        return states;
    }

    @Override
    public Map<TaskId, TaskInfo> allTasks() {
        Map<TaskId, TaskInfo> infos = new TreeMap<>();
        fleet.tasks()
                .forEach(
                        (id, reads) ->
                                infos.put(
                                        task(id),
                                        new Info(
                                                task(id),
                                                reads.size() > 1,
                                                Set.of(),
                                                partitions(reads))));
        return infos;
    }

    private static Set<TaskTopicPartition> partitions(List<Read> reads) {
        return reads.stream()
                .map(Partition::new)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static Map<UUID, Map<String, String>> shown(
            Map<ProcessId, KafkaStreamsAssignment> assignments) {
        Map<UUID, Map<String, String>> shown = new TreeMap<>();
        assignments.forEach(
                (process, assignment) -> {
                    Map<String, String> tasks = new TreeMap<>();
                    assignment
                            .tasks()
                            .forEach(
                                    (id, task) -> tasks.put(id.toString(), task.type().toString()));
                    shown.put(process.id(), tasks);
                });
        return shown;
    }

    private record Info(
            TaskId id,
            boolean isStateful,
            Set<String> stateStoreNames,
            Set<TaskTopicPartition> topicPartitions)
            implements TaskInfo {}

    private record Partition(Read read) implements TaskTopicPartition {
        @Override
        public TopicPartition topicPartition() {
            return new TopicPartition(read.topic(), read.partition());
        }

        @Override
        public boolean isSource() {
            return !read.changelog();
        }

        @Override
        public boolean isChangelog() {
            return read.changelog();
        }

        @Override
        public Optional<Set<String>> rackIds() {
            return Optional.of(read.racks());
        }
    }

    private record State(Process process) implements KafkaStreamsState {
        @Override
        public ProcessId processId() {
            return new ProcessId(process.id());
        }

        @Override
        public int numProcessingThreads() {
            return process.threads();
        }

        @Override
        public SortedSet<String> consumerClientIds() {
            return new TreeSet<>();
        }

        @Override
        public SortedSet<TaskId> previousActiveTasks() {
            return tasks(process.ran());
        }

        @Override
        public SortedSet<TaskId> previousStandbyTasks() {
            return tasks(process.kept());
        }

        private static SortedSet<TaskId> tasks(Set<io.leat.streams.processor.TaskId> ours) {
            return ours.stream()
                    .map(KafkaFleet::task)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        @Override
        public long lagFor(TaskId task) {
            return 0;
        }

        @Override
        public SortedSet<TaskId> prevTasksByLag(String consumerClientId) {
            return new TreeSet<>();
        }

        @Override
        public Map<TaskId, Long> statefulTasksToLagSums() {
            return Map.of();
        }

        @Override
        public Optional<HostInfo> hostInfo() {
            return Optional.empty();
        }

        @Override
        public Map<String, String> clientTags() {
            return process.tags();
        }

        @Override
        public Optional<String> rackId() {
            return Optional.of(process.rack());
        }
    }
}
