package io.leat.log.coordinator.group.share;

import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.protocol.Uuid;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Of which partitions the share coordinators keep what the group has delivered. Immutable.
 *
 * @param initializing where that is about to begin
 * @param initialized where it has begun: only these are assigned
 */
record SharedTopics(Assignment initializing, Assignment initialized) {

    static final SharedTopics NONE = new SharedTopics(Assignment.NONE, Assignment.NONE);

    SharedTopics begin(Assignment more) {
        return new SharedTopics(plus(initializing, more), initialized);
    }

    SharedTopics begun(Assignment done) {
        return new SharedTopics(minus(initializing, done), plus(initialized, done));
    }

    SharedTopics without(Collection<Uuid> topics) {
        TreeMap<Uuid, SortedSet<Integer>> first = new TreeMap<>(initializing.topics());
        TreeMap<Uuid, SortedSet<Integer>> second = new TreeMap<>(initialized.topics());
        first.keySet().removeAll(topics);
        second.keySet().removeAll(topics);
        return new SharedTopics(new Assignment(first), new Assignment(second));
    }

    Assignment all() {
        return plus(initializing, initialized);
    }

    static Assignment plus(Assignment one, Assignment other) {
        SortedMap<Uuid, SortedSet<Integer>> sum = new TreeMap<>(one.topics());
        other.topics()
                .forEach(
                        (topic, partitions) -> {
                            SortedSet<Integer> both = new TreeSet<>(one.of(topic));
                            both.addAll(partitions);
                            sum.put(topic, both);
                        });
        return new Assignment(sum);
    }

    static Assignment minus(Assignment one, Assignment other) {
        SortedMap<Uuid, SortedSet<Integer>> rest = new TreeMap<>();
        one.topics()
                .forEach(
                        (topic, partitions) -> {
                            SortedSet<Integer> left = new TreeSet<>(partitions);
                            left.removeAll(other.of(topic));
                            rest.put(topic, left);
                        });
        return new Assignment(rest);
    }
}
