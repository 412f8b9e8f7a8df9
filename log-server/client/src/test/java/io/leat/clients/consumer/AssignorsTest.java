package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.leat.common.TopicPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Properties that every assignment must have, and agreement with kafka-clients. */
class AssignorsTest {

    @RepeatedTest(60)
    void shouldAssignLikeKafkaForRangeAndRoundRobin(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Map<String, Integer> counts = counts(random);
        Map<String, List<String>> topics = members(random, counts, random.nextBoolean());
        Map<String, Subscription> ours = subscribe(topics);
        assertEquals(
                kafka(new org.apache.kafka.clients.consumer.RangeAssignor(), counts, topics),
                names(new RangeAssignor().assign(counts, ours)));
        assertEquals(
                kafka(new org.apache.kafka.clients.consumer.RoundRobinAssignor(), counts, topics),
                names(new RoundRobinAssignor().assign(counts, ours)));
    }

    @RepeatedTest(100)
    void shouldBalanceAsWellAsKafkaAndOwnOnce(RepetitionInfo repetition) {
        Random random = new Random(1000 + repetition.getCurrentRepetition());
        Map<String, Integer> counts = counts(random);
        boolean same = random.nextBoolean();
        Map<String, List<String>> topics = members(random, counts, same);
        Map<String, List<TopicPartition>> first =
                new StickyAssignor().assign(counts, subscribe(topics));
        checkOwnedOnce(counts, topics, first);
        long theirs =
                squares(
                        kafka(
                                new org.apache.kafka.clients.consumer.StickyAssignor(),
                                counts,
                                topics));
        assertTrue(squares(names(first)) <= theirs, () -> "less balanced than Kafka: " + first);
    }

    @RepeatedTest(100)
    void shouldChangeNothingWhenNothingChanged(RepetitionInfo repetition) {
        Random random = new Random(2000 + repetition.getCurrentRepetition());
        Map<String, Integer> counts = counts(random);
        Map<String, List<String>> topics = members(random, counts, random.nextBoolean());
        Map<String, List<TopicPartition>> first =
                new StickyAssignor().assign(counts, subscribe(topics));
        Map<String, Subscription> again = new HashMap<>();
        first.forEach((member, owned) -> again.put(member, sticky(topics.get(member), owned, 3)));
        assertEquals(names(first), names(new StickyAssignor().assign(counts, again)));
    }

    @RepeatedTest(100)
    void shouldOnlyMoveWhatBalanceNeedsWhenAMemberJoins(RepetitionInfo repetition) {
        Random random = new Random(3000 + repetition.getCurrentRepetition());
        Map<String, Integer> counts = counts(random);
        Map<String, List<String>> topics = members(random, counts, true);
        Map<String, List<TopicPartition>> first =
                new StickyAssignor().assign(counts, subscribe(topics));
        Map<String, Subscription> again = new HashMap<>();
        first.forEach((member, owned) -> again.put(member, sticky(topics.get(member), owned, 3)));
        again.put("zz", new Subscription(new ArrayList<>(counts.keySet())));
        Map<String, List<TopicPartition>> second = new StickyAssignor().assign(counts, again);
        int moved = 0;
        for (Map.Entry<String, List<TopicPartition>> member : first.entrySet()) {
            Set<TopicPartition> gained = new HashSet<>(second.get(member.getKey()));
            gained.removeAll(member.getValue());
            assertTrue(gained.isEmpty(), "an old member gained " + gained);
            moved += member.getValue().size() - second.get(member.getKey()).size();
        }
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        assertEquals(second.get("zz").size(), moved);
        assertTrue(moved <= total / again.size() + 1);
    }

    @RepeatedTest(100)
    void shouldMoveCooperativelyInTwoPhasesWithoutDoubleOwners(RepetitionInfo repetition) {
        Random random = new Random(4000 + repetition.getCurrentRepetition());
        Map<String, Integer> counts = counts(random);
        Map<String, List<String>> topics = members(random, counts, random.nextBoolean());
        Map<String, List<TopicPartition>> owned = new TreeMap<>();
        topics.keySet().forEach(member -> owned.put(member, List.of()));
        int generation = 1;
        for (int change = 0; change < 4; change++) {
            if (change > 0) {
                String joiner = "joiner-" + change;
                topics.put(joiner, new ArrayList<>(counts.keySet()));
                owned.put(joiner, List.of());
            }
            boolean settled = false;
            for (int round = 0; !settled; round++) {
                assertTrue(round < 4, "the group does not settle");
                Map<String, Subscription> subscriptions = new HashMap<>();
                for (String member : topics.keySet()) {
                    subscriptions.put(
                            member,
                            new Subscription(
                                    topics.get(member),
                                    null,
                                    owned.get(member),
                                    generation,
                                    Optional.empty()));
                }
                generation++;
                Map<String, List<TopicPartition>> given =
                        new CooperativeStickyAssignor().assign(counts, subscriptions);
                Map<TopicPartition, String> readers = new HashMap<>();
                owned.forEach((m, all) -> all.forEach(partition -> readers.put(partition, m)));
                settled = true;
                for (String member : topics.keySet()) {
                    for (TopicPartition partition : given.get(member)) {
                        String reader = readers.getOrDefault(partition, member);
                        assertEquals(member, reader, "still read by another: " + partition);
                    }
                    settled &= given.get(member).containsAll(owned.get(member));
                }
                owned.putAll(given);
            }
            checkOwnedOnce(counts, topics, owned);
        }
    }

    @Test
    void shouldGiveADisputedPartitionToTheLaterGeneration() {
        TopicPartition disputed = new TopicPartition("t", 0);
        Map<String, Subscription> subscriptions =
                Map.of(
                        "old", sticky(List.of("t"), List.of(disputed), 4),
                        "new", sticky(List.of("t"), List.of(disputed), 5));
        assertEquals(
                List.of(disputed),
                new StickyAssignor().assign(Map.of("t", 2), subscriptions).get("new"));
    }

    @Test
    void shouldReadTheUserDataOfKafkasStickyAssignorAndBeRead() {
        org.apache.kafka.clients.consumer.StickyAssignor theirs =
                new org.apache.kafka.clients.consumer.StickyAssignor();
        List<org.apache.kafka.common.TopicPartition> given =
                List.of(
                        new org.apache.kafka.common.TopicPartition("a", 1),
                        new org.apache.kafka.common.TopicPartition("b", 0));
        theirs.onAssignment(
                new org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment(given),
                new org.apache.kafka.clients.consumer.ConsumerGroupMetadata(
                        "g", 7, "m", Optional.empty()));
        ByteBuffer data = theirs.subscriptionUserData(Set.of("a", "b"));
        List<TopicPartition> same = List.of(new TopicPartition("a", 1), new TopicPartition("b", 0));
        assertEquals(new Claims.Claim(same, 7), StickyAssignor.decode(data.duplicate()));
        assertEquals(data, StickyAssignor.encode(new Claims.Claim(same, 7)));
    }

    @Test
    void shouldKeepAStaticMembersPlaceWhenItsMemberIdChanges() {
        Map<String, List<TopicPartition>> before =
                new RangeAssignor().assign(Map.of("t", 4), statics("m-1", "m-2"));
        Map<String, List<TopicPartition>> after =
                new RangeAssignor().assign(Map.of("t", 4), statics("z-9", "m-2"));
        assertEquals(before.get("m-1"), after.get("z-9"));
    }

    private static Map<String, Subscription> statics(String one, String two) {
        Map<String, Subscription> subscriptions = new HashMap<>();
        subscriptions.put(one, new Subscription(List.of("t")));
        subscriptions.put(two, new Subscription(List.of("t")));
        subscriptions.get(one).setGroupInstanceId(Optional.of("a"));
        subscriptions.get(two).setGroupInstanceId(Optional.of("b"));
        return subscriptions;
    }

    private static Map<String, Integer> counts(Random random) {
        Map<String, Integer> counts = new TreeMap<>();
        int topics = 1 + random.nextInt(5);
        for (int i = 0; i < topics; i++) {
            counts.put("topic-" + i, 1 + random.nextInt(9));
        }
        return counts;
    }

    private static Map<String, List<String>> members(
            Random random, Map<String, Integer> counts, boolean same) {
        Map<String, List<String>> members = new TreeMap<>();
        int size = 1 + random.nextInt(6);
        for (int i = 0; i < size; i++) {
            List<String> topics = new ArrayList<>(counts.keySet());
            if (!same) {
                String kept = topics.get(random.nextInt(topics.size()));
                topics.removeIf(topic -> !topic.equals(kept) && random.nextInt(3) == 0);
            }
            members.put("member-" + i, topics);
        }
        return members;
    }

    private static Map<String, Subscription> subscribe(Map<String, List<String>> topics) {
        Map<String, Subscription> subscriptions = new HashMap<>();
        topics.forEach((member, names) -> subscriptions.put(member, new Subscription(names)));
        return subscriptions;
    }

    private static Subscription sticky(
            List<String> topics, List<TopicPartition> owned, int generation) {
        return new Subscription(topics, StickyAssignor.encode(new Claims.Claim(owned, generation)));
    }

    private static void checkOwnedOnce(
            Map<String, Integer> counts,
            Map<String, List<String>> topics,
            Map<String, List<TopicPartition>> assignment) {
        Set<TopicPartition> seen = new HashSet<>();
        assignment.forEach(
                (member, partitions) -> {
                    for (TopicPartition partition : partitions) {
                        assertTrue(seen.add(partition), "two owners of " + partition);
                        assertTrue(topics.get(member).contains(partition.topic()));
                    }
                });
        int wanted = 0;
        for (Map.Entry<String, Integer> topic : counts.entrySet()) {
            boolean subscribed =
                    topics.values().stream().anyMatch(names -> names.contains(topic.getKey()));
            wanted += subscribed ? topic.getValue() : 0;
        }
        assertEquals(wanted, seen.size());
    }

    private static long squares(Map<String, Set<String>> assignment) {
        return assignment.values().stream().mapToLong(all -> (long) all.size() * all.size()).sum();
    }

    private static Map<String, Set<String>> names(Map<String, List<TopicPartition>> assignment) {
        Map<String, Set<String>> names = new TreeMap<>();
        assignment.forEach(
                (member, partitions) -> {
                    Set<String> all = new TreeSet<>();
                    partitions.forEach(partition -> all.add(partition.toString()));
                    names.put(member, all);
                });
        return names;
    }

    private static Map<String, Set<String>> kafka(
            org.apache.kafka.clients.consumer.internals.AbstractPartitionAssignor assignor,
            Map<String, Integer> counts,
            Map<String, List<String>> topics) {
        Map<String, org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription>
                subscriptions = new HashMap<>();
        topics.forEach(
                (member, names) ->
                        subscriptions.put(
                                member,
                                new org.apache.kafka.clients.consumer.ConsumerPartitionAssignor
                                        .Subscription(names)));
        Map<String, Set<String>> result = new TreeMap<>();
        assignor.assign(counts, subscriptions)
                .forEach(
                        (member, partitions) -> {
                            Set<String> all = new TreeSet<>();
                            partitions.forEach(partition -> all.add(partition.toString()));
                            result.put(member, all);
                        });
        return result;
    }
}
