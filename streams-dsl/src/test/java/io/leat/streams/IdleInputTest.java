package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.serialization.Serdes;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.EmitStrategy;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.JoinWindows;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.SessionWindows;
import io.leat.streams.kstream.StreamJoined;
import io.leat.streams.kstream.Suppressed;
import io.leat.streams.kstream.Suppressed.BufferConfig;
import io.leat.streams.kstream.TimeWindowedKStream;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time goes on with the wall clock when the input was silent long enough. */
@NullUnmarked
class IdleInputTest {

    private static final Duration SIZE = Duration.ofMillis(100);

    @TempDir Path folder;
    private int runs;

    private CrashableTask run(StreamsBuilder builder, long maxIdleMs) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("stream.time.max.idle.ms", maxIdleMs);
        settings.put("__emit.interval.ms.kstreams.windowed.aggregation__", 0L);
        settings.put("__emit.interval.ms.kstreams.outer.join.spurious.results.fix__", 0L);
        return new CrashableTask(builder.build(), folder.resolve("run" + runs++), settings);
    }

    private static List<String> after(CrashableTask task, long ms) {
        task.clock.now += ms;
        task.run();
        task.commit();
        return task.committed();
    }

    private static StreamsBuilder windows(
            BiFunction<TimeWindowedKStream<String, String>, StreamsBuilder, Object> with) {
        StreamsBuilder builder = new StreamsBuilder();
        with.apply(
                builder.<String, String>stream("in")
                        .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                        .windowedBy(TimeWindows.ofSizeAndGrace(SIZE, Duration.ofMillis(10))),
                builder);
        return builder;
    }

    private static StreamsBuilder finalCounts() {
        return windows(
                (windowed, builder) -> {
                    windowed.emitStrategy(EmitStrategy.onWindowClose())
                            .reduce((one, other) -> one + other)
                            .toStream((key, value) -> key.key())
                            .to("out");
                    return null;
                });
    }

    @Test
    void shouldCloseWindowsAsIfTimeRanOnWithTheClock() throws Exception {
        try (CrashableTask task = run(finalCounts(), 50)) {
            task.pipe("in", "a", "x", 1_020);
            assertEquals(List.of(), after(task, 49));
            assertEquals(List.of(), after(task, 40), "1109: open for another millisecond");
            assertEquals(List.of("out a=x@1020"), after(task, 1));
            task.pipe("in", "a", "late", 1_030);
            task.pipe("in", "a", "y", 1_100);
            assertEquals(List.of(), after(task, 49));
            assertEquals(List.of("out a=y@1100"), after(task, 100));
            assertEquals(1, task.task().droppedRecords());
        }
    }

    private static StreamsBuilder merged(
            Consumed<String, String> one, Consumed<String, String> two) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", one)
                .merge(builder.stream("in2", two))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(TimeWindows.ofSizeWithNoGrace(SIZE))
                .emitStrategy(EmitStrategy.onWindowClose())
                .reduce((first, second) -> first + second)
                .toStream((key, value) -> key.key())
                .to("out");
        return builder;
    }

    private static Consumed<String, String> consumed(long maxIdleMs) {
        Consumed<String, String> texts = Consumed.with(Serdes.String(), Serdes.String());
        return maxIdleMs < 0 ? texts : texts.withMaxIdle(Duration.ofMillis(maxIdleMs));
    }

    @Test
    void shouldWaitAsLongAsTheMostPatientSourceSays() throws Exception {
        List<String> closed = List.of("out a=x@1020");
        try (CrashableTask task = run(merged(consumed(50), consumed(500)), -1)) {
            task.pipe("in", "a", "x", 1_020);
            assertEquals(List.of(), after(task, 499));
            assertEquals(closed, after(task, 1));
        }
        try (CrashableTask task = run(merged(consumed(50), consumed(-1)), 300)) {
            task.pipe("in", "a", "x", 1_020);
            assertEquals(List.of(), after(task, 299));
            assertEquals(closed, after(task, 1));
        }
        try (CrashableTask task = run(merged(consumed(50), consumed(-1)), -1)) {
            task.pipe("in", "a", "x", 1_020);
            assertEquals(List.of(), after(task, 1_000_000));
        }
    }

    @Test
    void shouldLeaveTimeAloneUnlessAsked() throws Exception {
        try (CrashableTask task = run(finalCounts(), -1)) {
            task.pipe("in", "a", "x", 1_020);
            assertEquals(List.of(), after(task, 1_000_000));
        }
    }

    @Test
    void shouldRememberAcrossARestartHowFarTimeCame() throws Exception {
        try (CrashableTask task = run(finalCounts(), 50)) {
            task.pipe("in", "a", "x", 1_020);
            assertEquals(List.of("out a=x@1020"), after(task, 200));
            task.crash(false);
            task.pipe("in", "a", "late", 1_021);
            assertEquals(List.of(), after(task, 10));
            assertEquals(1, task.task().droppedRecords());
        }
    }

    @Test
    void shouldReleaseWhatIsSuppressedBehindACache() throws Exception {
        StreamsBuilder builder =
                windows(
                        (windowed, ignored) -> {
                            windowed.reduce((one, other) -> one + other)
                                    .suppress(
                                            Suppressed.untilWindowCloses(BufferConfig.unbounded()))
                                    .toStream((key, value) -> key.key())
                                    .to("out");
                            return null;
                        });
        try (CrashableTask task = run(builder, 50)) {
            task.pipe("in", "a", "x", 20);
            task.pipe("in", "b", "y", 30);
            assertEquals(List.of("out a=x@20", "out b=y@30"), after(task, 80));
        }
    }

    @Test
    void shouldCloseSessions() throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(SIZE))
                .emitStrategy(EmitStrategy.onWindowClose())
                .reduce((one, other) -> one + other)
                .toStream((key, value) -> key.key())
                .to("out");
        try (CrashableTask task = run(builder, 0)) {
            task.pipe("in", "a", "x", 20);
            task.pipe("in", "a", "y", 60);
            assertEquals(List.of(), after(task, 100));
            assertEquals(List.of("out a=xy@60"), after(task, 1));
        }
    }

    @Test
    void shouldLetUnmatchedRecordsOfJoinsGo() throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> right = builder.stream("right");
        builder.<String, String>stream("left")
                .outerJoin(
                        right,
                        (one, other) -> one + "+" + other,
                        JoinWindows.ofTimeDifferenceWithNoGrace(SIZE),
                        StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String()))
                .to("out");
        try (CrashableTask task = run(builder, 0)) {
            task.pipe("right", "b", "2", 20);
            task.pipe("left", "a", "1", 10);
            assertEquals(List.of("out a=1+null@10"), after(task, 91));
            assertEquals(List.of("out b=null+2@20"), after(task, 10));
        }
    }

    @Test
    void shouldDeleteRowsWhoseTimeToLiveIsOverAndPunctuate() throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>table(
                        "in",
                        Materialized
                                .<String, String,
                                        io.leat.streams.state.KeyValueStore<
                                                io.leat.common.utils.Bytes, byte[]>>
                                        as("rows")
                                .withTtl(SIZE))
                .toStream()
                .process(
                        () ->
                                new ContextualProcessor<String, String, String, String>() {
                                    @Override
                                    public void init(ProcessorContext<String, String> context) {
                                        super.init(context);
                                        context.schedule(
                                                Duration.ofMillis(70),
                                                PunctuationType.STREAM_TIME,
                                                time ->
                                                        context.forward(
                                                                new Record<>("tick", "", time)));
                                    }

                                    @Override
                                    public void process(Record<String, String> record) {
                                        context().forward(record);
                                    }
                                })
                .to("out");
        try (CrashableTask task = run(builder, 0)) {
            task.pipe("in", "a", "x", 20);
            task.commit();
            task.committed();
            assertEquals(List.of(), after(task, 49));
            assertEquals(List.of("out tick=@70"), after(task, 1));
            assertEquals(List.of("out tick=@140", "out a=null@120"), after(task, 70));
        }
    }
}
