package io.leat.log.coordinator.group.assignment;

import io.leat.log.protocol.Uuid;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Partitions by the id of their topic, both in order; no topic without partitions. Immutable. */
public record Assignment(SortedMap<Uuid, SortedSet<Integer>> topics) {

    public static final Assignment NONE = new Assignment(new TreeMap<>());

    public Assignment {
        TreeMap<Uuid, SortedSet<Integer>> copy = new TreeMap<>();
        topics.forEach(
                (topic, partitions) -> {
                    if (!partitions.isEmpty()) {
                        copy.put(
                                topic,
                                Collections.unmodifiableSortedSet(new TreeSet<>(partitions)));
                    }
                });
        topics = Collections.unmodifiableSortedMap(copy);
    }

    public static Assignment of(Map<Uuid, ? extends Collection<Integer>> topics) {
        TreeMap<Uuid, SortedSet<Integer>> sorted = new TreeMap<>();
        topics.forEach((topic, partitions) -> sorted.put(topic, new TreeSet<>(partitions)));
        return new Assignment(sorted);
    }

    /** The partitions of one topic. */
    public SortedSet<Integer> of(Uuid topic) {
        return topics.getOrDefault(topic, Collections.emptySortedSet());
    }

    public boolean contains(Uuid topic, int partition) {
        return of(topic).contains(partition);
    }

    public boolean isEmpty() {
        return topics.isEmpty();
    }

    /** How many partitions. */
    public int size() {
        return topics.values().stream().mapToInt(Collection::size).sum();
    }
}
