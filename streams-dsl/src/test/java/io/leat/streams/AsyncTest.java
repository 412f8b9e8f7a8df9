package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.kstream.Async;
import io.leat.streams.processor.api.Record;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators whose functions answer later. */
@NullUnmarked
class AsyncTest {

    @TempDir Path folder;

    /** The calls that were made and not answered, by their values. */
    private final Map<String, CompletableFuture<String>> calls = new LinkedHashMap<>();

    private CompletableFuture<String> call(String value) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        calls.put(value, answer);
        return answer;
    }

    private void answer(String... values) {
        for (String value : values) {
            calls.remove(value).complete(value + "!");
        }
    }

    private Topology topology(Async<String, String> async) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .mapValuesAsync((key, value) -> call(value), async.withName("ask"))
                .to("out");
        return builder.build();
    }

    private CrashableTask run(int limit, Map<String, Object> settings) {
        return new CrashableTask(
                topology(Async.<String, String>inFlight(limit).withTimeout(Duration.ofSeconds(1))),
                folder,
                settings);
    }

    private static List<String> committed(CrashableTask task) {
        task.run();
        task.commit();
        return task.committed();
    }

    @Test
    void shouldKeepTheOrderOfEachKeyAndLetOthersOvertake() throws Exception {
        try (CrashableTask task = run(10, Map.of())) {
            task.pipe("in", "a", "a1", 1);
            task.pipe("in", "a", "a2", 2);
            task.pipe("in", "b", "b1", 3);
            task.pipe("in", null, "n1", 4);
            task.pipe("in", null, "n2", 5);
            assertEquals(List.of("a1", "b1", "n1", "n2"), List.copyOf(calls.keySet()));
            answer("n2", "b1");
            assertEquals(List.of("out null=n2!@5", "out b=b1!@3"), committed(task));
            answer("a1");
            assertEquals(List.of("out a=a1!@1"), committed(task));
            answer("a2", "n1");
            assertEquals(List.of("out a=a2!@2", "out null=n1!@4"), committed(task));
        }
    }

    @Test
    void shouldTakeNoMoreInputThanItMayCallFor() throws Exception {
        try (CrashableTask task = run(2, Map.of())) {
            for (int i = 0; i < 4; i++) {
                task.pipe("in", "k" + i, "v" + i, i);
            }
            assertEquals(List.of("v0", "v1"), List.copyOf(calls.keySet()));
            assertTrue(task.task().hasRecords());
            answer("v1");
            task.run();
            assertEquals(List.of("v0", "v2"), List.copyOf(calls.keySet()));
            answer("v0", "v2");
            task.run();
            answer("v3");
            assertEquals(
                    List.of("out k1=v1!@1", "out k0=v0!@0", "out k2=v2!@2", "out k3=v3!@3"),
                    committed(task));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSendEachAnswerOnceAcrossCrashesAmidCalls(boolean diskSurvives) throws Exception {
        try (CrashableTask task = run(10, Map.of())) {
            task.pipe("in", "a", "a1", 1);
            task.pipe("in", "a", "a2", 2);
            task.pipe("in", "b", "b1", 3);
            answer("b1");
            assertEquals(List.of("out b=b1!@3"), committed(task), "a commit waits for nobody");
            answer("a1");
            task.run();
            calls.clear();
            task.crash(diskSurvives);
            task.run();
            assertEquals(List.of("a1"), List.copyOf(calls.keySet()), "what was not committed");
            answer("a1");
            assertEquals(List.of("out a=a1!@1"), committed(task));
            task.crash(diskSurvives);
            calls.clear();
            task.pipe("in", "c", "c1", 9);
            assertEquals(List.of("a2", "c1"), List.copyOf(calls.keySet()));
            answer("a2", "c1");
            assertEquals(List.of("out a=a2!@2", "out c=c1!@9"), committed(task));
            task.crash(diskSurvives);
            calls.clear();
            assertEquals(List.of(), committed(task));
            assertEquals(Map.of(), task.changelog("ask-in-flight"));
        }
    }

    @Test
    void shouldLetTheHandlerDecideWhenACallFailsOrTakesTooLong() throws Exception {
        Map<String, Object> goOn =
                Map.of(
                        "processing.exception.handler",
                        LogAndContinueProcessingExceptionHandler.class);
        try (CrashableTask task = run(10, goOn)) {
            task.pipe("in", "a", "a1", 1);
            task.pipe("in", "a", "a2", 2);
            CompletableFuture<String> late = calls.get("a1");
            task.clock.now += 999;
            assertEquals(List.of(), committed(task));
            task.clock.now += 1;
            task.run();
            assertEquals(List.of("a1", "a2"), List.copyOf(calls.keySet()), "the next of its key");
            late.complete("too late");
            calls.get("a2").completeExceptionally(new IllegalStateException("as told"));
            task.pipe("in", "a", "a3", 3);
            answer("a3");
            assertEquals(List.of("out a=a3!@3"), committed(task));
        }
        try (CrashableTask task = run(10, Map.of())) {
            task.pipe("in", "a", "bad", 1);
            calls.get("bad").completeExceptionally(new IllegalStateException("as told"));
            String message = assertThrows(StreamsException.class, task::run).getMessage();
            assertTrue(message.contains("ask") && message.contains("as told"), message);
            assertTrue(message.contains("offset 0 of in-0"), message);
        }
    }

    @Test
    void shouldWorkInTheTestDriverWithAnswersFromOtherThreads() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .<String, String>processAsync(
                        record ->
                                CompletableFuture.supplyAsync(
                                        () -> List.of(record, new Record<>("more", "of it", 7))),
                        Async.inFlight(3))
                .groupByKey()
                .count()
                .toStream()
                .mapValues(Object::toString)
                .to("out");
        Properties settings = new Properties();
        settings.put("state.dir", folder.toString());
        settings.put("default.key.serde", Serdes.StringSerde.class);
        settings.put("default.value.serde", Serdes.StringSerde.class);
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), settings)) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            for (int i = 0; i < 20; i++) {
                in.pipeInput("k" + i % 5, "v", i);
            }
            driver.awaitAnswers(Duration.ofSeconds(20));
            Map<String, String> last = new LinkedHashMap<>();
            List<String> seen = new ArrayList<>();
            driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                    .readKeyValuesToList()
                    .forEach(
                            pair -> {
                                last.put(pair.key, pair.value);
                                seen.add(pair.key);
                            });
            assertEquals(40, seen.size());
            assertEquals("20", last.get("more"));
            assertEquals("4", last.get("k3"));
        }
    }
}
