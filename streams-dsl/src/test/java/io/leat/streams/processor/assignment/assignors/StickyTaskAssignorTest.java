package io.leat.streams.processor.assignment.assignors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.ApplicationState;
import io.leat.streams.processor.assignment.AssignmentConfigs;
import io.leat.streams.processor.assignment.Fleet;
import io.leat.streams.processor.assignment.Fleet.Process;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask.Type;
import io.leat.streams.processor.assignment.TaskAssignmentUtils;
import io.leat.streams.processor.assignment.TaskAssignor.AssignmentError;
import io.leat.streams.processor.assignment.TaskAssignor.TaskAssignment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The sticky assignor gives each task a process, evenly, and moves little. */
class StickyTaskAssignorTest {

    private static final int SEEDS = Integer.getInteger("leat.seeds", 50) * 20;
    private static final AssignmentConfigs CONFIGS =
            new AssignmentConfigs(100L, 2, 1, 60_000L, List.of());

    private static Map<UUID, Set<TaskId>> tasks(TaskAssignment assignment, Type type) {
        Map<UUID, Set<TaskId>> tasks = new TreeMap<>();
        for (KafkaStreamsAssignment one : assignment.assignment()) {
            Set<TaskId> own = new TreeSet<>();
            one.tasks().values().stream()
                    .filter(task -> task.type() == type)
                    .forEach(task -> own.add(task.id()));
            tasks.put(one.processId().id(), own);
        }
        return tasks;
    }

    @Test
    void shouldRunEachTaskOnceAndFillEachThreadBeforeOneGetsMore() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Fleet fleet = Fleet.by(new Random(seed));
            ApplicationState state = fleet.ours(CONFIGS);
            TaskAssignment assignment = new StickyTaskAssignor().assign(state);
            assertEquals(
                    AssignmentError.NONE,
                    TaskAssignmentUtils.validateTaskAssignment(state, assignment));
            Map<UUID, Set<TaskId>> active = tasks(assignment, Type.ACTIVE);
            assertEquals(fleet.tasks().size(), active.values().stream().mapToInt(Set::size).sum());
            int threads = fleet.processes().stream().mapToInt(Process::threads).sum();
            int perThread = fleet.tasks().size() / threads;
            for (Process process : fleet.processes()) {
                int least = perThread * process.threads();
                int own = active.get(process.id()).size();
                assertTrue(own >= least, "seed " + seed + ": " + own + " < " + least);
                Set<TaskId> kept = new TreeSet<>(process.ran());
                kept.retainAll(active.get(process.id()));
                assertTrue(kept.size() >= Math.min(least, process.ran().size()), "seed " + seed);
            }
        }
    }

    @Test
    void shouldMoveNothingThatRunsIfItMustNotAndAskAgainAtOnce() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Fleet fleet = Fleet.by(new Random(seed));
            TaskAssignment assignment = new StickyTaskAssignor(true).assign(fleet.ours(CONFIGS));
            Map<UUID, Set<TaskId>> active = tasks(assignment, Type.ACTIVE);
            for (Process process : fleet.processes()) {
                assertEquals(process.ran(), active.get(process.id()), "seed " + seed);
            }
            for (KafkaStreamsAssignment one : assignment.assignment()) {
                assertEquals(Optional.of(Instant.EPOCH), one.followupRebalanceDeadline());
            }
        }
    }

    @Test
    void shouldGiveTasksThatAreFreeToProcessesWithCopies() {
        UUID one = new UUID(0, 1);
        UUID two = new UUID(0, 2);
        Map<TaskId, List<Fleet.Read>> tasks = new TreeMap<>();
        for (int partition = 0; partition < 2; partition++) {
            tasks.put(
                    new TaskId(0, partition),
                    List.of(
                            new Fleet.Read("in", partition, false, Set.of("a")),
                            new Fleet.Read("log", partition, true, Set.of("a"))));
        }
        Fleet fleet =
                new Fleet(
                        List.of(
                                new Process(
                                        one, 1, "a", Map.of(), Set.of(), Set.of(new TaskId(0, 1))),
                                new Process(
                                        two, 1, "a", Map.of(), Set.of(), Set.of(new TaskId(0, 0)))),
                        tasks);
        TaskAssignment assignment = new StickyTaskAssignor().assign(fleet.ours(CONFIGS));
        assertEquals(
                Map.of(one, Set.of(new TaskId(0, 1)), two, Set.of(new TaskId(0, 0))),
                tasks(assignment, Type.ACTIVE));
        assertEquals(
                Map.of(one, Set.of(new TaskId(0, 0)), two, Set.of(new TaskId(0, 1))),
                tasks(assignment, Type.STANDBY));
    }
}
