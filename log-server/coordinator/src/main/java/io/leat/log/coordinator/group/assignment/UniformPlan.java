package io.leat.log.coordinator.group.assignment;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.protocol.Uuid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A uniform assignment in the making: starts from what members have and may keep, and what nobody
 * has. Used by one call of {@link UniformAssignor}.
 */
final class UniformPlan {

    /** Moving partitions of one topic may unbalance another: this often all are looked at. */
    private static final int ROUNDS_MAX = 16;

    private record Partition(Uuid topic, int number) {}

    private final SortedMap<String, MemberSpec> members;
    private final Map<String, TreeMap<Uuid, TreeSet<Integer>>> given = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private final Map<Uuid, List<String>> readers = new TreeMap<>();
    private final Deque<Partition> free = new ArrayDeque<>();

    UniformPlan(SortedMap<String, MemberSpec> members, TopicCatalog topics) {
        this.members = members;
        Map<Uuid, Set<Integer>> taken = new HashMap<>();
        for (MemberSpec member : members.values()) {
            given.put(member.id(), new TreeMap<>());
            sizes.put(member.id(), 0);
            for (Uuid topic : member.topics()) {
                readers.computeIfAbsent(topic, id -> new ArrayList<>()).add(member.id());
                Set<Integer> of = taken.computeIfAbsent(topic, id -> new TreeSet<>());
                for (int number : member.target().of(topic)) {
                    if (number < topics.partitions(topic) && of.add(number)) {
                        give(new Partition(topic, number), member.id());
                    }
                }
            }
        }
        for (Uuid topic : bySize(topics)) {
            for (int number = 0; number < topics.partitions(topic); number++) {
                if (!taken.getOrDefault(topic, Set.of()).contains(number)) {
                    free.add(new Partition(topic, number));
                }
            }
        }
    }

    /** Topics with many partitions for each reader first: they leave the least choice. */
    private List<Uuid> bySize(TopicCatalog topics) {
        Comparator<Uuid> order =
                Comparator.comparingDouble(
                        topic ->
                                -(double) topics.partitions(topic)
                                        / readers.getOrDefault(topic, List.of()).size());
        return readers.keySet().stream().sorted(order).toList();
    }

    /** For members that all read the same: each gets its share of the sum. */
    void fillToQuota() {
        int all = free.size() + sizes.values().stream().mapToInt(Integer::intValue).sum();
        int quota = all / members.size();
        int extras = all % members.size();
        Map<String, Integer> wanted = new LinkedHashMap<>();
        // Whoever has more than the rest already keeps one more than the rest.
        for (String member : bySizeDescending()) {
            int own = extras > 0 ? quota + 1 : quota;
            extras -= extras > 0 ? 1 : 0;
            while (size(member) > own) {
                free.add(takeLast(member));
            }
            wanted.put(member, own);
        }
        for (String member : members.keySet()) {
            int own = wanted.getOrDefault(member, 0);
            while (size(member) < own && !free.isEmpty()) {
                give(free.remove(), member);
            }
        }
    }

    private List<String> bySizeDescending() {
        return members.keySet().stream()
                .sorted(Comparator.comparingInt(member -> -size(member)))
                .toList();
    }

    void giveToLeastLoaded() {
        while (!free.isEmpty()) {
            Partition partition = free.remove();
            give(partition, leastLoaded(readers.getOrDefault(partition.topic, List.of())));
        }
    }

    /** Moves partitions from those with most to those with least, topic by topic. */
    void balance() {
        boolean moved = true;
        for (int round = 0; moved && round < ROUNDS_MAX; round++) {
            moved = false;
            for (Map.Entry<Uuid, List<String>> topic : readers.entrySet()) {
                moved |= balance(topic.getKey(), topic.getValue());
            }
        }
    }

    private boolean balance(Uuid topic, List<String> of) {
        boolean moved = false;
        while (true) {
            String least = leastLoaded(of);
            String most = mostLoaded(topic, of);
            if (most.isEmpty() || size(most) - size(least) <= 1) {
                return moved;
            }
            give(take(most, topic), least);
            moved = true;
        }
    }

    private String leastLoaded(List<String> of) {
        return of.stream().min(Comparator.comparingInt(this::size)).orElseThrow();
    }

    /** The reader with most partitions among those that have some of the topic; "" if none has. */
    private String mostLoaded(Uuid topic, List<String> of) {
        return of.stream()
                .filter(member -> of(member).containsKey(topic))
                .max(Comparator.comparingInt(this::size))
                .orElse("");
    }

    private int size(String member) {
        return sizes.getOrDefault(member, 0);
    }

    private TreeMap<Uuid, TreeSet<Integer>> of(String member) {
        return given.computeIfAbsent(member, id -> new TreeMap<>());
    }

    private void give(Partition partition, String member) {
        of(member).computeIfAbsent(partition.topic, id -> new TreeSet<>()).add(partition.number);
        sizes.merge(member, 1, Integer::sum);
    }

    private Partition takeLast(String member) {
        return take(member, of(member).lastKey());
    }

    private Partition take(String member, Uuid topic) {
        TreeSet<Integer> numbers = of(member).getOrDefault(topic, new TreeSet<>());
        Partition taken = new Partition(topic, numbers.last());
        numbers.remove(taken.number);
        if (numbers.isEmpty()) {
            of(member).remove(topic);
        }
        sizes.merge(member, -1, Integer::sum);
        return taken;
    }

    Map<String, Assignment> targets() {
        Map<String, Assignment> targets = new HashMap<>();
        given.forEach((member, partitions) -> targets.put(member, Assignment.of(partitions)));
        return targets;
    }
}
