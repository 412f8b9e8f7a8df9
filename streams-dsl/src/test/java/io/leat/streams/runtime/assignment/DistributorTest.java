package io.leat.streams.runtime.assignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.streams.processor.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What holds for every distribution of tasks, and single cases that show what is meant. */
class DistributorTest {

    private static final long ACCEPTABLE = 100;
    private static final int SEEDS = Integer.getInteger("leat.seeds", 50) * 20;

    private static Distribution distribute(Wishes wishes, List<Instance> instances) {
        return Distributor.distribute(wishes, instances, Exchange.NONE);
    }

    private static TaskId task(int partition) {
        return new TaskId(0, partition);
    }

    private static Map<TaskId, Long> stateful(int count, long changes) {
        Map<TaskId, Long> tasks = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            tasks.put(task(i), changes);
        }
        return tasks;
    }

    private static Wishes wishes(Map<TaskId, Long> stateful, int standbys, String... tags) {
        return new Wishes(Set.of(), stateful, ACCEPTABLE, 2, standbys, List.of(tags));
    }

    private static Instance empty(String process) {
        return new Instance(process, 1, Map.of(), Set.of(), Map.of());
    }

    private static Instance tagged(String process, String zone) {
        return new Instance(process, 1, Map.of("zone", zone), Set.of(), Map.of());
    }

    private static Instance running(String process, int... partitions) {
        Set<TaskId> tasks = new TreeSet<>();
        for (int partition : partitions) {
            tasks.add(task(partition));
        }
        return new Instance(process, 1, Map.of(), tasks, Map.of());
    }

    @Test
    void shouldLetTasksRunOnWhileTheirStoresAreBuiltUpElsewhere() {
        List<Instance> instances = List.of(running("a", 0, 1, 2, 3, 4, 5), empty("b"));
        Distribution plan = distribute(wishes(stateful(6, 1_000), 0), instances);
        assertEquals(6, plan.active().get("a").size());
        assertEquals(2, plan.standby().get("b").size());
        assertTrue(plan.unfinished());
    }

    @Test
    void shouldMoveTasksWhoseStoresAreBuiltUpAndWarmUpTheNext() {
        Map<TaskId, Long> reached = new TreeMap<>(Map.of(task(4), 100L, task(5), 0L));
        Instance warm = new Instance("b", 1, Map.of(), Set.of(), reached);
        List<Instance> instances = List.of(running("a", 0, 1, 2, 3, 4, 5), warm);
        Distribution plan = distribute(wishes(stateful(6, 1_000), 0), instances);
        assertEquals(Set.of(task(4), task(5)), plan.active().get("b"));
        assertEquals(1, plan.standby().get("b").size());
        assertTrue(plan.unfinished());
    }

    @Test
    void shouldMoveTasksAtOnceThatHaveLittleOrNoState() {
        List<Instance> instances = List.of(running("a", 0, 1, 2, 3), empty("b"));
        Distribution small = distribute(wishes(stateful(4, 100), 0), instances);
        assertEquals(2, small.active().get("b").size());
        assertFalse(small.unfinished());
        Wishes stateless =
                new Wishes(stateful(4, 0).keySet(), Map.of(), ACCEPTABLE, 2, 1, List.of());
        Distribution none = distribute(stateless, instances);
        assertEquals(2, none.active().get("b").size());
        assertTrue(none.standby().get("a").isEmpty());
    }

    @Test
    void shouldGiveTasksBackToARestartedInstanceThatHasTheirStores() {
        Map<TaskId, Long> disk = Map.of(task(1), 50L, task(3), 50L);
        Instance restarted = new Instance("a", 1, Map.of(), Set.of(), disk);
        Distribution plan = distribute(wishes(stateful(4, 50), 0), List.of(restarted, empty("b")));
        assertEquals(disk.keySet(), plan.active().get("a"));
    }

    @Test
    void shouldPromoteTheStandbyOfAnInstanceThatWent() {
        Instance standby =
                new Instance("c", 1, Map.of(), Set.of(task(2)), Map.of(task(0), 10L, task(1), 9L));
        Instance other = running("b", 3);
        Distribution plan = distribute(wishes(stateful(4, 1_000), 0), List.of(other, standby));
        assertTrue(plan.active().get("c").containsAll(Set.of(task(0), task(1), task(2))));
        assertTrue(plan.unfinished(), "b is to have one of them later");
    }

    @Test
    void shouldKeepCopiesInOtherZones() {
        List<Instance> instances =
                List.of(tagged("a", "1"), tagged("b", "1"), tagged("c", "2"), tagged("d", "3"));
        Distribution plan = distribute(wishes(stateful(8, 1), 2, "zone"), instances);
        Map<String, String> zones = Map.of("a", "1", "b", "1", "c", "2", "d", "3");
        for (int i = 0; i < 8; i++) {
            Set<String> used = new HashSet<>();
            TaskId task = task(i);
            zones.forEach(
                    (process, zone) -> {
                        if (plan.active().get(process).contains(task)
                                || plan.standby().get(process).contains(task)) {
                            used.add(zone);
                        }
                    });
            assertEquals(Set.of("1", "2", "3"), used, task.toString());
        }
    }

    @Test
    void shouldHoldForAnyGroup() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            new Group(seed).live();
        }
    }

    /** A group whose instances come and go; after each change everything must hold. */
    private static final class Group {

        private final int seed;
        private final Random random;
        private final Wishes wishes;
        private final Set<TaskId> tasks = new TreeSet<>();
        private final Map<String, Integer> threads = new TreeMap<>();
        private Map<String, Set<TaskId>> running = new TreeMap<>();
        private final Map<String, Map<TaskId, Long>> lags = new TreeMap<>();

        Group(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            Map<TaskId, Long> changes = new TreeMap<>();
            Set<TaskId> stateless = new TreeSet<>();
            for (int subtopology = 0; subtopology <= random.nextInt(3); subtopology++) {
                int count = 1 + random.nextInt(12);
                boolean stores = random.nextInt(3) > 0;
                for (int i = 0; i < count; i++) {
                    if (stores) {
                        changes.put(new TaskId(subtopology, i), (long) random.nextInt(1_000));
                    } else {
                        stateless.add(new TaskId(subtopology, i));
                    }
                }
            }
            wishes =
                    new Wishes(
                            stateless,
                            changes,
                            ACCEPTABLE,
                            1 + random.nextInt(3),
                            random.nextInt(3),
                            List.of("zone"));
            tasks.addAll(changes.keySet());
            tasks.addAll(stateless);
        }

        void live() {
            join();
            for (int i = 0; i < 6; i++) {
                if (random.nextBoolean() || threads.size() == 1) {
                    join();
                } else {
                    threads.remove(
                            new ArrayList<>(threads.keySet()).get(random.nextInt(threads.size())));
                }
                settle();
            }
        }

        private void join() {
            String process = "p" + random.nextInt(8);
            threads.put(process, 1 + random.nextInt(3));
        }

        private List<Instance> instances() {
            List<Instance> all = new ArrayList<>();
            threads.forEach(
                    (process, count) ->
                            all.add(
                                    new Instance(
                                            process,
                                            count,
                                            Map.of("zone", "z" + process.hashCode() % 3),
                                            running.getOrDefault(process, Set.of()),
                                            lags.getOrDefault(process, Map.of()))));
            return all;
        }

        /** Rebalances until nothing is to move any more. */
        private void settle() {
            int rounds = 0;
            Distribution plan;
            do {
                List<Instance> before = instances();
                plan = distribute(wishes, before);
                check(before, plan);
                checkStayed(running, plan);
                apply(plan);
                assertTrue(rounds++ <= tasks.size(), () -> "does not settle, seed " + seed);
            } while (plan.unfinished());
            checkBalance(plan);
            Distribution again = distribute(wishes, instances());
            assertEquals(plan.active(), again.active(), () -> "moved without need, seed " + seed);
            assertEquals(plan.standby(), again.standby(), () -> "copies moved, seed " + seed);
        }

        private void check(List<Instance> before, Distribution plan) {
            Map<TaskId, String> runners = new HashMap<>();
            plan.active()
                    .forEach(
                            (process, own) ->
                                    own.forEach(
                                            task ->
                                                    assertEquals(
                                                            null,
                                                            runners.put(task, process),
                                                            () -> "twice " + task + " " + seed)));
            assertEquals(tasks, new TreeSet<>(runners.keySet()), () -> "seed " + seed);
            int warmups = 0;
            for (TaskId task : tasks) {
                int copies = 0;
                for (Instance instance : before) {
                    if (plan.standby().get(instance.process()).contains(task)) {
                        assertTrue(!runners.get(task).equals(instance.process()));
                        copies++;
                    }
                }
                int wanted =
                        wishes.stateful(task) ? Math.min(wishes.standbys(), before.size() - 1) : 0;
                assertTrue(copies >= wanted, () -> task + " has too few copies, seed " + seed);
                warmups += copies - wanted;
                Instance runner =
                        before.stream()
                                .filter(i -> i.process().equals(runners.get(task)))
                                .findFirst()
                                .orElseThrow();
                assertTrue(
                        wishes.ready(runner, task)
                                || before.stream().noneMatch(i -> wishes.ready(i, task)),
                        () -> task + " waits though another is ready, seed " + seed);
            }
            assertTrue(warmups <= wishes.maxWarmups(), () -> "too many at a time, seed " + seed);
        }

        private void checkBalance(Distribution plan) {
            int all = threads.values().stream().mapToInt(each -> each).sum();
            threads.forEach(
                    (process, count) -> {
                        int own = plan.active().get(process).size();
                        double fair = (double) tasks.size() * count / all;
                        assertTrue(
                                own >= Math.floor(fair) && own <= Math.ceil(fair),
                                () -> process + " has " + own + " of " + fair + ", seed " + seed);
                    });
        }

        /** Who is given no more than it ran keeps of that as much as it is given. */
        private void checkStayed(Map<String, Set<TaskId>> ran, Distribution plan) {
            int all = threads.values().stream().mapToInt(each -> each).sum();
            threads.forEach(
                    (process, count) -> {
                        Set<TaskId> kept = new TreeSet<>(ran.getOrDefault(process, Set.of()));
                        int least = Math.min(kept.size(), tasks.size() * count / all);
                        kept.retainAll(plan.active().get(process));
                        assertTrue(
                                kept.size() >= least,
                                () -> process + " lost tasks without need, seed " + seed);
                    });
        }

        /** Everybody builds up the stores it has. Who goes keeps what is on its disk. */
        private void apply(Distribution plan) {
            running = plan.active();
            threads.keySet()
                    .forEach(
                            process -> {
                                Map<TaskId, Long> known =
                                        lags.computeIfAbsent(process, first -> new TreeMap<>());
                                plan.standby().get(process).forEach(task -> known.put(task, 0L));
                                plan.active()
                                        .get(process)
                                        .forEach(
                                                task -> {
                                                    if (wishes.stateful(task)) {
                                                        known.put(task, 0L);
                                                    }
                                                });
                            });
        }
    }
}
