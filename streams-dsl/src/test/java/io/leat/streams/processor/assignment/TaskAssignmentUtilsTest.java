package io.leat.streams.processor.assignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.Fleet.Process;
import io.leat.streams.processor.assignment.Fleet.Read;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask.Type;
import io.leat.streams.processor.assignment.TaskAssignmentUtils.RackAwareOptimizationParams;
import io.leat.streams.processor.assignment.TaskAssignor.TaskAssignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What assignors have in common is as good as with Apache Kafka Streams, by chance. */
class TaskAssignmentUtilsTest {

    private static final int SEEDS = Integer.getInteger("leat.seeds", 50) * 20;
    private static final int TRAFFIC = 7;
    private static final int MOVE = 2;
    private static final Logger KAFKAS =
            Logger.getLogger("org.apache.kafka.streams.processor.assignment");

    @BeforeAll
    static void muteKafka() {
        KAFKAS.setLevel(Level.OFF); // it logs each error, and there are thousands
    }

    @AfterAll
    static void unmuteKafka() {
        KAFKAS.setLevel(null);
    }

    private static AssignmentConfigs configs(String strategy, String... tags) {
        return new AssignmentConfigs(100L, 2, 1, 60_000L, List.of(tags), TRAFFIC, MOVE, strategy);
    }

    private static KafkaFleet kafka(Fleet fleet, String strategy) {
        return new KafkaFleet(
                fleet,
                new org.apache.kafka.streams.processor.assignment.AssignmentConfigs(
                        100L, 2, 1, 60_000L, List.of(), TRAFFIC, MOVE, strategy));
    }

    /** What {@code shown} costs, beside what was before. */
    private static long cost(Fleet fleet, Map<UUID, Map<String, String>> shown, Type type) {
        long cost = 0;
        for (Process process : fleet.processes()) {
            Set<TaskId> before = type == Type.ACTIVE ? process.ran() : process.kept();
            for (Map.Entry<String, String> task :
                    shown.getOrDefault(process.id(), Map.of()).entrySet()) {
                TaskId id = TaskId.parse(task.getKey());
                if (!task.getValue().equals(type.toString())) {
                    continue;
                }
                cost += before.contains(id) ? 0 : MOVE;
                for (Read read : fleet.tasks().get(id)) {
                    boolean far = !read.racks().contains(process.rack());
                    cost += far && (type == Type.ACTIVE || read.changelog()) ? TRAFFIC : 0;
                }
            }
        }
        return cost;
    }

    private static Map<UUID, Integer> counts(Map<UUID, Map<String, String>> shown, Type type) {
        Map<UUID, Integer> counts = new HashMap<>();
        shown.forEach(
                (process, tasks) ->
                        counts.put(
                                process,
                                (int)
                                        tasks.values().stream()
                                                .filter(type.toString()::equals)
                                                .count()));
        return counts;
    }

    private static void assertAsMany(Fleet fleet, Map<UUID, Map<String, String>> shown, Type type) {
        Map<UUID, Integer> before = new HashMap<>();
        for (Process process : fleet.processes()) {
            before.put(process.id(), (type == Type.ACTIVE ? process.ran() : process.kept()).size());
        }
        assertEquals(before, counts(shown, type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"min_traffic", "balance_subtopology"})
    void shouldPlaceActiveTasksAtTheCostOfKafka(String strategy) {
        long better = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Fleet fleet = Fleet.by(new Random(seed));
            ApplicationState ours = fleet.ours(configs(strategy));
            Map<ProcessId, KafkaStreamsAssignment> mine =
                    TaskAssignmentUtils.identityAssignment(ours);
            long before = cost(fleet, Fleet.shown(mine), Type.ACTIVE);
            TaskAssignmentUtils.optimizeRackAwareActiveTasks(
                    RackAwareOptimizationParams.of(ours), mine);

            var theirs = kafka(fleet, strategy);
            var kafkas =
                    org.apache.kafka.streams.processor.assignment.TaskAssignmentUtils
                            .identityAssignment(theirs);
            org.apache.kafka.streams.processor.assignment.TaskAssignmentUtils
                    .optimizeRackAwareActiveTasks(
                            org.apache.kafka.streams.processor.assignment.TaskAssignmentUtils
                                    .RackAwareOptimizationParams.of(theirs),
                            kafkas);

            long cost = cost(fleet, Fleet.shown(mine), Type.ACTIVE);
            assertAsMany(fleet, Fleet.shown(mine), Type.ACTIVE);
            assertEquals(cost(fleet, KafkaFleet.shown(kafkas), Type.ACTIVE), cost, "seed " + seed);
            better += cost < before ? 1 : 0;
        }
        assertTrue(better > SEEDS / 10, "only " + better + " are worth anything");
    }

    @Test
    void shouldPlaceStandbysAtTheCostOfKafkaOrLess() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Fleet fleet = Fleet.by(new Random(seed));
            ApplicationState ours = fleet.ours(configs("min_traffic"));
            Map<ProcessId, KafkaStreamsAssignment> mine =
                    TaskAssignmentUtils.identityAssignment(ours);
            TaskAssignmentUtils.optimizeRackAwareStandbyTasks(
                    RackAwareOptimizationParams.of(ours), mine);

            var theirs = kafka(fleet, "min_traffic");
            var kafkas =
                    org.apache.kafka.streams.processor.assignment.TaskAssignmentUtils
                            .identityAssignment(theirs);
            org.apache.kafka.streams.processor.assignment.TaskAssignmentUtils
                    .optimizeRackAwareStandbyTasks(
                            org.apache.kafka.streams.processor.assignment.TaskAssignmentUtils
                                    .RackAwareOptimizationParams.of(theirs),
                            kafkas);

            assertAsMany(fleet, Fleet.shown(mine), Type.STANDBY);
            assertAsMany(fleet, Fleet.shown(mine), Type.ACTIVE);
            long kafkaCost = cost(fleet, KafkaFleet.shown(kafkas), Type.STANDBY);
            long cost = cost(fleet, Fleet.shown(mine), Type.STANDBY);
            assertTrue(cost <= kafkaCost, "seed " + seed + ": " + cost + " > " + kafkaCost);
        }
    }

    @Test
    void shouldMoveStandbysOnlyBetweenProcessesWithTheSameTags() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Fleet fleet = Fleet.by(new Random(seed));
            ApplicationState state = fleet.ours(configs("min_traffic", "zone"));
            Map<ProcessId, KafkaStreamsAssignment> assignments =
                    TaskAssignmentUtils.identityAssignment(state);
            TaskAssignmentUtils.optimizeRackAwareStandbyTasks(
                    RackAwareOptimizationParams.of(state), assignments);
            Map<String, Set<TaskId>> before = new HashMap<>();
            Map<String, Set<TaskId>> after = new HashMap<>();
            for (Process process : fleet.processes()) {
                String zone = process.tags().get("zone");
                before.computeIfAbsent(zone, z -> new TreeSet<>()).addAll(process.kept());
                assignments.get(new ProcessId(process.id())).tasks().values().stream()
                        .filter(task -> task.type() == Type.STANDBY)
                        .forEach(
                                task ->
                                        after.computeIfAbsent(zone, z -> new TreeSet<>())
                                                .add(task.id()));
            }
            before.values().removeIf(Set::isEmpty);
            assertEquals(before, after, "seed " + seed);
        }
    }

    @Test
    void shouldFindWhatIsWrongAsKafkaDoes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Fleet fleet = Fleet.by(random);
            List<KafkaStreamsAssignment> mine = new ArrayList<>();
            List<org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment> kafkas =
                    new ArrayList<>();
            for (int process = random.nextInt(3) / 2;
                    process < fleet.processes().size() + random.nextInt(8) / 7;
                    process++) {
                Set<AssignedTask> tasks = new HashSet<>();
                Set<TaskId> some = new TreeSet<>();
                fleet.tasks().keySet().stream()
                        .filter(task -> random.nextInt(fleet.tasks().size()) == 0)
                        .forEach(some::add);
                if (random.nextInt(20) == 0) {
                    some.add(new TaskId(99, 0));
                }
                some.forEach(task -> tasks.add(new AssignedTask(task, type(random))));
                UUID id = new UUID(0, process + 1);
                mine.add(KafkaStreamsAssignment.of(new ProcessId(id), tasks));
                kafkas.add(kafka(id, tasks));
            }
            // With several errors either may be named first; at least both must see one.
            boolean wrong =
                    TaskAssignmentUtils.validateTaskAssignment(
                                    fleet.ours(configs("none")), new TaskAssignment(mine))
                            != TaskAssignor.AssignmentError.NONE;
            boolean kafkaWrong =
                    org.apache.kafka.streams.processor.assignment.TaskAssignmentUtils
                                    .validateTaskAssignment(
                                            kafka(fleet, "none"),
                                            new org.apache.kafka.streams.processor.assignment
                                                    .TaskAssignor.TaskAssignment(kafkas))
                            != org.apache.kafka.streams.processor.assignment.TaskAssignor
                                    .AssignmentError.NONE;
            assertEquals(kafkaWrong, wrong, "seed " + seed);
        }
    }

    private static Type type(Random random) {
        return random.nextInt(3) == 0 ? Type.STANDBY : Type.ACTIVE;
    }

    private static org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment kafka(
            UUID process, Set<AssignedTask> tasks) {
        Set<org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask>
                same = new HashSet<>();
        for (AssignedTask task : tasks) {
            same.add(
                    new org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment
                            .AssignedTask(
                            KafkaFleet.task(task.id()),
                            org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment
                                    .AssignedTask.Type.valueOf(task.type().name())));
        }
        return org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment.of(
                new org.apache.kafka.streams.processor.assignment.ProcessId(process), same);
    }

    @Test
    void shouldGiveEachTaskWithStateItsStandbysInDifferentZones() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Fleet fleet = Fleet.by(new Random(seed));
            ApplicationState state = fleet.ours(configs("none", "zone"));
            Map<ProcessId, KafkaStreamsAssignment> assignments = new HashMap<>();
            for (Process process : fleet.processes()) {
                Set<AssignedTask> ran = new HashSet<>();
                process.ran().forEach(task -> ran.add(new AssignedTask(task, Type.ACTIVE)));
                ProcessId id = new ProcessId(process.id());
                assignments.put(id, KafkaStreamsAssignment.of(id, ran));
            }
            TaskAssignmentUtils.defaultStandbyTaskAssignment(state, assignments);
            for (Map.Entry<TaskId, List<Read>> task : fleet.tasks().entrySet()) {
                List<String> zones = new ArrayList<>();
                fleet.processes().stream()
                        .filter(
                                process ->
                                        assignments
                                                .get(new ProcessId(process.id()))
                                                .tasks()
                                                .containsKey(task.getKey()))
                        .forEach(process -> zones.add(process.tags().get("zone")));
                int wanted = task.getValue().size() > 1 ? 2 : 1;
                assertEquals(Math.min(wanted, fleet.processes().size()), zones.size());
                long all =
                        fleet.processes().stream()
                                .map(one -> one.tags().get("zone"))
                                .distinct()
                                .count();
                assertEquals(Math.min(all, zones.size()), Set.copyOf(zones).size(), "seed " + seed);
            }
        }
    }
}
