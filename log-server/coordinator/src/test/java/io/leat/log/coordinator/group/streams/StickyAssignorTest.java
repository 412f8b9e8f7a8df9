package io.leat.log.coordinator.group.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StickyAssignorTest {

    private final SortedMap<String, String> processes = new TreeMap<>();
    private SortedMap<String, Tasks> tasks = new TreeMap<>();

    private void assign(int partitions, int standbyReplicas) {
        SortedMap<String, PlannedTopology.Subtopology> subtopologies = new TreeMap<>();
        subtopologies.put("0", new PlannedTopology.Subtopology(partitions, new TreeSet<>(), false));
        subtopologies.put("1", new PlannedTopology.Subtopology(partitions, new TreeSet<>(), true));
        PlannedTopology plan = new PlannedTopology(subtopologies, Map.of(), List.of(), null);
        tasks = new StickyAssignor(processes, tasks, plan, standbyReplicas).assign();
    }

    private Tasks of(String member) {
        return tasks.getOrDefault(member, Tasks.NONE);
    }

    @Test
    void shouldGiveEachMemberItsShare() {
        processes.putAll(Map.of("a", "p1", "b", "p1", "c", "p2", "d", "p3"));
        assign(6, 0);
        processes.keySet().forEach(member -> assertEquals(3, of(member).active().size(), member));
    }

    @Test
    void shouldMoveNoMoreThanTheShareOfWhoComes() {
        processes.putAll(Map.of("a", "p1", "b", "p2"));
        assign(6, 0);
        SortedMap<String, Tasks> before = tasks;
        processes.put("c", "p3");
        assign(6, 0);
        assertEquals(4, of("c").active().size());
        for (String member : List.of("a", "b")) {
            assertTrue(of(member).isWithin(before.getOrDefault(member, Tasks.NONE)), member);
        }
    }

    @Test
    void shouldLetStandbysTakeOverFromWhoLeft() {
        processes.putAll(Map.of("a", "p1", "b", "p2", "c", "p3"));
        assign(6, 1);
        Tasks left = of("c");
        SortedMap<String, Tasks> before = tasks;
        processes.remove("c");
        assign(6, 1);
        for (TaskId task : left.active()) {
            if (task.subtopology().equals("0")) {
                continue; // it has no store
            }
            String had = holderOf(task, before);
            assertTrue(of(had).active().contains(task), task + " was a standby of " + had);
        }
    }

    private static String holderOf(TaskId task, Map<String, Tasks> tasks) {
        return tasks.entrySet().stream()
                .filter(each -> each.getValue().standby().contains(task))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldPutNoTaskIntoAProcessTwice() {
        processes.putAll(Map.of("a", "p1", "b", "p1", "c", "p2"));
        assign(5, 2);
        Tasks first = of("a").plus(of("b"));
        assertTrue(Collections.disjoint(first.active(), first.standby()));
        assertEquals(5, first.standby().size() + of("c").standby().size(), "one copy is enough");
    }
}
