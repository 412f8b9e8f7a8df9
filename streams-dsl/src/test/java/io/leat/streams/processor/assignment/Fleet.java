package io.leat.streams.processor.assignment;

import io.leat.common.TopicPartition;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.HostInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Processes and tasks by chance, as assignors of Leat see them and as those of Apache Kafka do.
 *
 * @param tasks what each reads
 */
public record Fleet(List<Process> processes, Map<TaskId, List<Read>> tasks) {

    /** A process, and what it did. */
    public record Process(
            UUID id,
            int threads,
            String rack,
            Map<String, String> tags,
            Set<TaskId> ran,
            Set<TaskId> kept) {}

    /** A partition that a task reads, and its racks. */
    public record Read(String topic, int partition, boolean changelog, Set<String> racks) {}

    /** Of {@code random}; each task has a process that runs it and one that has a copy. */
    public static Fleet by(Random random) {
        List<String> racks = List.of("a", "b", "c").subList(0, 1 + random.nextInt(3));
        Map<TaskId, List<Read>> tasks = new TreeMap<>();
        int subtopologies = 1 + random.nextInt(3);
        for (int subtopology = 0; subtopology < subtopologies; subtopology++) {
            boolean stateful = random.nextBoolean();
            int partitions = 1 + random.nextInt(5);
            for (int partition = 0; partition < partitions; partition++) {
                List<Read> reads = new ArrayList<>();
                reads.add(read(random, "in" + subtopology, partition, false, racks));
                if (stateful) {
                    reads.add(read(random, "log" + subtopology, partition, true, racks));
                }
                tasks.put(new TaskId(subtopology, partition), reads);
            }
        }
        List<Process> processes = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 1; i <= count; i++) {
            processes.add(
                    new Process(
                            new UUID(0, i),
                            1 + random.nextInt(2),
                            racks.get(random.nextInt(racks.size())),
                            Map.of("zone", "z" + random.nextInt(2)),
                            new TreeSet<>(),
                            new TreeSet<>()));
        }
        for (Map.Entry<TaskId, List<Read>> task : tasks.entrySet()) {
            int runs = random.nextInt(count);
            processes.get(runs).ran().add(task.getKey());
            if (count > 1 && task.getValue().size() > 1) {
                processes
                        .get((runs + 1 + random.nextInt(count - 1)) % count)
                        .kept()
                        .add(task.getKey());
            }
        }
        return new Fleet(processes, tasks);
    }

    private static Read read(
            Random random, String topic, int partition, boolean changelog, List<String> racks) {
        Set<String> own = new TreeSet<>();
        own.add(racks.get(random.nextInt(racks.size())));
        own.add(racks.get(random.nextInt(racks.size())));
        return new Read(topic, partition, changelog, own);
    }

    /** As assignors of Leat see it. */
    public ApplicationState ours(AssignmentConfigs configs) {
        return new ApplicationState() {
            @Override
            public Map<ProcessId, KafkaStreamsState> kafkaStreamsStates(boolean computeTaskLags) {
                Map<ProcessId, KafkaStreamsState> states = new TreeMap<>();
                processes.forEach(one -> states.put(new ProcessId(one.id()), new OurState(one)));
                return states;
            }

            @Override
            public AssignmentConfigs assignmentConfigs() {
                return configs;
            }

            @Override
            public Map<TaskId, TaskInfo> allTasks() {
                Map<TaskId, TaskInfo> infos = new TreeMap<>();
                tasks.forEach((id, reads) -> infos.put(id, info(id, reads)));
                return infos;
            }
        };
    }

    private static TaskInfo info(TaskId id, List<Read> reads) {
        Set<TaskTopicPartition> partitions = new LinkedHashSet<>();
        reads.forEach(read -> partitions.add(new OurPartition(read)));
        return new OurTask(id, reads.size() > 1, Set.of(), partitions);
    }

    private record OurTask(
            TaskId id,
            boolean isStateful,
            Set<String> stateStoreNames,
            Set<TaskTopicPartition> topicPartitions)
            implements TaskInfo {}

    private record OurPartition(Read read) implements TaskTopicPartition {
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

    private record OurState(Process process) implements KafkaStreamsState {
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
            return new TreeSet<>(Set.of("consumer-" + process.id()));
        }

        @Override
        public SortedSet<TaskId> previousActiveTasks() {
            return new TreeSet<>(process.ran());
        }

        @Override
        public SortedSet<TaskId> previousStandbyTasks() {
            return new TreeSet<>(process.kept());
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

    /** What {@code assignments} say, by process: what it runs, and what it keeps warm. */
    static Map<UUID, Map<String, String>> shown(
            Map<ProcessId, KafkaStreamsAssignment> assignments) {
        Map<UUID, Map<String, String>> shown = new HashMap<>();
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
}
