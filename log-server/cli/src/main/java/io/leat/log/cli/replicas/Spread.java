package io.leat.log.cli.replicas;

import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.log.cli.CommandFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The plans that commands make: over some brokers, away from one, or level. Stateless. */
public final class Spread {

    private Spread() {}

    /**
     * Spreads partitions over some brokers.
     *
     * @param factor replicas of each partition; 0 leaves each as many as it has
     * @throws CommandFailure if the brokers are too few, or not there
     */
    public static SortedMap<TopicPartition, List<Integer>> over(
            ReplicaMap map,
            Collection<TopicPartition> partitions,
            Set<Integer> brokers,
            int factor,
            boolean racks) {
        SortedMap<Integer, @Nullable String> chosen = new TreeMap<>();
        for (int id : brokers) {
            Node broker = map.brokers().get(id);
            if (broker == null) {
                throw new CommandFailure("Unknown broker id " + id);
            }
            if (broker.isFenced()) {
                throw new CommandFailure(
                        "Broker " + id + " is not live, and could copy nothing: start it first");
            }
            chosen.put(id, racks ? broker.rack() : null);
        }
        Set<TopicPartition> wanted = new HashSet<>(partitions);
        SortedMap<TopicPartition, List<Integer>> current = map.select(wanted::contains);
        checkEnough(current, factor, chosen.keySet());
        Placement placement = new Placement(chosen, List.of());
        placement.settle(current, factor);
        placement.even();
        placement.evenLeaders();
        return placement.plan();
    }

    /** Takes everything off one broker; the others get evenly much of it. */
    static SortedMap<TopicPartition, List<Integer>> awayFrom(ReplicaMap map, int broker) {
        SortedMap<Integer, @Nullable String> others = new TreeMap<>(map.live());
        others.remove(broker);
        SortedMap<TopicPartition, List<Integer>> affected =
                map.select(each -> map.replicas().getOrDefault(each, List.of()).contains(broker));
        checkEnough(affected, 0, others.keySet());
        List<List<Integer>> staying = new ArrayList<>();
        map.replicas()
                .forEach(
                        (partition, replicas) -> {
                            if (!affected.containsKey(partition)) {
                                staying.add(replicas);
                            }
                        });
        Placement placement = new Placement(others, staying);
        placement.settle(affected, 0);
        return placement.plan();
    }

    /** Levels live brokers, with as few copies as possible. What is on dead ones stays there. */
    static SortedMap<TopicPartition, List<Integer>> level(ReplicaMap map, boolean leadersOnly) {
        SortedMap<Integer, @Nullable String> live = map.live();
        SortedMap<TopicPartition, List<Integer>> movable =
                map.select(
                        each ->
                                live.keySet()
                                        .containsAll(map.replicas().getOrDefault(each, List.of())));
        List<List<Integer>> staying = new ArrayList<>();
        map.replicas()
                .forEach(
                        (partition, replicas) -> {
                            if (!movable.containsKey(partition)) {
                                staying.add(replicas);
                            }
                        });
        Placement placement = new Placement(live, staying);
        placement.settle(movable, 0);
        if (!leadersOnly) {
            placement.even();
        }
        placement.evenLeaders();
        return placement.plan();
    }

    private static void checkEnough(
            Map<TopicPartition, List<Integer>> partitions, int factor, Set<Integer> brokers) {
        for (Map.Entry<TopicPartition, List<Integer>> each : partitions.entrySet()) {
            int wanted = factor == 0 ? each.getValue().size() : factor;
            if (wanted > brokers.size()) {
                throw new CommandFailure(
                        "Partition "
                                + each.getKey()
                                + " is to have "
                                + wanted
                                + " replicas, and there are only "
                                + brokers.size()
                                + " brokers for them ("
                                + Reassignment.join(brokers)
                                + "). Add a broker, or give its topic fewer replicas: leat cluster"
                                + " reassign --topics "
                                + each.getKey().topic()
                                + " --replication-factor "
                                + Math.max(1, brokers.size()));
            }
        }
    }
}
