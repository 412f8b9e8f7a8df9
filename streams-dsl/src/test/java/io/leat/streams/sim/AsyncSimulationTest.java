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
import io.leat.streams.kstream.Async;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Produced;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Functions that answer later on simulated machines: whatever crashes amid calls, each record has
 * one answer in the output.
 */
class AsyncSimulationTest {

    private static final int SEEDS = Integer.getInteger("leat.seeds", 4);
    private static final long FIRST = Long.getLong("leat.seed", 1);
    private static final int LINES = 60;

    /** Answers come after up to 400 ms, twice the commit interval, each in its own time. */
    private static Topology topology(SimulatedLog log) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValuesAsync(
                        (key, line) -> {
                            CompletableFuture<String> answer = new CompletableFuture<>();
                            log.simulation()
                                    .after(
                                            1 + Math.floorMod(line.hashCode(), 400),
                                            () -> answer.complete(line + "!"));
                            return answer;
                        },
                        Async.<String, String>inFlight(10))
                .to("answers", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    @Test
    void shouldAnswerEachRecordOnceWhateverCrashes() {
        int crashes = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            crashes += run(seed);
        }
        assertTrue(crashes > 0, "too calm");
    }

    private static int run(long seed) {
        try (SimulatedLog log = new SimulatedLog(seed, Map.of())) {
            log.createTopics(Map.of("lines", 2, "answers", 2));
            boolean[] stopped = {false};
            Map<String, Actor> actors = new LinkedHashMap<>();
            Actor lines = new Sender(log, "line", new History(), "lines", 2, LINES);
            actors.put(lines.name(), lines);
            for (String name : List.of("instance-0", "instance-1")) {
                actors.put(
                        name,
                        new StreamsInstance(
                                log,
                                name,
                                new History(),
                                () -> topology(log),
                                new StreamsInstance.Shape(1, 0, () -> false),
                                () -> stopped[0]));
            }
            actors.values().forEach(Actor::boot);
            int crashes = Trouble.suffer(log, actors, lines);
            assertTrue(log.simulation().runUntil(lines::finished, Trouble.LIMIT_MS), "" + seed);
            List<String> wanted =
                    Trouble.read(log, "in", "lines").stream().map(line -> line + "!").toList();
            List<String> found = List.of();
            for (int i = 0; i < 60 && found.size() < wanted.size(); i++) {
                log.simulation().runFor(1_000);
                found = Trouble.read(log, "out-" + i, "answers");
            }
            assertEquals(wanted.stream().sorted().toList(), found, "seed " + seed);
            stopped[0] = true;
            assertTrue(
                    log.simulation()
                            .runUntil(
                                    () -> actors.values().stream().allMatch(Actor::finished),
                                    Trouble.LIMIT_MS),
                    "stopping " + seed);
            return crashes;
        }
    }
}
