package io.leat.streams.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.TopicPartition;
import io.leat.streams.StreamsConfig;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.AssignmentConfigs;
import io.leat.streams.runtime.assignment.Distribution;
import io.leat.streams.runtime.assignment.Distributor;
import io.leat.streams.runtime.assignment.Instance;
import io.leat.streams.runtime.assignment.Wishes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The built-in distribution considers racks. */
class RackExchangeTest {

    private static TaskId task(int partition) {
        return new TaskId(0, partition);
    }

    private static Set<TaskId> tasks(int... partitions) {
        Set<TaskId> tasks = new TreeSet<>();
        for (int partition : partitions) {
            tasks.add(task(partition));
        }
        return tasks;
    }

    private static Joiner in(String process, String rack) {
        return new Joiner(
                new MemberData(process, null, Map.of(), Set.of(), Map.of(), false, ""),
                Optional.of(rack),
                Set.of());
    }

    @Test
    void shouldRunTasksInTheRackOfWhatTheyReadIfThatIsEvenToo() {
        Map<TaskId, Set<TopicPartition>> reads = new TreeMap<>();
        for (int partition = 0; partition < 4; partition++) {
            reads.put(task(partition), Set.of(new TopicPartition("in", partition)));
        }
        Wishes wishes = new Wishes(tasks(0, 1, 2, 3), Map.of(), 0, 2, 0, List.of());
        List<Instance> instances =
                List.of(
                        new Instance("one", 1, Map.of(), tasks(0, 1), Map.of()),
                        new Instance("two", 1, Map.of(), tasks(2, 3), Map.of()));
        ApplicationView view =
                new ApplicationView(
                        new AssignmentConfigs(
                                0,
                                2,
                                0,
                                60_000,
                                List.of(),
                                10,
                                1,
                                StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC),
                        new ApplicationView.Situation(
                                wishes,
                                true,
                                instances,
                                Map.of(
                                        "one", Map.of("1", in("one", "near")),
                                        "two", Map.of("2", in("two", "far")))),
                        new TaskPlan("app", List.of()),
                        reads,
                        partition ->
                                Optional.of(
                                        Set.of(partition.partition() % 2 == 0 ? "near" : "far")));
        Distribution plan = Distributor.distribute(wishes, instances, new RackExchange(view));
        assertEquals(Map.of("one", tasks(0, 2), "two", tasks(1, 3)), plan.active());
    }
}
