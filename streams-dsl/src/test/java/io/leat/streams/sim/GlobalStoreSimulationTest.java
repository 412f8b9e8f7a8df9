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
import io.leat.streams.processor.api.ContextualFixedKeyProcessor;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.FixedKeyRecord;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A global store on simulated machines: whatever crashes, no record is processed before the store
 * holds all that its topic held when the application started.
 */
class GlobalStoreSimulationTest {

    private static final int SEEDS = Integer.getInteger("leat.seeds", 6);
    private static final long FIRST = Long.getLong("leat.seed", 1);
    private static final int NAMES = 60;
    private static final int LINES = 60;

    /** Names are numbered: each is found by its number. */
    private static final class Filling extends ContextualProcessor<String, String, Void, Void> {
        @Override
        public void process(Record<String, String> record) {
            KeyValueStore<String, String> names = context().getStateStore("names");
            names.put(number(record.value()), record.value());
        }
    }

    private static final class Looking extends ContextualFixedKeyProcessor<String, String, String> {
        @Override
        public void process(FixedKeyRecord<String, String> record) {
            KeyValueStore<String, String> names = context().getStateStore("names");
            String name = names.get(number(record.value()));
            context().forward(record.withValue(record.value() + "=" + name));
        }
    }

    private static String number(String value) {
        return value.substring(value.lastIndexOf('-') + 1);
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("names"), Serdes.String(), Serdes.String()),
                "names",
                Consumed.with(Serdes.String(), Serdes.String()),
                Filling::new);
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
                .processValues(Looking::new)
                .to("joined", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    @Test
    void shouldFillTheStoreBeforeAnyRecordIsProcessed() {
        int crashes = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            crashes += run(seed);
        }
        assertTrue(crashes > 0, "too calm");
    }

    /** Returns how many machines crashed. */
    private static int run(long seed) {
        try (SimulatedLog log = new SimulatedLog(seed, Map.of())) {
            log.createTopics(Map.of("names", 3, "lines", 2, "joined", 2));
            Actor names = new Sender(log, "name", new History(), "names", 3, NAMES);
            names.boot();
            assertTrue(
                    log.simulation().runUntil(names::finished, Trouble.LIMIT_MS), "names " + seed);

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
                                GlobalStoreSimulationTest::topology,
                                new StreamsInstance.Shape(1, 0, () -> false),
                                () -> stopped[0]));
            }
            actors.values().forEach(Actor::boot);
            int crashes = Trouble.suffer(log, actors, lines);
            assertTrue(
                    log.simulation().runUntil(lines::finished, Trouble.LIMIT_MS), "lines " + seed);
            Set<String> wanted = new TreeSet<>();
            for (String line : Trouble.read(log, "in", "lines")) {
                wanted.add(line + "=name-" + number(line));
            }
            Set<String> found = Set.of();
            for (int i = 0; i < 60 && !found.equals(wanted); i++) {
                log.simulation().runFor(1_000);
                found = new TreeSet<>(Trouble.read(log, "out-" + i, "joined"));
            }
            assertEquals(wanted, found, "seed " + seed);
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
