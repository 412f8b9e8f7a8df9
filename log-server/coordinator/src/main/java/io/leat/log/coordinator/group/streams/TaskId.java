package io.leat.log.coordinator.group.streams;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One subtopology on one partition: what a member works on. Immutable; ordered. */
record TaskId(String subtopology, int partition) implements Comparable<TaskId> {

    private static final Comparator<TaskId> ORDER =
            Comparator.comparing(TaskId::subtopology).thenComparingInt(TaskId::partition);

    @Override
    public int compareTo(TaskId other) {
        return ORDER.compare(this, other);
    }

    /** The tasks of messages and records that have one element for each subtopology. */
    static <T> SortedSet<TaskId> read(
            Collection<T> grouped,
            Function<T, String> subtopology,
            Function<T, List<Integer>> partitions) {
        SortedSet<TaskId> tasks = new TreeSet<>();
        for (T each : grouped) {
            for (int partition : partitions.apply(each)) {
                tasks.add(new TaskId(subtopology.apply(each), partition));
            }
        }
        return Collections.unmodifiableSortedSet(tasks);
    }

    /** One element for each subtopology, with its partitions. */
    static <T> List<T> write(
            SortedSet<TaskId> tasks, BiFunction<String, List<Integer>, T> element) {
        SortedMap<String, List<Integer>> bySubtopology = new TreeMap<>();
        for (TaskId task : tasks) {
            bySubtopology
                    .computeIfAbsent(task.subtopology, id -> new ArrayList<>())
                    .add(task.partition);
        }
        List<T> elements = new ArrayList<>();
        bySubtopology.forEach(
                (subtopology, partitions) ->
                        elements.add(element.apply(subtopology, List.copyOf(partitions))));
        return elements;
    }
}
