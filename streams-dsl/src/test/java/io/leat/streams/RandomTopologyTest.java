package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.streams.RandomPlan.Op;
import io.leat.streams.RandomPlan.Step;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random topologies with random input on Leat and on Kafka Streams: equal shapes and names, equal
 * outputs with times and headers, equal stores. {@code -Dseeds=N} runs more seeds. A difference is
 * shown with the smallest program that has it.
 */
@NullUnmarked
class RandomTopologyTest {

    private static final long FIRST = Long.getLong("leat.seed", 1) - 1;
    private static final int LEAST = FIRST == 0 ? 500 : 1;
    private static final int SEEDS = Math.max(LEAST, Integer.getInteger("leat.seeds", LEAST));
    private static final int SHOWN = Integer.getInteger("leat.shown", 3);

    @TempDir(factory = MemoryFolder.class)
    File folder;

    @Test
    @Tag("seeds")
    void shouldBeEqualInShapeAndOutputAndState() {
        int failed = 0;
        List<String> different = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + SEEDS && different.size() < SHOWN; seed++) {
            RandomProgram program = RandomProgram.of(RandomPlan.of(seed), seed);
            RandomProgram.Results results = program.run(folder);
            if (!results.equal()) {
                different.add("seed " + seed + "\n" + smallest(program));
                System.out.println(different.get(different.size() - 1));
            }
            failed += results.kafka().contains("failed") ? 1 : 0;
        }
        assertTrue(different.isEmpty(), () -> String.join("\n\n", different));
        assertTrue(failed <= SEEDS / 3, failed + " topologies of " + SEEDS + " failed on both");
    }

    private String smallest(RandomProgram program) {
        RandomProgram smallest = program.smallest(folder);
        RandomProgram.Results results = smallest.run(folder);
        int at = 0;
        while (line(results.kafka(), at).equals(line(results.leat(), at))) {
            at++;
        }
        return smallest.code()
                + "// Kafka: "
                + line(results.kafka(), at)
                + "\n// Leat: "
                + line(results.leat(), at);
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "nothing more";
    }

    /** What left and outer joins remember of the results without a match that wait. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                704, 1549, 1751, 2659, 3632, 4291, 4894, 6982, 7941, 9322, 10391, 11291, 11629,
                12095, 20778
            })
    void shouldLetResultsWithoutAMatchWaitAsLongAsKafkaDoes(long seed) {
        RandomProgram.of(RandomPlan.of(seed), seed).run(folder).check("seed " + seed);
    }

    /** A cache that sends several keys at once which get the same new key. */
    @ParameterizedTest
    @ValueSource(longs = {6455, 7219, 9640})
    void shouldSendWhatACacheHeldBackInTheOrderOfLastUpdates(long seed) {
        RandomProgram.of(RandomPlan.of(seed), seed).run(folder).check("seed " + seed);
    }

    /** A filter of a table that is kept for something else sent deletions of rows never sent. */
    @ParameterizedTest
    @ValueSource(longs = 202)
    void shouldStayEqualWhereItOnceWasNot(long seed) {
        RandomPlan plan = RandomPlan.of(seed, RandomPlan.FIRST_OPS);
        RandomProgram.of(plan, seed).run(folder).check("seed " + seed);
    }

    /** A grouped table between a repartition and the join that takes records without a key. */
    @ParameterizedTest
    @ValueSource(longs = 418034)
    void shouldKeepNullKeysForJoinsBehindWhateverTopics(long seed) {
        RandomProgram.of(RandomPlan.of(seed), seed).run(folder).check("seed " + seed);
    }

    /** Seed 621: a deletion moves the time of a join's store in memory, and not of one on disk. */
    @ParameterizedTest
    @ValueSource(strings = {"in_memory", "rocksDB"})
    void shouldForgetByTheTimeOfDeletionsInMemoryAlone(String store) {
        new RandomProgram(
                        new RandomPlan(List.of(new Step(Op.STREAM_OUTER_JOIN, 0, 0, null))),
                        List.of(
                                new RandomInput.In("in0", "k0", null, null, 1136),
                                new RandomInput.In("in0", "k1", "a b a", null, 1040)),
                        Map.of("default.dsl.store", store))
                .run(folder)
                .check(store);
    }

    @Test
    void shouldShowAProgramAsCode() {
        RandomPlan plan = new RandomPlan(List.of(new Step(Op.PEEK, 0, 0, null)));
        String code =
                new RandomProgram(
                                plan,
                                List.of(new RandomInput.In("in0", "k", "v", null, 1)),
                                Map.of())
                        .code();
        assertEquals(
                """
                // streams: in0, in1; tables: in2; global: in3
                // Step[op=PEEK, on=0, other=0, name=null]
                streams.add(stream.peek((k, v) -> {}));
                // settings {}
                pipe(In[topic=in0, key=k, value=v, header=null, time=1]);
                """,
                code);
    }
}
