package io.leat.streams.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Serdes;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.sim.Actor;
import io.leat.log.testkit.sim.Sender;
import io.leat.log.testkit.sim.SimulatedLog;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Produced;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How often a thread commits that has caught up with its input, by the clock of a simulation. */
class CommitPaceSimulationTest {

    private static final int LINES = 300;

    @Test
    void shouldCommitMoreOftenWhereNobodySetsAnInterval() {
        double byDefault = commits(OptionalLong.empty());
        double bySetting = commits(OptionalLong.of(100));
        assertTrue(
                byDefault > 1.1 * bySetting,
                byDefault + " commits by default, " + bySetting + " with the same interval set");
    }

    private static double commits(OptionalLong interval) {
        try (SimulatedLog log = new SimulatedLog(1, Map.of())) {
            log.createTopics(Map.of("lines", 2, "copies", 2));
            boolean[] stopped = {false};
            Actor lines = new Sender(log, "line", new History(), "lines", 2, LINES);
            StreamsInstance instance =
                    new StreamsInstance(
                            log,
                            "instance-0",
                            new History(),
                            CommitPaceSimulationTest::topology,
                            new StreamsInstance.Shape(1, 0, () -> false, interval),
                            () -> stopped[0]);
            instance.boot();
            log.simulation().runFor(20_000);
            double before = instance.commits();
            lines.boot();
            assertTrue(log.simulation().runUntil(lines::finished, Trouble.LIMIT_MS));
            log.simulation().runFor(1_000);
            double commits = instance.commits() - before;
            assertEquals(Trouble.read(log, "in", "lines"), Trouble.read(log, "out", "copies"));
            stopped[0] = true;
            assertTrue(log.simulation().runUntil(instance::finished, Trouble.LIMIT_MS));
            return commits;
        }
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
                .to("copies", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }
}
