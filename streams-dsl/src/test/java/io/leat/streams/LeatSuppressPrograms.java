package io.leat.streams;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KGroupedStream;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.SessionWindows;
import io.leat.streams.kstream.SlidingWindows;
import io.leat.streams.kstream.Suppressed;
import io.leat.streams.kstream.Suppressed.BufferConfig;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.kstream.WindowedSerdes;
import io.leat.streams.state.SessionStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** Programs that suppress on Leat. The same text as in {@link KafkaSuppressPrograms}. */
@NullUnmarked
final class LeatSuppressPrograms {

    private LeatSuppressPrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("suppressTumbling", LeatSuppressPrograms::tumbling);
        ALL.put("suppressHoppingNamed", LeatSuppressPrograms::hoppingNamed);
        ALL.put("suppressSliding", LeatSuppressPrograms::sliding);
        ALL.put("suppressSessions", LeatSuppressPrograms::sessions);
        ALL.put("suppressMapped", LeatSuppressPrograms::mapped);
        ALL.put("suppressTable", LeatSuppressPrograms::table);
        ALL.put("suppressTableRecords", LeatSuppressPrograms::tableRecords);
        ALL.put("suppressTableBytes", LeatSuppressPrograms::tableBytes);
        ALL.put("suppressFull", LeatSuppressPrograms::full);
        ALL.put("suppressUnlogged", LeatSuppressPrograms::unlogged);
        ALL.put("suppressThenGroup", LeatSuppressPrograms::thenGroup);
        ALL.put("suppressThenJoin", LeatSuppressPrograms::thenJoin);
        ALL.put("suppressJoined", LeatSuppressPrograms::joined);
    }

    private static KGroupedStream<String, String> grouped(StreamsBuilder b) {
        return b.<String, String>stream("in")
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
    }

    private static <V> void out(KTable<Windowed<String>, V> table) {
        table.toStream((k, v) -> k.key() + "@" + k.window().start() + "-" + k.window().end())
                .mapValues(String::valueOf)
                .to("out");
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    static void tumbling(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(TimeWindows.ofSizeAndGrace(ms(50), ms(20)))
                        .count()
                        .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded())));
    }

    static void hoppingNamed(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(TimeWindows.ofSizeAndGrace(ms(60), ms(25)).advanceBy(ms(20)))
                        .reduce((x, y) -> x + y)
                        .suppress(
                                Suppressed.untilWindowCloses(
                                                BufferConfig.unbounded()
                                                        .withLoggingEnabled(
                                                                Map.of("segment.bytes", "100000")))
                                        .withName("final")));
    }

    static void sliding(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(ms(30), ms(20)))
                        .count()
                        .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded())));
    }

    static void sessions(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(15), ms(10)))
                        .count(
                                Materialized.<String, Long, SessionStore<Bytes, byte[]>>with(
                                                Serdes.String(), Serdes.Long())
                                        .withRetention(ms(500)))
                        .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded())));
    }

    static void mapped(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(TimeWindows.ofSizeAndGrace(ms(50), ms(10)))
                        .count()
                        .filter((k, v) -> v > 1)
                        .mapValues(v -> "n" + v)
                        .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
                        .filter((k, v) -> !v.equals("n2"))
                        .mapValues(v -> v + "!"));
    }

    static void table(StreamsBuilder b) {
        b.<String, String>table("in")
                .suppress(Suppressed.untilTimeLimit(ms(40), BufferConfig.unbounded()))
                .toStream()
                .to("out");
    }

    static void tableRecords(StreamsBuilder b) {
        b.<String, String>table("in", Materialized.as("kept"))
                .suppress(Suppressed.untilTimeLimit(ms(100), BufferConfig.maxRecords(2)))
                .toStream()
                .to("out");
    }

    static void tableBytes(StreamsBuilder b) {
        b.<String, String>table("in")
                .suppress(
                        Suppressed.<String>untilTimeLimit(
                                        null, BufferConfig.maxBytes(130).withMaxRecords(50))
                                .withName("bytes"))
                .toStream()
                .to("out");
    }

    static void full(StreamsBuilder b) {
        b.<String, String>table("in")
                .suppress(
                        Suppressed.untilTimeLimit(
                                ms(60), BufferConfig.maxRecords(3).shutDownWhenFull()))
                .toStream()
                .to("out");
    }

    static void unlogged(StreamsBuilder b) {
        b.<String, String>table("in")
                .suppress(
                        Suppressed.untilTimeLimit(
                                Duration.ZERO,
                                BufferConfig.unbounded().emitEarlyWhenFull().withLoggingDisabled()))
                .toStream()
                .to("out");
    }

    static void thenGroup(StreamsBuilder b) {
        b.<String, String>stream("in")
                .groupBy((k, v) -> v, Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(TimeWindows.ofSizeAndGrace(ms(40), ms(10)))
                .count()
                .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
                .groupBy(
                        (k, v) -> KeyValue.pair(k.key(), v),
                        Grouped.with(Serdes.String(), Serdes.Long()))
                .reduce(Long::sum, (x, y) -> x - y)
                .suppress(Suppressed.untilTimeLimit(ms(30), BufferConfig.maxRecords(10)))
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
    }

    static void thenJoin(StreamsBuilder b) {
        KTable<String, String> one =
                b.<String, String>table("in")
                        .suppress(Suppressed.untilTimeLimit(ms(30), BufferConfig.maxRecords(2)));
        one.outerJoin(b.<String, String>table("in2"), (x, y) -> x + "+" + y).toStream().to("out");
    }

    static void joined(StreamsBuilder b) {
        KTable<Windowed<String>, Long> one =
                grouped(b).windowedBy(TimeWindows.ofSizeAndGrace(ms(50), ms(20))).count();
        KTable<Windowed<String>, Long> other =
                b.<String, String>stream("in2")
                        .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                        .windowedBy(TimeWindows.ofSizeAndGrace(ms(50), ms(40)))
                        .count();
        out(
                one.join(
                                other,
                                Long::sum,
                                Materialized.with(
                                        new WindowedSerdes.TimeWindowedSerde<>(Serdes.String(), 50),
                                        Serdes.Long()))
                        .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded())));
    }
}
