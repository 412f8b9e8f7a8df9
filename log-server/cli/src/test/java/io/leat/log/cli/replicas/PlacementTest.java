package io.leat.log.cli.replicas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.TopicPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PlacementTest {

    private static TopicPartition partition(int number) {
        return new TopicPartition("t" + number % 3, number / 3);
    }

    private static Map<Integer, String> brokers(int count, int racks) {
        Map<Integer, String> brokers = new TreeMap<>();
        for (int id = 1; id <= count; id++) {
            brokers.put(id, racks == 0 ? null : "rack" + id % racks);
        }
        return brokers;
    }

    private static Map<TopicPartition, List<Integer>> random(
            Random random, int partitions, int brokers, int factor) {
        Map<TopicPartition, List<Integer>> map = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            List<Integer> ids = new ArrayList<>();
            for (int id = 1; id <= brokers; id++) {
                ids.add(id);
            }
            Collections.shuffle(ids, random);
            map.put(partition(i), List.copyOf(ids.subList(0, factor)));
        }
        return map;
    }

    private static Map<Integer, Integer> loads(
            Map<TopicPartition, List<Integer>> plan, Map<Integer, String> brokers) {
        Map<Integer, Integer> loads = new TreeMap<>();
        brokers.keySet().forEach(id -> loads.put(id, 0));
        plan.values().forEach(each -> each.forEach(id -> loads.merge(id, 1, Integer::sum)));
        return loads;
    }

    private static int copies(
            Map<TopicPartition, List<Integer>> before, Map<TopicPartition, List<Integer>> after) {
        int copies = 0;
        for (Map.Entry<TopicPartition, List<Integer>> each : after.entrySet()) {
            List<Integer> had = before.get(each.getKey());
            copies += (int) each.getValue().stream().filter(id -> !had.contains(id)).count();
        }
        return copies;
    }

    @Test
    void shouldLevelAnythingWithNoMoreCopiesThanBrokersHaveTooMany() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int count = 2 + random.nextInt(6);
            int factor = 1 + random.nextInt(Math.min(3, count));
            Map<TopicPartition, List<Integer>> before =
                    random(random, 1 + random.nextInt(60), count, factor);
            Map<Integer, String> brokers = brokers(count, 0);
            Placement placement = new Placement(brokers, List.of());
            placement.settle(before, 0);
            placement.even();
            placement.evenLeaders();
            SortedMap<TopicPartition, List<Integer>> after = placement.plan();
            Map<Integer, Integer> loads = loads(after, brokers);
            int most = Collections.max(loads.values());
            int least = Collections.min(loads.values());
            assertTrue(most - least <= 1, "seed " + seed + ": " + loads);
            int tooMany = 0;
            for (int load : loads(before, brokers).values()) {
                tooMany += Math.max(0, load - least);
            }
            assertTrue(copies(before, after) <= tooMany, "seed " + seed);
            after.forEach(
                    (key, ids) -> {
                        assertEquals(factor, ids.size());
                        assertEquals(factor, new HashSet<>(ids).size());
                    });
        }
    }

    @Test
    void shouldChangeNothingThatIsLevel() {
        Map<TopicPartition, List<Integer>> before =
                Map.of(
                        partition(0), List.of(1, 2),
                        partition(1), List.of(2, 3),
                        partition(2), List.of(3, 1));
        Placement placement = new Placement(brokers(3, 0), List.of());
        placement.settle(before, 0);
        placement.even();
        placement.evenLeaders();
        assertEquals(before, placement.plan());
    }

    @Test
    void shouldMixRacks() {
        for (int seed = 0; seed < 50; seed++) {
            Map<TopicPartition, List<Integer>> before = random(new Random(seed), 20, 2, 1);
            Map<Integer, String> brokers = brokers(6, 3);
            Placement placement = new Placement(brokers, List.of());
            placement.settle(before, 3);
            placement.even();
            placement
                    .plan()
                    .forEach(
                            (key, ids) ->
                                    assertEquals(
                                            3,
                                            ids.stream().map(brokers::get).distinct().count(),
                                            key + " on " + ids));
        }
    }

    @Test
    void shouldTakeAllFromABrokerAndLeaveTheRest() {
        Map<TopicPartition, List<Integer>> before =
                Map.of(partition(0), List.of(3, 1), partition(1), List.of(1, 3));
        Placement placement = new Placement(brokers(2, 0), List.of(List.of(1, 2)));
        placement.settle(before, 0);
        assertEquals(
                Map.of(partition(0), List.of(1, 2), partition(1), List.of(1, 2)), placement.plan());
    }

    @Test
    void shouldLetBrokersLeadEvenlyWithoutCopies() {
        Map<TopicPartition, List<Integer>> before = new HashMap<>();
        for (int i = 0; i < 9; i++) {
            before.put(partition(i), List.of(1, 2, 3));
        }
        Placement placement = new Placement(brokers(3, 0), List.of());
        placement.settle(before, 0);
        placement.evenLeaders();
        Map<Integer, Integer> leaders = new TreeMap<>();
        placement.plan().values().forEach(ids -> leaders.merge(ids.get(0), 1, Integer::sum));
        assertEquals(Map.of(1, 3, 2, 3, 3, 3), leaders);
        assertEquals(0, copies(before, placement.plan()));
    }
}
