package io.leat.clients.consumer;

import io.leat.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.leat.common.TopicPartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * A balanced assignment that moves as few partitions as balance allows. Used once, by one thread.
 *
 * <p>Members keep what they rightly own, free partitions go to the least loaded member that
 * subscribes to the topic, and then load flows from each member along the shortest chain of
 * handovers to one with at least two partitions less, until there is no such chain. Each flow
 * lowers the sum of squared loads, so it ends, in an assignment where no chain of handovers could
 * even out any two members further.
 */
final class StickyPlan {

    private final Map<String, Set<String>> topicsOf = new HashMap<>();
    private final Map<String, List<String>> membersOf = new HashMap<>();
    private final Map<String, Map<String, NavigableSet<Integer>>> held = new HashMap<>();
    private final Map<String, Integer> load = new HashMap<>();
    private final Claims claims;

    private StickyPlan(Map<String, Subscription> subscriptions, Claims claims) {
        this.claims = claims;
        for (String member : TopicCountAssignor.inOrder(subscriptions)) {
            Set<String> topics = new HashSet<>(subscriptions.get(member).topics());
            topicsOf.put(member, topics);
            held.put(member, new HashMap<>());
            load.put(member, 0);
            for (String topic : topics) {
                membersOf.computeIfAbsent(topic, none -> new ArrayList<>()).add(member);
            }
        }
    }

    /** The assignment, by member id. */
    static Map<String, List<TopicPartition>> of(
            Map<String, Integer> partitionsPerTopic,
            Map<String, Subscription> subscriptions,
            Claims claims) {
        StickyPlan plan = new StickyPlan(subscriptions, claims);
        plan.place(partitionsPerTopic);
        plan.balance();
        return plan.result(subscriptions);
    }

    private void place(Map<String, Integer> partitionsPerTopic) {
        List<TopicPartition> free = new ArrayList<>();
        List<String> topics = new ArrayList<>(partitionsPerTopic.keySet());
        topics.removeIf(topic -> !membersOf.containsKey(topic));
        topics.sort(
                Comparator.comparing((String topic) -> membersOf.get(topic).size())
                        .thenComparing(Comparator.naturalOrder()));
        for (String topic : topics) {
            for (int i = 0; i < partitionsPerTopic.get(topic); i++) {
                TopicPartition partition = new TopicPartition(topic, i);
                String owner = claims.owners().get(partition);
                if (owner != null && topicsOf.getOrDefault(owner, Set.of()).contains(topic)) {
                    give(owner, topic, i);
                } else {
                    free.add(partition);
                }
            }
        }
        for (TopicPartition partition : free) {
            String least =
                    Collections.min(
                            membersOf.get(partition.topic()), Comparator.comparing(load::get));
            give(least, partition.topic(), partition.partition());
        }
    }

    private void balance() {
        boolean moved = true;
        while (moved) {
            moved = false;
            List<String> heaviest = new ArrayList<>(load.keySet());
            heaviest.sort(
                    Comparator.comparing((String member) -> -load.get(member))
                            .thenComparing(Comparator.naturalOrder()));
            int least = load.isEmpty() ? 0 : Collections.min(load.values());
            for (String member : heaviest) {
                if (load.get(member) - least < 2) {
                    break;
                }
                moved |= relieve(member);
            }
        }
    }

    /** Moves one partition's worth of load from {@code from} to a much less loaded member. */
    private boolean relieve(String from) {
        Map<String, String> giverOf = new HashMap<>();
        Map<String, String> topicFor = new HashMap<>();
        ArrayDeque<String> queue = new ArrayDeque<>(List.of(from));
        Set<String> spread = new HashSet<>();
        String target = null;
        giverOf.put(from, from);
        while (!queue.isEmpty() && target == null) {
            String giver = queue.remove();
            for (String topic : new TreeSet<>(held.get(giver).keySet())) {
                if (!spread.add(topic)) {
                    continue;
                }
                for (String taker : membersOf.get(topic)) {
                    if (giverOf.putIfAbsent(taker, giver) == null) {
                        topicFor.put(taker, topic);
                        queue.add(taker);
                        if (load.get(from) - load.get(taker) >= 2
                                && (target == null || load.get(taker) < load.get(target))) {
                            target = taker;
                        }
                    }
                }
            }
        }
        if (target == null) {
            return false;
        }
        for (String taker = target; !taker.equals(from); taker = giverOf.get(taker)) {
            hand(giverOf.get(taker), taker, topicFor.get(taker));
        }
        return true;
    }

    private void hand(String giver, String taker, String topic) {
        NavigableSet<Integer> owned = held.get(giver).get(topic);
        int chosen = owned.last();
        int best = -1;
        for (int partition : owned.descendingSet()) {
            TopicPartition candidate = new TopicPartition(topic, partition);
            int worth =
                    claims.claims(taker, candidate) ? 2 : claims.claims(giver, candidate) ? 0 : 1;
            if (worth > best) {
                best = worth;
                chosen = partition;
            }
            if (best == 2) {
                break;
            }
        }
        owned.remove(chosen);
        if (owned.isEmpty()) {
            held.get(giver).remove(topic);
        }
        load.merge(giver, -1, Integer::sum);
        give(taker, topic, chosen);
    }

    private void give(String member, String topic, int partition) {
        held.get(member).computeIfAbsent(topic, none -> new TreeSet<>()).add(partition);
        load.merge(member, 1, Integer::sum);
    }

    private Map<String, List<TopicPartition>> result(Map<String, Subscription> subscriptions) {
        Map<String, List<TopicPartition>> assignment = TopicCountAssignor.nothing(subscriptions);
        held.forEach(
                (member, topics) ->
                        topics.keySet().stream()
                                .sorted()
                                .forEach(
                                        topic ->
                                                topics.get(topic)
                                                        .forEach(
                                                                partition ->
                                                                        assignment
                                                                                .get(member)
                                                                                .add(
                                                                                        new TopicPartition(
                                                                                                topic,
                                                                                                partition)))));
        return assignment;
    }
}
