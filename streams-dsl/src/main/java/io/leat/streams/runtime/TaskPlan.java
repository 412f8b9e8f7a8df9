package io.leat.streams.runtime;

import io.leat.common.TopicPartition;
import io.leat.streams.processor.TaskId;
import io.leat.streams.topology.Subtopology;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions make up which task, by the real names of topics. Immutable. A task is a
 * subtopology and a partition number; it reads that partition of every topic of the subtopology.
 */
public final class TaskPlan {

    private final Map<Integer, Set<String>> topics = new TreeMap<>();
    private final Map<String, Integer> subtopologyOf = new HashMap<>();
    private final Map<Integer, Pattern> patterns = new TreeMap<>();
    private final Map<Integer, Set<String>> logs = new TreeMap<>();
    private final Map<Integer, Set<String>> stores = new TreeMap<>();

    private final String applicationId;

    TaskPlan(String applicationId, List<Subtopology> subtopologies) {
        this.applicationId = applicationId;
        for (Subtopology subtopology : subtopologies) {
            Set<String> names = new TreeSet<>();
            for (String topic : subtopology.sourceTopics()) {
                String name = subtopology.isInternal(topic) ? applicationId + "-" + topic : topic;
                names.add(name);
                subtopologyOf.put(name, subtopology.id());
            }
            topics.put(subtopology.id(), names);
            logs.put(subtopology.id(), logs(applicationId, subtopology));
            stores.put(subtopology.id(), Set.copyOf(subtopology.stores().keySet()));
            subtopology
                    .sources()
                    .forEach(
                            source -> {
                                if (source.pattern() != null) {
                                    patterns.put(subtopology.id(), source.pattern());
                                }
                            });
        }
    }

    private static Set<String> logs(String applicationId, Subtopology subtopology) {
        Set<String> names = new TreeSet<>();
        subtopology
                .changelogs()
                .values()
                .forEach(topic -> names.add(applicationId + "-" + topic.name()));
        for (String source : subtopology.sourceStores().values()) {
            names.add(subtopology.isInternal(source) ? applicationId + "-" + source : source);
        }
        return names;
    }

    /** What the stores of {@code task} are restored from; empty if it has none. */
    Set<TopicPartition> logs(TaskId task) {
        Set<TopicPartition> partitions = new TreeSet<>(TaskAssignor.BY_NAME);
        logs.getOrDefault(task.subtopology(), Set.of())
                .forEach(topic -> partitions.add(new TopicPartition(topic, task.partition())));
        return partitions;
    }

    /** The names of the stores of {@code task}. */
    Set<String> stores(TaskId task) {
        return stores.getOrDefault(task.subtopology(), Set.of());
    }

    /**
     * Says in short what each task reads and restores its stores from: instances where it differs
     * cannot share tasks.
     */
    String digest() {
        StringBuilder all = new StringBuilder();
        topics.forEach((id, names) -> all.append(id).append(" reads ").append(names).append('\n'));
        patterns.forEach(
                (id, pattern) -> all.append(id).append(" reads ").append(pattern).append('\n'));
        logs.forEach((id, names) -> all.append(id).append(" restores ").append(names).append('\n'));
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8)).toString();
    }

    String applicationId() {
        return applicationId;
    }

    /** All topics that are read and known by name. */
    Set<String> topics() {
        return new TreeSet<>(subtopologyOf.keySet());
    }

    /** What to subscribe to when topics are given by patterns; null when none is. */
    @Nullable Pattern pattern() {
        if (patterns.isEmpty()) {
            return null;
        }
        StringBuilder all = new StringBuilder();
        patterns.values().forEach(pattern -> all.append('|').append(pattern.pattern()));
        topics().forEach(topic -> all.append('|').append(Pattern.quote(topic)));
        return Pattern.compile(all.substring(1));
    }

    /** The task that reads {@code partition}; null when none does. */
    @Nullable TaskId taskOf(TopicPartition partition) {
        Integer subtopology = subtopologyOf.get(partition.topic());
        if (subtopology == null) {
            for (Map.Entry<Integer, Pattern> entry : patterns.entrySet()) {
                if (entry.getValue().matcher(partition.topic()).matches()) {
                    subtopology = entry.getKey();
                }
            }
        }
        return subtopology == null ? null : new TaskId(subtopology, partition.partition());
    }

    /**
     * What a task reads; null while it is not known how many partitions a topic has.
     *
     * @param partitions null for a topic that is not known
     */
    @Nullable Set<TopicPartition> partitions(
            TaskId task, Function<String, @Nullable Integer> partitions) {
        Set<TopicPartition> read = new TreeSet<>(TaskAssignor.BY_NAME);
        for (String topic : topics.getOrDefault(task.subtopology(), Set.of())) {
            Integer count = partitions.apply(topic);
            if (count == null) {
                return null;
            }
            if (task.partition() < count) {
                read.add(new TopicPartition(topic, task.partition()));
            }
        }
        return read;
    }

    /**
     * All tasks and what they read.
     *
     * @param subscribed the topics of the group
     * @param partitions how many partitions a topic has; 0 if it does not exist
     */
    Map<TaskId, Set<TopicPartition>> tasks(
            Set<String> subscribed, ToIntFunction<String> partitions) {
        Map<TaskId, Set<TopicPartition>> tasks = new TreeMap<>();
        for (String topic : subscribed) {
            int count = partitions.applyAsInt(topic);
            for (int partition = 0; partition < count; partition++) {
                TopicPartition read = new TopicPartition(topic, partition);
                TaskId task = taskOf(read);
                if (task != null) {
                    tasks.computeIfAbsent(task, id -> new TreeSet<>(TaskAssignor.BY_NAME))
                            .add(read);
                }
            }
        }
        return tasks;
    }
}
