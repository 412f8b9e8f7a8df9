package io.leat.log.coordinator.group.assignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.Uuid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AssignorTest {

    private static final Uuid A = Topics.idOf("a");
    private static final Uuid B = Topics.idOf("b");

    private final SortedMap<String, MemberSpec> members = new TreeMap<>();
    private final Topics topics = new Topics();

    private void member(String id, String instance, Assignment target, String... names) {
        TreeSet<Uuid> ids = new TreeSet<>();
        for (String name : names) {
            ids.add(Topics.idOf(name));
        }
        members.put(
                id, new MemberSpec(id, instance.isEmpty() ? null : instance, null, ids, target));
    }

    private void member(String id, String... names) {
        member(id, "", Assignment.NONE, names);
    }

    @Test
    void shouldCutEachTopicIntoRangesWithTheLongerOnesFirst() {
        topics.with("a", 5).with("b", 2);
        member("m1", "a", "b");
        member("m2", "a", "b");
        Map<String, Assignment> targets = new RangeAssignor().assign(members, topics);
        assertEquals(
                Map.of(
                        "m1", Assignment.of(Map.of(A, List.of(0, 1, 2), B, List.of(0))),
                        "m2", Assignment.of(Map.of(A, List.of(3, 4), B, List.of(1)))),
                targets);
    }

    @Test
    void shouldPutStaticMembersFirstInTheOrderOfTheirNames() {
        topics.with("a", 3);
        member("m1", "a");
        member("m2", "z", Assignment.NONE, "a");
        member("m3", "y", Assignment.NONE, "a");
        Map<String, Assignment> targets = new RangeAssignor().assign(members, topics);
        assertEquals(Assignment.of(Map.of(A, List.of(0))), targets.get("m3"));
        assertEquals(Assignment.of(Map.of(A, List.of(1))), targets.get("m2"));
        assertEquals(Assignment.of(Map.of(A, List.of(2))), targets.get("m1"));
    }

    @Test
    void shouldMoveOnlyWhatANewMemberNeeds() {
        topics.with("a", 4);
        member("m1", "", Assignment.of(Map.of(A, List.of(0, 1, 2, 3))), "a");
        member("m2", "a");
        Map<String, Assignment> targets = new UniformAssignor().assign(members, topics);
        assertEquals(Assignment.of(Map.of(A, List.of(0, 1))), targets.get("m1"));
        assertEquals(Assignment.of(Map.of(A, List.of(2, 3))), targets.get("m2"));
    }

    /** Any members with any subscriptions and any former target. */
    @Test
    void shouldGiveEachPartitionToOneReaderAndBalance() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            members.clear();
            randomGroup(random, seed % 2 == 0);
            for (Assignor assignor : List.of(new RangeAssignor(), new UniformAssignor())) {
                Map<String, Assignment> targets = assignor.assign(members, topics);
                checkComplete(targets, assignor.name() + " seed " + seed);
            }
            if (seed % 2 == 0) {
                checkBalanced(new UniformAssignor().assign(members, topics), "seed " + seed);
            }
        }
    }

    private void randomGroup(Random random, boolean alike) {
        List<String> names = List.of("a", "b", "c");
        names.forEach(name -> topics.with(name, 1 + random.nextInt(6)));
        List<Map<Uuid, Set<Integer>>> former = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            former.add(new HashMap<>());
        }
        for (String name : names) {
            for (int p = 0; p < 7; p++) {
                former.get(random.nextInt(count))
                        .computeIfAbsent(Topics.idOf(name), id -> new HashSet<>())
                        .add(p);
            }
        }
        for (int i = 0; i < count; i++) {
            List<String> read = new ArrayList<>(names);
            if (!alike) {
                read.removeIf(name -> random.nextInt(3) == 0);
            }
            Assignment target =
                    random.nextBoolean() ? Assignment.of(former.get(i)) : Assignment.NONE;
            member("m" + i, "", target, read.toArray(String[]::new));
        }
    }

    private void checkComplete(Map<String, Assignment> targets, String what) {
        Map<Uuid, Set<Integer>> given = new HashMap<>();
        targets.forEach(
                (id, target) ->
                        target.topics()
                                .forEach(
                                        (topic, numbers) -> {
                                            assertTrue(reads(id, topic), what);
                                            for (int number : numbers) {
                                                assertTrue(
                                                        given.computeIfAbsent(
                                                                        topic, t -> new HashSet<>())
                                                                .add(number),
                                                        what);
                                            }
                                        }));
        Set<Uuid> wanted = new HashSet<>();
        members.values().forEach(member -> wanted.addAll(member.topics()));
        for (Uuid topic : wanted) {
            assertEquals(
                    topics.partitions(topic), given.getOrDefault(topic, Set.of()).size(), what);
        }
    }

    private boolean reads(String id, Uuid topic) {
        MemberSpec member = members.get(id);
        return member != null && member.topics().contains(topic);
    }

    private void checkBalanced(Map<String, Assignment> targets, String what) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (String id : members.keySet()) {
            int size = targets.getOrDefault(id, Assignment.NONE).size();
            least = Math.min(least, size);
            most = Math.max(most, size);
        }
        assertTrue(most - least <= 1, what + ": " + targets);
    }

    @Test
    void shouldHashIdsAndPartitionsOfTopicsThatExist() {
        topics.with("a", 3);
        long before = SubscriptionHash.of(List.of("a", "missing"), topics);
        assertEquals(before, SubscriptionHash.of(List.of("a"), topics));
        assertEquals(0, SubscriptionHash.of(List.of("missing"), topics));
        topics.with("a", 4);
        assertTrue(before != SubscriptionHash.of(List.of("a"), topics));
    }
}
