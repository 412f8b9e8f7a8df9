package io.leat.streams;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.SlidingWindows;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.TableJoined;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.NullUnmarked;

/**
 * Programs with and without names for what they make, by a word about them. The same text as {@link
 * LeatNamedPrograms}.
 */
@NullUnmarked
final class KafkaNamedPrograms {

    private static final Duration SHORT = Duration.ofMillis(5);

    private static final JoinWindows WINDOWS = JoinWindows.ofTimeDifferenceWithNoGrace(SHORT);
    private static final StreamJoined<String, String, String> PLAIN =
            StreamJoined.with(null, null, null);

    private KafkaNamedPrograms() {}

    static Map<String, Consumer<StreamsBuilder>> all() {
        Map<String, Consumer<StreamsBuilder>> programs = new LinkedHashMap<>();
        counts(programs);
        repartitions(programs);
        cogroups(programs);
        streamJoins(programs);
        repartitionedJoins(programs);
        tables(programs);
        foreignJoins(programs);
        streamTableJoins(programs);
        sources(programs);
        held(programs);
        toTables(programs);
        return programs;
    }

    private static KStream<String, String> in(StreamsBuilder builder) {
        return builder.stream("in");
    }

    private static KStream<String, String> in2(StreamsBuilder builder) {
        return builder.stream("in2");
    }

    private static KTable<String, String> x(StreamsBuilder builder) {
        return builder.table("in", Materialized.as("x"));
    }

    private static KTable<String, String> y(StreamsBuilder builder) {
        return builder.table("in2", Materialized.as("y"));
    }

    private static void counts(Map<String, Consumer<StreamsBuilder>> programs) {
        programs.put("count", b -> b.stream("in").groupByKey().count());
        programs.put(
                "count named store", b -> b.stream("in").groupByKey().count(Materialized.as("s")));
        programs.put(
                "count nolog",
                b ->
                        in(b).groupByKey()
                                .count(
                                        Materialized
                                                .<String, Long, KeyValueStore<Bytes, byte[]>>with(
                                                        Serdes.String(), Serdes.Long())
                                                .withLoggingDisabled()));
        programs.put(
                "two",
                b -> {
                    in(b).groupBy((k, v) -> v).count();
                    b.<String, String>stream("inx").groupBy((k, v) -> v).count();
                });
        programs.put(
                "windowed",
                b -> in(b).groupByKey().windowedBy(TimeWindows.ofSizeWithNoGrace(SHORT)).count());
        programs.put(
                "sessions",
                b ->
                        in(b).groupByKey()
                                .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(SHORT))
                                .count());
    }

    private static void repartitions(Map<String, Consumer<StreamsBuilder>> programs) {
        programs.put("repart", b -> in(b).groupBy((k, v) -> v).count(Materialized.as("s")));
        programs.put(
                "repart named",
                b -> in(b).groupBy((k, v) -> v, Grouped.as("g")).count(Materialized.as("s")));
        programs.put(
                "repart named count unnamed",
                b -> in(b).groupBy((k, v) -> v, Grouped.as("g")).count());
        programs.put(
                "repart named count Named",
                b -> in(b).groupBy((k, v) -> v, Grouped.as("g")).count(Named.as("n")));
        programs.put("both unnamed", b -> in(b).groupBy((k, v) -> v).count());
        programs.put("repartition", b -> in(b).repartition().to("x"));
        programs.put("repartition named", b -> in(b).repartition(Repartitioned.as("r")).to("x"));
        programs.put(
                "merge rekeyed count",
                b -> in(b).selectKey((k, v) -> v).merge(in2(b)).groupByKey().count());
    }

    private static void cogroups(Map<String, Consumer<StreamsBuilder>> programs) {
        programs.put(
                "cogroup",
                b ->
                        in(b).groupBy((k, v) -> v)
                                .<String>cogroup((k, v, g) -> g)
                                .aggregate(() -> "")
                                .toStream()
                                .to("x"));
        programs.put(
                "cogroup mat",
                b ->
                        in(b).groupBy((k, v) -> v)
                                .<String>cogroup((k, v, g) -> g)
                                .aggregate(() -> "", Materialized.as("m"))
                                .toStream()
                                .to("x"));
        programs.put(
                "cogroup grouped named",
                b ->
                        in(b).groupBy((k, v) -> v, Grouped.as("g"))
                                .<String>cogroup((k, v, g) -> g)
                                .aggregate(() -> "", Materialized.as("m"))
                                .toStream()
                                .to("x"));
        programs.put(
                "sliding cogroup",
                b ->
                        in(b).groupByKey()
                                .<String>cogroup((k, v, g) -> g)
                                .windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(SHORT))
                                .aggregate(() -> ""));
    }

    private static void streamJoins(Map<String, Consumer<StreamsBuilder>> programs) {
        programs.put("join", b -> in(b).join(in2(b), (x, y) -> x + y, WINDOWS));
        programs.put(
                "join named",
                b ->
                        in(b).join(
                                        in2(b),
                                        (x, y) -> x + y,
                                        WINDOWS,
                                        StreamJoined.<String, String, String>as("j")));
        programs.put(
                "leftjoin storename",
                b ->
                        in(b).leftJoin(
                                        in2(b),
                                        (x, y) -> x + y,
                                        WINDOWS,
                                        StreamJoined.<String, String, String>as("j")));
        programs.put(
                "join storename",
                b ->
                        in(b).leftJoin(
                                        in2(b),
                                        (x, y) -> x + y,
                                        WINDOWS,
                                        StreamJoined.<String, String, String>as("j")
                                                .withStoreName("st")));
        programs.put(
                "selfjoin",
                b -> {
                    var s = in(b);
                    s.join(s, (x, y) -> x + y, WINDOWS);
                });
    }

    private static void repartitionedJoins(Map<String, Consumer<StreamsBuilder>> programs) {
        programs.put(
                "join storename rekeyed",
                b ->
                        in(b).selectKey((k, v) -> v)
                                .leftJoin(
                                        in2(b),
                                        (x, y) -> x + y,
                                        WINDOWS,
                                        PLAIN.withStoreName("st")));
        programs.put(
                "join storename rekeyed named",
                b ->
                        in(b).selectKey((k, v) -> v)
                                .leftJoin(
                                        in2(b),
                                        (x, y) -> x + y,
                                        WINDOWS,
                                        StreamJoined.<String, String, String>as("j")
                                                .withStoreName("st")));
        programs.put(
                "outer join storename",
                b ->
                        in(b).selectKey((k, v) -> v)
                                .outerJoin(
                                        in2(b).selectKey((k, v) -> v),
                                        (x, y) -> x + y,
                                        WINDOWS,
                                        PLAIN));
    }

    private static void tables(Map<String, Consumer<StreamsBuilder>> programs) {
        programs.put(
                "table joined",
                b ->
                        b.<String, String>table("in")
                                .join(b.<String, String>table("in2"), (x, y) -> x + y)
                                .toStream()
                                .to("out"));
        programs.put(
                "materialized.with + join tables",
                b ->
                        x(b).join(
                                        y(b),
                                        (x, y) -> x + y,
                                        Materialized.with(Serdes.String(), Serdes.String()))
                                .toStream()
                                .to("out"));
        programs.put("table mat", b -> x(b).toStream().to("out"));
        programs.put(
                "table mat filter",
                b ->
                        x(b).filter(
                                        (k, v) -> true,
                                        Materialized.with(Serdes.String(), Serdes.String()))
                                .toStream()
                                .to("out"));
        programs.put(
                "table groupBy",
                b -> x(b).groupBy((k, v) -> KeyValue.pair(k, v)).count(Materialized.as("c")));
        programs.put(
                "reduce table",
                b ->
                        x(b).groupBy((k, v) -> KeyValue.pair(k, v), Grouped.as("gg"))
                                .reduce((x, y) -> x, (x, y) -> x));
    }

    private static void foreignJoins(Map<String, Consumer<StreamsBuilder>> programs) {
        programs.put("fk", b -> x(b).join(y(b), v -> v, (x, y) -> x + y).toStream().to("x"));
        programs.put(
                "fk named",
                b ->
                        x(b).join(
                                        y(b),
                                        v -> v,
                                        (x, y) -> x + y,
                                        TableJoined.as("t"),
                                        Materialized.as("z"))
                                .toStream()
                                .to("x"));
        programs.put(
                "fk named nomat",
                b ->
                        x(b).join(y(b), v -> v, (x, y) -> x + y, TableJoined.as("t"))
                                .toStream()
                                .to("x"));
        programs.put(
                "fk mat unnamed",
                b ->
                        x(b).join(y(b), v -> v, (x, y) -> x + y, Materialized.as("z"))
                                .toStream()
                                .to("x"));
    }

    private static void streamTableJoins(Map<String, Consumer<StreamsBuilder>> programs) {
        programs.put(
                "st join", b -> in(b).selectKey((k, v) -> v).join(y(b), (x, y) -> x + y).to("x"));
        programs.put(
                "st join named",
                b ->
                        in(b).selectKey((k, v) -> v)
                                .join(y(b), (x, y) -> x + y, Joined.as("j"))
                                .to("x"));
        programs.put(
                "st join versioned grace",
                b ->
                        in(b).join(
                                        b.<String, String>table(
                                                "in2",
                                                Materialized.as(
                                                        Stores.persistentVersionedKeyValueStore(
                                                                "v", SHORT))),
                                        (x, y) -> x + y,
                                        Joined.<String, String, String>with(null, null, null)
                                                .withGracePeriod(SHORT))
                                .to("x"));
        programs.put(
                "st join versioned grace named",
                b ->
                        in(b).join(
                                        b.<String, String>table(
                                                "in2",
                                                Materialized.as(
                                                        Stores.persistentVersionedKeyValueStore(
                                                                "v", SHORT))),
                                        (x, y) -> x + y,
                                        Joined.<String, String, String>as("jj")
                                                .withGracePeriod(SHORT))
                                .to("x"));
    }

    private static void sources(Map<String, Consumer<StreamsBuilder>> programs) {
        programs.put("table", b -> b.table("in").toStream().foreach((k, v) -> {}));
        programs.put(
                "table filter queried",
                b -> b.<String, String>table("in").filter((k, v) -> true).toStream().to("out"));
    }

    private static void held(Map<String, Consumer<StreamsBuilder>> programs) {
        programs.put("global", b -> b.globalTable("in"));
        programs.put("global mat", b -> b.globalTable("in", Materialized.as("g")));
        programs.put(
                "suppress",
                b ->
                        x(b).suppress(
                                        Suppressed.untilTimeLimit(
                                                SHORT, Suppressed.BufferConfig.unbounded()))
                                .toStream()
                                .to("x"));
        programs.put(
                "suppress named",
                b ->
                        x(b).suppress(
                                        Suppressed.<String>untilTimeLimit(
                                                        SHORT, Suppressed.BufferConfig.unbounded())
                                                .withName("s"))
                                .toStream()
                                .to("x"));
    }

    private static void toTables(Map<String, Consumer<StreamsBuilder>> programs) {
        programs.put("toTable", b -> in(b).toTable().toStream().to("x"));
        programs.put("toTable mat", b -> in(b).toTable(Materialized.as("q")).toStream().to("x"));
        programs.put(
                "toTable rekeyed",
                b -> in(b).selectKey((k, v) -> v).toTable(Materialized.as("q")).toStream().to("x"));
        programs.put(
                "toTable rekeyed Named",
                b ->
                        in(b).selectKey((k, v) -> v)
                                .toTable(Named.as("n"), Materialized.as("q"))
                                .toStream()
                                .to("x"));
    }
}
