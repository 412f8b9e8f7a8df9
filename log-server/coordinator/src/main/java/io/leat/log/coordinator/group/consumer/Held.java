package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Partitions a member has, each with the epoch at which it got it. Immutable. */
record Held(SortedMap<Uuid, SortedMap<Integer, Integer>> topics) {

    static final Held NONE = new Held(new TreeMap<>());

    /** Takes each partition with its number and epoch. */
    interface Visitor {
        void visit(Uuid topic, int partition, int epoch);
    }

    Held {
        TreeMap<Uuid, SortedMap<Integer, Integer>> copy = new TreeMap<>();
        topics.forEach(
                (topic, partitions) -> {
                    if (!partitions.isEmpty()) {
                        copy.put(
                                topic,
                                Collections.unmodifiableSortedMap(new TreeMap<>(partitions)));
                    }
                });
        topics = Collections.unmodifiableSortedMap(copy);
    }

    /** All of {@code assignment}, got at {@code epoch}. */
    static Held of(Assignment assignment, int epoch) {
        return NONE.with(assignment, epoch);
    }

    /** What was saved; before assignment epochs were, the member's epoch stands for them. */
    static Held of(List<TopicPartitions> saved, int memberEpoch) {
        TreeMap<Uuid, SortedMap<Integer, Integer>> topics = new TreeMap<>();
        for (TopicPartitions each : saved) {
            List<Integer> epochs = each.assignmentEpochs();
            boolean known = epochs != null && epochs.size() == each.partitions().size();
            SortedMap<Integer, Integer> partitions = new TreeMap<>();
            for (int i = 0; i < each.partitions().size(); i++) {
                int epoch = known && epochs != null ? epochs.get(i) : Math.max(memberEpoch, 0);
                partitions.put(each.partitions().get(i), epoch);
            }
            topics.put(each.topicId(), partitions);
        }
        return new Held(topics);
    }

    List<TopicPartitions> saved() {
        List<TopicPartitions> saved = new ArrayList<>();
        topics.forEach(
                (topic, partitions) ->
                        saved.add(
                                new TopicPartitions(
                                        topic,
                                        List.copyOf(partitions.keySet()),
                                        List.copyOf(partitions.values()))));
        return saved;
    }

    boolean isEmpty() {
        return topics.isEmpty();
    }

    boolean contains(Uuid topic, int partition) {
        return epoch(topic, partition) != null;
    }

    /** When it was got, null if it is not held. */
    @Nullable Integer epoch(Uuid topic, int partition) {
        SortedMap<Integer, Integer> partitions = topics.get(topic);
        return partitions == null ? null : partitions.get(partition);
    }

    void each(Visitor visitor) {
        topics.forEach(
                (topic, partitions) ->
                        partitions.forEach((number, epoch) -> visitor.visit(topic, number, epoch)));
    }

    /** Those of which {@code kept} says so. */
    Held only(BiPredicate<Uuid, Integer> kept) {
        TreeMap<Uuid, SortedMap<Integer, Integer>> left = new TreeMap<>();
        each(
                (topic, number, epoch) -> {
                    if (kept.test(topic, number)) {
                        left.computeIfAbsent(topic, id -> new TreeMap<>()).put(number, epoch);
                    }
                });
        return new Held(left);
    }

    /** These and {@code others}. */
    Held with(Held others) {
        TreeMap<Uuid, SortedMap<Integer, Integer>> all = mutable();
        others.each(
                (topic, number, epoch) ->
                        all.computeIfAbsent(topic, id -> new TreeMap<>()).put(number, epoch));
        return new Held(all);
    }

    /** These, and {@code fresh} as got at {@code epoch}. */
    Held with(Assignment fresh, int epoch) {
        TreeMap<Uuid, SortedMap<Integer, Integer>> all = mutable();
        fresh.topics()
                .forEach(
                        (topic, numbers) ->
                                numbers.forEach(
                                        number ->
                                                all.computeIfAbsent(topic, id -> new TreeMap<>())
                                                        .putIfAbsent(number, epoch)));
        return new Held(all);
    }

    private TreeMap<Uuid, SortedMap<Integer, Integer>> mutable() {
        TreeMap<Uuid, SortedMap<Integer, Integer>> all = new TreeMap<>();
        topics.forEach((topic, partitions) -> all.put(topic, new TreeMap<>(partitions)));
        return all;
    }

    /** As if all of them had been got at the beginning. */
    Held sinceEver() {
        return of(assignment(), 0);
    }

    Assignment assignment() {
        TreeMap<Uuid, TreeSet<Integer>> numbers = new TreeMap<>();
        topics.forEach(
                (topic, partitions) -> numbers.put(topic, new TreeSet<>(partitions.keySet())));
        return Assignment.of(numbers);
    }
}
