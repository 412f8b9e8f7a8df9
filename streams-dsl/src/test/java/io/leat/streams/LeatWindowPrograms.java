package io.leat.streams;

import io.leat.common.serialization.Serdes;
import io.leat.streams.kstream.EmitStrategy;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KGroupedStream;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Named;
import io.leat.streams.kstream.SessionWindows;
import io.leat.streams.kstream.SlidingWindows;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.kstream.UnlimitedWindows;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.kstream.Windows;
import io.leat.streams.kstream.internals.TimeWindow;
import io.leat.streams.state.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** Programs with windows on Leat. The same text as in {@link KafkaWindowPrograms}. */
@NullUnmarked
final class LeatWindowPrograms {

    private LeatWindowPrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("tumblingCount", LeatWindowPrograms::tumblingCount);
        ALL.put("tumblingToTopic", LeatWindowPrograms::tumblingToTopic);
        ALL.put("hoppingReduce", LeatWindowPrograms::hoppingReduce);
        ALL.put("hoppingUncached", LeatWindowPrograms::hoppingUncached);
        ALL.put("hoppingInMemory", LeatWindowPrograms::hoppingInMemory);
        ALL.put("windowedRepartitioned", LeatWindowPrograms::windowedRepartitioned);
        ALL.put("windowedNamed", LeatWindowPrograms::windowedNamed);
        ALL.put("windowedTable", LeatWindowPrograms::windowedTable);
        ALL.put("windowedTableUncached", LeatWindowPrograms::windowedTableUncached);
        ALL.put("unlimited", LeatWindowPrograms::unlimited);
        ALL.put("customWindows", LeatWindowPrograms::customWindows);
        ALL.put("slidingCount", LeatWindowPrograms::slidingCount);
        ALL.put("slidingAggregate", LeatWindowPrograms::slidingAggregate);
        ALL.put("slidingReduce", LeatWindowPrograms::slidingReduce);
        ALL.put("slidingEarly", LeatWindowPrograms::slidingEarly);
        ALL.put("sessionCount", LeatWindowPrograms::sessionCount);
        ALL.put("sessionReduce", LeatWindowPrograms::sessionReduce);
        ALL.put("sessionAggregate", LeatWindowPrograms::sessionAggregate);
        ALL.put("sessionToTopic", LeatWindowPrograms::sessionToTopic);
        ALL.put("sessionTable", LeatWindowPrograms::sessionTable);
        ALL.put("closedTumbling", LeatWindowPrograms::closedTumbling);
        ALL.put("closedHopping", LeatWindowPrograms::closedHopping);
        ALL.put("closedSliding", LeatWindowPrograms::closedSliding);
        ALL.put("closedSessions", LeatWindowPrograms::closedSessions);
    }

    private static KGroupedStream<String, String> grouped(StreamsBuilder b) {
        return b.<String, String>stream("in").groupByKey();
    }

    private static <V> void out(KTable<Windowed<String>, V> table) {
        table.toStream((k, v) -> k.key() + "@" + k.window().start() + "-" + k.window().end())
                .mapValues(String::valueOf)
                .to("out");
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    static void tumblingCount(StreamsBuilder b) {
        out(grouped(b).windowedBy(TimeWindows.ofSizeWithNoGrace(ms(50))).count());
    }

    static void tumblingToTopic(StreamsBuilder b) {
        b.<String, String>stream("in")
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(TimeWindows.ofSizeAndGrace(ms(40), ms(20)))
                .count()
                .toStream()
                .to("out");
    }

    static void hoppingReduce(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(TimeWindows.ofSizeAndGrace(ms(60), ms(25)).advanceBy(ms(20)))
                        .reduce((x, y) -> x + y));
    }

    static void hoppingUncached(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(TimeWindows.ofSizeAndGrace(ms(60), ms(25)).advanceBy(ms(20)))
                        .aggregate(
                                () -> "",
                                (k, v, a) -> "drop".equals(v) ? null : a + v,
                                Materialized
                                        .<String, String,
                                                io.leat.streams.state.WindowStore<
                                                        io.leat.common.utils.Bytes, byte[]>>
                                                with(Serdes.String(), Serdes.String())
                                        .withCachingDisabled()));
    }

    static void hoppingInMemory(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(TimeWindows.ofSizeAndGrace(ms(60), ms(5)).advanceBy(ms(30)))
                        .count(
                                Materialized.as(
                                        Stores.inMemoryWindowStore(
                                                "memory", ms(500), ms(60), false))));
    }

    static void windowedRepartitioned(StreamsBuilder b) {
        out(
                b.<String, String>stream("in")
                        .groupBy((k, v) -> v)
                        .windowedBy(TimeWindows.ofSizeAndGrace(ms(50), ms(50)))
                        .count(Named.as("counting")));
    }

    static void windowedNamed(StreamsBuilder b) {
        out(
                b.<String, String>stream("in")
                        .groupBy((k, v) -> v, Grouped.as("by-word"))
                        .windowedBy(TimeWindows.ofSizeAndGrace(ms(50), ms(50)))
                        .count(Named.as("counting"), Materialized.with(Serdes.String(), null)));
        b.<String, String>stream("in1")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(ms(70)))
                .reduce((x, y) -> y, Named.as("last"), Materialized.as("lasts"));
    }

    static void windowedTable(StreamsBuilder b) {
        KTable<Windowed<String>, Long> counts =
                grouped(b).windowedBy(TimeWindows.ofSizeAndGrace(ms(50), ms(30))).count();
        out(counts.filter((k, v) -> v % 2 == 0).mapValues(v -> v * 10));
        counts.groupBy(
                        (k, v) -> KeyValue.pair(k.key(), v),
                        Grouped.with(Serdes.String(), Serdes.Long()))
                .reduce(Long::sum, (x, y) -> x - y)
                .toStream()
                .mapValues(String::valueOf)
                .to("sums");
    }

    static void windowedTableUncached(StreamsBuilder b) {
        KTable<Windowed<String>, Long> counts =
                grouped(b)
                        .windowedBy(TimeWindows.ofSizeAndGrace(ms(50), ms(30)).advanceBy(ms(25)))
                        .count(
                                Materialized
                                        .<String, Long,
                                                io.leat.streams.state.WindowStore<
                                                        io.leat.common.utils.Bytes, byte[]>>
                                                as("kept")
                                        .withCachingDisabled());
        counts.groupBy(
                        (k, v) -> KeyValue.pair(k.key(), v),
                        Grouped.with(Serdes.String(), Serdes.Long()))
                .aggregate(
                        () -> "",
                        (k, v, a) -> a + "+" + v,
                        (k, v, a) -> a + "-" + v,
                        Materialized.with(Serdes.String(), Serdes.String()))
                .toStream()
                .to("sums");
    }

    static void unlimited(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(UnlimitedWindows.of().startOn(Instant.ofEpochMilli(1100)))
                        .count());
    }

    /** Windows that begin at each hundred and overlap by a half. */
    static final class Hundreds extends Windows<TimeWindow> {
        @Override
        public Map<Long, TimeWindow> windowsFor(long timestamp) {
            Map<Long, TimeWindow> windows = new LinkedHashMap<>();
            long start = timestamp / 100 * 100;
            windows.put(start, new TimeWindow(start, start + 150));
            if (timestamp - start < 50 && start >= 100) {
                windows.put(start - 100, new TimeWindow(start - 100, start + 50));
            }
            return windows;
        }

        @Override
        public long size() {
            return 150;
        }

        @Override
        public long gracePeriodMs() {
            return 10;
        }
    }

    static void customWindows(StreamsBuilder b) {
        out(grouped(b).windowedBy(new Hundreds()).reduce((x, y) -> y + x, Named.as("custom")));
    }

    static void slidingCount(StreamsBuilder b) {
        out(grouped(b).windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(ms(30), ms(20))).count());
    }

    static void slidingAggregate(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(ms(45)))
                        .aggregate(
                                () -> "",
                                (k, v, a) -> a + v,
                                Named.as("sliding"),
                                Materialized
                                        .<String, String,
                                                io.leat.streams.state.WindowStore<
                                                        io.leat.common.utils.Bytes, byte[]>>
                                                as("slides")
                                        .withCachingDisabled()));
    }

    static void slidingReduce(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(ms(60), ms(60)))
                        .reduce((x, y) -> x + y, Materialized.with(Serdes.String(), null)));
    }

    static void slidingEarly(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(ms(1300), ms(60)))
                        .reduce((x, y) -> x + y));
    }

    /**
     * With a retention of seconds: Kafka's cache holds sessions for longer than their retention, so
     * that a late record may extend a closed one, or not; without a cache it never does.
     */
    private static <V>
            Materialized<
                            String,
                            V,
                            io.leat.streams.state.SessionStore<io.leat.common.utils.Bytes, byte[]>>
                    sessions(String name) {
        return (name == null
                        ? Materialized
                                .<String, V,
                                        io.leat.streams.state.SessionStore<
                                                io.leat.common.utils.Bytes, byte[]>>
                                        with(Serdes.String(), null)
                        : Materialized
                                .<String, V,
                                        io.leat.streams.state.SessionStore<
                                                io.leat.common.utils.Bytes, byte[]>>
                                        as(name))
                .withRetention(Duration.ofSeconds(5));
    }

    static void sessionCount(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(30), ms(10)))
                        .count(LeatWindowPrograms.<Long>sessions("counts")));
    }

    static void sessionReduce(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(ms(25)))
                        .reduce(
                                (x, y) -> x + y,
                                Materialized
                                        .<String, String,
                                                io.leat.streams.state.SessionStore<
                                                        io.leat.common.utils.Bytes, byte[]>>
                                                as("sessions")
                                        .withRetention(ms(700))
                                        .withCachingDisabled()));
    }

    static void sessionAggregate(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(40), ms(5)))
                        .aggregate(
                                () -> "",
                                (k, v, a) -> a + v,
                                (k, x, y) -> x + "|" + y,
                                Named.as("sessioning"),
                                LeatWindowPrograms.<String>sessions("aggregates")));
    }

    static void sessionToTopic(StreamsBuilder b) {
        b.<String, String>stream("in")
                .groupBy((k, v) -> v, Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(40), ms(5)))
                .count(Named.as("counted"), LeatWindowPrograms.<Long>sessions(null))
                .toStream()
                .to("out");
    }

    static void sessionTable(StreamsBuilder b) {
        grouped(b)
                .windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(35), ms(35)))
                .count()
                .groupBy(
                        (k, v) -> KeyValue.pair(k.key(), v),
                        Grouped.with(Serdes.String(), Serdes.Long()))
                .reduce(Long::sum, (x, y) -> x - y)
                .toStream()
                .mapValues(String::valueOf)
                .to("sums");
    }

    static void closedTumbling(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(TimeWindows.ofSizeAndGrace(ms(40), ms(10)))
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .count());
    }

    static void closedHopping(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(TimeWindows.ofSizeAndGrace(ms(60), ms(10)).advanceBy(ms(15)))
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .reduce((x, y) -> x + y));
    }

    static void closedSliding(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(ms(40), ms(10)))
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .reduce((x, y) -> x + y));
    }

    static void closedSessions(StreamsBuilder b) {
        out(
                grouped(b)
                        .windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(25), ms(10)))
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .reduce((x, y) -> x + y));
    }
}
