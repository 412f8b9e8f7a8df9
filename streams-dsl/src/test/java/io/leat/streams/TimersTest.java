package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.processor.api.Timers;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Timers of keys: set, cancelled, fired, and carried over restarts. */
@NullUnmarked
class TimersTest {

    @TempDir Path folder;

    /**
     * Does what values say: {@code +5 +9} sets timers 5 and 9 ms after the record, {@code -5} takes
     * one back, {@code x} all. What fires is forwarded with its time.
     */
    private record Told(PunctuationType clock, StoreBuilder<?> timers)
            implements ProcessorSupplier<String, String, String, String> {

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(timers);
        }

        @Override
        public Processor<String, String, String, String> get() {
            return new ContextualProcessor<>() {

                private Timers<String> set;

                @Override
                public void init(ProcessorContext<String, String> context) {
                    super.init(context);
                    set = context.timers("timers", Serdes.String(), clock, this::fire);
                }

                @Override
                public void process(Record<String, String> record) {
                    for (String wish : record.value().split(" ")) {
                        if (wish.equals("x")) {
                            set.cancelAll(record.key());
                        } else if (wish.startsWith("+")) {
                            set.set(record.key(), time(record, wish));
                        } else if (wish.startsWith("-")) {
                            set.cancel(record.key(), time(record, wish));
                        } else if (wish.equals("?")) {
                            context().forward(record.withValue(set.times(record.key()).toString()));
                        }
                    }
                }

                private static long time(Record<String, String> record, String wish) {
                    return record.timestamp() + Long.parseLong(wish.substring(1));
                }

                private void fire(String key, long time) {
                    if (key.equals("bad")) {
                        throw new IllegalStateException("as told");
                    }
                    if (key.equals("again")) {
                        set.set("once more", time + 1);
                    }
                    if (key.equals("before")) {
                        set.set("earlier", time - 5);
                    }
                    context().forward(new Record<>(key, "fired", time));
                }
            };
        }
    }

    private static Topology topology(PunctuationType clock, StoreBuilder<?> timers) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in").process(new Told(clock, timers)).to("out");
        return builder.build();
    }

    private static Topology byStreamTime() {
        return topology(PunctuationType.STREAM_TIME, Timers.store("timers"));
    }

    private CrashableTask run(Topology topology) {
        return new CrashableTask(topology, folder, Map.of());
    }

    @Test
    void shouldFireInOrderOfTimeOnceStreamTimeComes() throws Exception {
        try (CrashableTask task = run(byStreamTime())) {
            task.pipe("in", "b", "+10 +30", 100);
            task.pipe("in", "a", "+10", 100);
            task.pipe("in", "c", "+5", 100);
            task.pipe("in", "x", "?", 109);
            task.commit();
            assertEquals(List.of("out x=[]@109", "out c=fired@105"), task.committed());
            task.pipe("in", "b", "?", 125);
            task.commit();
            assertEquals(
                    List.of("out b=[110, 130]@125", "out a=fired@110", "out b=fired@110"),
                    task.committed(),
                    "the record that brings the time comes first");
            task.pipe("in", "b", "x", 128);
            task.pipe("in", "x", "?", 500);
            task.commit();
            assertEquals(List.of("out x=[]@500"), task.committed());
            assertEquals(Map.of(), task.changelog("timers"));
        }
    }

    @Test
    void shouldKeepTimersOfKeysApartThatBeginAlike() throws Exception {
        try (CrashableTask task = run(byStreamTime())) {
            task.pipe("in", "ab", "+10", 100);
            task.pipe("in", "a", "+20 ?", 100);
            task.commit();
            assertEquals(List.of("out a=[120]@100"), task.committed());
            task.pipe("in", "a", "x", 101);
            task.pipe("in", "z", "?", 130);
            task.commit();
            assertEquals(List.of("out z=[]@130", "out ab=fired@110"), task.committed());
        }
    }

    @Test
    void shouldFireNextWhatACallbackSetsForATimeThatHasCome() throws Exception {
        try (CrashableTask task = run(byStreamTime())) {
            task.pipe("in", "before", "+10", 100);
            task.pipe("in", "z", "?", 115);
            task.commit();
            assertEquals(
                    List.of("out z=[]@115", "out before=fired@110", "out earlier=fired@105"),
                    task.committed());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFireOnceAcrossRestartsWithAndWithoutTheDisk(boolean diskSurvives) throws Exception {
        try (CrashableTask task = run(byStreamTime())) {
            task.pipe("in", "a", "+10", 100);
            task.pipe("in", "b", "+20", 100);
            task.pipe("in", "gone", "+20", 100);
            task.commit();
            task.pipe("in", "gone", "-20", 100);
            task.pipe("in", "x", "?", 110);
            task.crash(diskSurvives);
            task.run();
            task.commit();
            assertEquals(List.of("out x=[]@110", "out a=fired@110"), task.committed());
            task.pipe("in", "x", "?", 120);
            task.crash(diskSurvives);
            task.run();
            task.commit();
            task.crash(diskSurvives);
            task.pipe("in", "x", "?", 130);
            task.commit();
            assertEquals(
                    List.of("out x=[]@120", "out b=fired@120", "out x=[]@130"), task.committed());
        }
    }

    @Test
    void shouldFireByWallClockWithoutRecords() {
        Properties settings = new Properties();
        settings.put("state.dir", folder.toString());
        settings.put("default.key.serde", Serdes.StringSerde.class);
        settings.put("default.value.serde", Serdes.StringSerde.class);
        Topology topology =
                topology(
                        PunctuationType.WALL_CLOCK_TIME,
                        Timers.store(Stores.inMemoryKeyValueStore("timers")));
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings)) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, String> out =
                    driver.createOutputTopic(
                            "out", new StringDeserializer(), new StringDeserializer());
            in.pipeInput("a", "+1000", 0);
            in.pipeInput("b", "?", 5_000);
            out.readValue();
            driver.advanceWallClockTime(Duration.ofMillis(999));
            assertTrue(out.isEmpty());
            driver.advanceWallClockTime(Duration.ofMillis(1));
            assertEquals("fired", out.readValue());
            driver.advanceWallClockTime(Duration.ofHours(1));
            assertTrue(out.isEmpty());
        }
    }

    @Test
    void shouldFireWhatACallbackSetsForATimeThatHasCome() throws Exception {
        try (CrashableTask task = run(byStreamTime())) {
            task.pipe("in", "again", "+10", 0);
            task.pipe("in", "z", "+11", 0);
            task.pipe("in", "x", "", 11);
            task.commit();
            assertEquals(
                    List.of("out again=fired@10", "out once more=fired@11", "out z=fired@11"),
                    task.committed());
        }
    }

    @Test
    void shouldLetTheHandlerDecideWhenACallbackFails() throws Exception {
        try (CrashableTask task = run(byStreamTime())) {
            task.pipe("in", "bad", "+10", 0);
            String message =
                    assertThrows(StreamsException.class, () -> task.pipe("in", "x", "", 10))
                            .getMessage();
            assertTrue(message.contains("KSTREAM-PROCESSOR"), message);
        }
        Map<String, Object> goOn =
                Map.of(
                        "processing.exception.handler",
                        LogAndContinueProcessingExceptionHandler.class);
        try (CrashableTask task =
                new CrashableTask(byStreamTime(), folder.resolve("other"), goOn)) {
            task.pipe("in", "bad", "+10", 0);
            task.pipe("in", "good", "+10", 0);
            task.pipe("in", "x", "", 10);
            task.commit();
            assertEquals(List.of("out good=fired@10"), task.committed());
        }
    }

    @Test
    void shouldRefuseAStoreThatIsNoneOfTimers() {
        StoreBuilder<?> plain =
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("timers"), Serdes.Bytes(), Serdes.ByteArray());
        String message =
                assertThrows(
                                StreamsException.class,
                                () -> run(topology(PunctuationType.STREAM_TIME, plain)))
                        .getMessage();
        assertTrue(message.contains("Timers.store"), message);
    }
}
