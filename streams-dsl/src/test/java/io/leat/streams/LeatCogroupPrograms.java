package io.leat.streams;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.CogroupedKStream;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Named;
import io.leat.streams.kstream.SessionWindows;
import io.leat.streams.kstream.SlidingWindows;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.SessionStore;
import io.leat.streams.state.WindowStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** Programs that cogroup on Leat. The same text as in {@link KafkaCogroupPrograms}. */
@NullUnmarked
final class LeatCogroupPrograms {

    private LeatCogroupPrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("cogroup", LeatCogroupPrograms::plain);
        ALL.put("cogroupOne", LeatCogroupPrograms::one);
        ALL.put("cogroupNamed", LeatCogroupPrograms::named);
        ALL.put("cogroupRepartitioned", LeatCogroupPrograms::repartitioned);
        ALL.put("cogroupTwice", LeatCogroupPrograms::twice);
        ALL.put("cogroupUncached", LeatCogroupPrograms::uncached);
        ALL.put("cogroupTable", LeatCogroupPrograms::table);
        ALL.put("cogroupTumbling", LeatCogroupPrograms::tumbling);
        ALL.put("cogroupSliding", LeatCogroupPrograms::sliding);
        ALL.put("cogroupSessions", LeatCogroupPrograms::sessions);
    }

    private static CogroupedKStream<String, String> both(StreamsBuilder b) {
        return b.<String, String>stream("in")
                .groupByKey()
                .<String>cogroup((k, v, a) -> "drop".equals(v) ? null : a + v)
                .cogroup(b.<String, String>stream("in2").groupByKey(), (k, v, a) -> v + "," + a);
    }

    private static <V> void out(KTable<Windowed<String>, V> table) {
        table.toStream((k, v) -> k.key() + "@" + k.window().start() + "-" + k.window().end())
                .mapValues(String::valueOf)
                .to("out");
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    static void plain(StreamsBuilder b) {
        both(b).aggregate(() -> "").toStream().to("out");
    }

    static void one(StreamsBuilder b) {
        b.<String, String>stream("in")
                .groupByKey()
                .<Long>cogroup((k, v, a) -> a + v.length())
                .aggregate(() -> 0L, Materialized.with(Serdes.String(), Serdes.Long()))
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
    }

    static void named(StreamsBuilder b) {
        both(b).aggregate(() -> "", Named.as("both"), Materialized.as("kept"))
                .mapValues(v -> v.length())
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
    }

    static void repartitioned(StreamsBuilder b) {
        b.<String, String>stream("in")
                .groupBy((k, v) -> v)
                .<String>cogroup((k, v, a) -> a + v)
                .cogroup(
                        b.<String, String>stream("in2").groupBy((k, v) -> v, Grouped.as("other")),
                        (k, v, a) -> v + "," + a)
                .cogroup(b.<String, String>stream("in3").groupByKey(), (k, v, a) -> a + "3")
                .aggregate(() -> "")
                .toStream()
                .to("out");
    }

    static void twice(StreamsBuilder b) {
        CogroupedKStream<String, String> all =
                b.<String, String>stream("in")
                        .groupBy((k, v) -> v)
                        .<String>cogroup((k, v, a) -> a + v)
                        .cogroup(
                                b.<String, String>stream("in2").groupByKey(),
                                (k, v, a) -> v + "," + a);
        all.aggregate(() -> "").toStream().to("out");
        all.aggregate(() -> "-", Named.as("again")).toStream().to("out2");
        all.windowedBy(TimeWindows.ofSizeWithNoGrace(ms(40)))
                .aggregate(
                        () -> "w",
                        Materialized.<String, String, WindowStore<Bytes, byte[]>>as("windows")
                                .withRetention(ms(500)));
    }

    static void uncached(StreamsBuilder b) {
        KTable<String, String> table =
                both(b).aggregate(
                                () -> "",
                                Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as(
                                                "kept")
                                        .withCachingDisabled());
        table.filter((k, v) -> v.length() % 2 == 0).toStream().to("out");
    }

    static void table(StreamsBuilder b) {
        KTable<String, String> table = both(b).aggregate(() -> "");
        table.groupBy((k, v) -> KeyValue.pair("" + v.length(), v))
                .aggregate(() -> "", (k, v, a) -> a + "+" + v, (k, v, a) -> a + "-" + v)
                .toStream()
                .to("out");
        table.join(b.<String, String>table("in3"), (x, y) -> x + "|" + y).toStream().to("out2");
    }

    static void tumbling(StreamsBuilder b) {
        out(
                both(b).windowedBy(TimeWindows.ofSizeAndGrace(ms(60), ms(20)).advanceBy(ms(30)))
                        .aggregate(
                                () -> "",
                                Materialized.<String, String, WindowStore<Bytes, byte[]>>with(
                                                Serdes.String(), Serdes.String())
                                        .withRetention(ms(500))));
    }

    static void sliding(StreamsBuilder b) {
        out(
                b.<String, String>stream("in")
                        .groupByKey()
                        .<Long>cogroup((k, v, a) -> a + 1)
                        .cogroup(b.<String, String>stream("in2").groupByKey(), (k, v, a) -> a + 10)
                        .windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(ms(30), ms(20)))
                        .aggregate(
                                () -> 0L,
                                Named.as("slid"),
                                Materialized.<String, Long, WindowStore<Bytes, byte[]>>with(
                                                Serdes.String(), Serdes.Long())
                                        .withRetention(ms(500))
                                        .withCachingDisabled()));
    }

    static void sessions(StreamsBuilder b) {
        out(
                both(b).windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(15), ms(10)))
                        .aggregate(
                                () -> "",
                                (k, x, y) -> x + y,
                                Materialized.<String, String, SessionStore<Bytes, byte[]>>as("kept")
                                        .withRetention(ms(500))
                                        .withCachingDisabled()));
    }
}
