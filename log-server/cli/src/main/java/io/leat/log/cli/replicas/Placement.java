package io.leat.log.cli.replicas;

import io.leat.common.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds where replicas should be so that brokers have evenly many, racks are mixed, and little has
 * to be copied: what can stay stays. Used by one thread, once.
 */
final class Placement {

    /** Partitions in the order people list them. */
    static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final SortedMap<Integer, String> racks = new TreeMap<>();
    private final Map<Integer, Integer> replicas = new TreeMap<>();
    private final Map<Integer, Integer> leaders = new TreeMap<>();
    private final SortedMap<TopicPartition, List<Integer>> plan = new TreeMap<>(ORDER);

    /**
     * @param brokers which may have replicas, with their racks
     * @param others replicas that stay where they are, and count
     */
    Placement(Map<Integer, @Nullable String> brokers, Collection<List<Integer>> others) {
        brokers.forEach(
                (id, rack) -> {
                    racks.put(id, rack == null ? "" : rack);
                    replicas.put(id, 0);
                    leaders.put(id, 0);
                });
        others.forEach(each -> count(each, 1));
    }

    private int load(int broker) {
        return replicas.getOrDefault(broker, 0);
    }

    private int led(int broker) {
        return leaders.getOrDefault(broker, 0);
    }

    private String rack(int broker) {
        return racks.getOrDefault(broker, "");
    }

    private void count(List<Integer> partition, int by) {
        partition.forEach(broker -> replicas.computeIfPresent(broker, (id, n) -> n + by));
        leaders.computeIfPresent(partition.get(0), (id, n) -> n + by);
    }

    /**
     * Takes partitions off brokers that may not have them, and gives each so many replicas.
     *
     * @param factor 0 leaves each partition as many as it has
     */
    void settle(Map<TopicPartition, List<Integer>> current, int factor) {
        SortedMap<TopicPartition, List<Integer>> kept = new TreeMap<>(ORDER);
        current.forEach(
                (partition, brokers) -> {
                    int wanted = factor == 0 ? brokers.size() : factor;
                    List<Integer> staying =
                            brokers.stream().filter(racks::containsKey).limit(wanted).toList();
                    kept.put(partition, new ArrayList<>(staying));
                    if (!staying.isEmpty()) {
                        count(staying, 1);
                    }
                });
        kept.forEach(
                (partition, brokers) -> {
                    int wanted =
                            factor == 0 ? current.getOrDefault(partition, brokers).size() : factor;
                    while (brokers.size() < wanted) {
                        int added = best(partition, brokers);
                        if (brokers.isEmpty()) {
                            leaders.merge(added, 1, Integer::sum);
                        }
                        brokers.add(added);
                        replicas.merge(added, 1, Integer::sum);
                    }
                    plan.put(partition, brokers);
                });
    }

    /** The broker for one more replica. */
    private int best(TopicPartition partition, List<Integer> present) {
        Set<String> used = new HashSet<>();
        present.forEach(broker -> used.add(rack(broker)));
        int start = Math.floorMod(partition.hashCode(), racks.size());
        List<Integer> rotated = new ArrayList<>(racks.keySet());
        Collections.rotate(rotated, -start);
        return rotated.stream()
                .filter(broker -> !present.contains(broker))
                .min(
                        Comparator.comparing((Integer broker) -> used.contains(rack(broker)))
                                .thenComparing(this::load))
                .orElseThrow();
    }

    /** Moves replicas from brokers with many to brokers with few, until they have evenly many. */
    void even() {
        boolean moved = true;
        while (moved) {
            moved = false;
            List<Integer> byLoad = new ArrayList<>(racks.keySet());
            byLoad.sort(Comparator.comparing(this::load));
            for (int high = byLoad.size() - 1; high > 0 && !moved; high--) {
                for (int low = 0; low < high && !moved; low++) {
                    int from = byLoad.get(high);
                    int to = byLoad.get(low);
                    moved = load(from) - load(to) > 1 && moveOne(from, to);
                }
            }
        }
    }

    /** Moves the replica whose topic gains most by it. */
    private boolean moveOne(int from, int to) {
        Map<String, Integer> surplus = new TreeMap<>();
        plan.forEach(
                (partition, brokers) -> {
                    int by = (brokers.contains(from) ? 1 : 0) - (brokers.contains(to) ? 1 : 0);
                    surplus.merge(partition.topic(), by, Integer::sum);
                });
        @Nullable TopicPartition best = null;
        for (Map.Entry<TopicPartition, List<Integer>> each : plan.entrySet()) {
            boolean can =
                    each.getValue().contains(from)
                            && !each.getValue().contains(to)
                            && spread(swapped(each.getValue(), from, to))
                                    >= spread(each.getValue());
            if (can
                    && (best == null
                            || surplus.getOrDefault(each.getKey().topic(), 0)
                                    > surplus.getOrDefault(best.topic(), 0))) {
                best = each.getKey();
            }
        }
        if (best == null) {
            return false;
        }
        List<Integer> before = plan.getOrDefault(best, List.of());
        List<Integer> after = swapped(before, from, to);
        count(before, -1);
        count(after, 1);
        plan.put(best, after);
        return true;
    }

    private static List<Integer> swapped(List<Integer> brokers, int from, int to) {
        List<Integer> next = new ArrayList<>(brokers);
        next.set(next.indexOf(from), to);
        return next;
    }

    private int spread(List<Integer> brokers) {
        return (int) brokers.stream().map(this::rack).distinct().count();
    }

    /** Reorders replicas, which copies nothing, until brokers are preferred evenly often. */
    void evenLeaders() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Map.Entry<TopicPartition, List<Integer>> each : plan.entrySet()) {
                List<Integer> brokers = each.getValue();
                int least = brokers.stream().min(Comparator.comparing(this::led)).orElseThrow();
                int first = brokers.get(0);
                if (led(first) - led(least) > 1) {
                    List<Integer> next = new ArrayList<>(brokers);
                    next.remove((Integer) least);
                    next.add(0, least);
                    count(brokers, -1);
                    count(next, 1);
                    each.setValue(next);
                    moved = true;
                }
            }
        }
    }

    /** Where replicas should be, the preferred leader first. */
    SortedMap<TopicPartition, List<Integer>> plan() {
        return plan;
    }
}
