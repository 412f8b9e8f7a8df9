package io.leat.streams;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.TableJoined;
import io.leat.streams.state.KeyValueStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** Programs with foreign-key joins on Leat. The same text as in {@link KafkaForeignPrograms}. */
@NullUnmarked
final class LeatForeignPrograms {

    private LeatForeignPrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("foreignJoin", LeatForeignPrograms::join);
        ALL.put("foreignLeftJoin", LeatForeignPrograms::leftJoin);
        ALL.put("foreignNamed", LeatForeignPrograms::named);
        ALL.put("foreignPartitioned", LeatForeignPrograms::partitioned);
        ALL.put("foreignTypes", LeatForeignPrograms::types);
        ALL.put("foreignKept", LeatForeignPrograms::kept);
        ALL.put("foreignSelf", LeatForeignPrograms::self);
        ALL.put("foreignChain", LeatForeignPrograms::chain);
        ALL.put("foreignOfAggregates", LeatForeignPrograms::ofAggregates);
        ALL.put("foreignMapped", LeatForeignPrograms::mapped);
    }

    /** Points to one of four keys, or to none. */
    private static String pointer(String value) {
        return "drop".equals(value) ? null : "k" + value.length() % 4;
    }

    static void join(StreamsBuilder b) {
        b.<String, String>table("in")
                .join(
                        b.<String, String>table("in2"),
                        LeatForeignPrograms::pointer,
                        (x, y) -> x + "+" + y)
                .toStream()
                .to("out");
    }

    static void leftJoin(StreamsBuilder b) {
        b.<String, String>table("in")
                .leftJoin(
                        b.<String, String>table("in2"),
                        (String k, String v) -> v.equals("bob") ? null : k,
                        (x, y) -> x + "+" + y)
                .toStream()
                .to("out");
    }

    static void named(StreamsBuilder b) {
        KTable<String, String> joined =
                b.<String, String>table("in")
                        .join(
                                b.<String, String>table("in2"),
                                LeatForeignPrograms::pointer,
                                (x, y) -> x + "+" + y,
                                TableJoined.as("pointing"),
                                Materialized.as("kept"));
        joined.filter((k, v) -> v.length() % 2 == 0).toStream().to("out");
        b.<String, String>table("in3")
                .leftJoin(
                        joined,
                        LeatForeignPrograms::pointer,
                        (x, y) -> x + "-" + y,
                        TableJoined.as("again"))
                .toStream()
                .to("out2");
    }

    static void partitioned(StreamsBuilder b) {
        b.<String, String>table("in")
                .join(
                        b.<String, String>table("in2"),
                        (k, v) -> pointer(v),
                        (x, y) -> x + "+" + y,
                        TableJoined.with(
                                (topic, key, value, count) -> Optional.of(Set.of(count - 1)),
                                (topic, key, value, count) -> Optional.of(Set.of(0))))
                .toStream()
                .to("out");
    }

    static void types(StreamsBuilder b) {
        KTable<Integer, Long> lengths =
                b.stream("in2", Consumed.with(Serdes.String(), Serdes.String()))
                        .filter((k, v) -> v != null)
                        .groupBy(
                                (k, v) -> v.length(),
                                Grouped.with(Serdes.Integer(), Serdes.String()))
                        .count();
        b.table("in", Consumed.with(Serdes.String(), Serdes.String()))
                .join(
                        lengths,
                        v -> v.length(),
                        (x, y) -> x + "=" + y,
                        Materialized.with(Serdes.String(), Serdes.String()))
                .toStream()
                .to("out");
    }

    static void kept(StreamsBuilder b) {
        b.<String, String>table("in")
                .join(
                        b.<String, String>table("in2"),
                        LeatForeignPrograms::pointer,
                        (x, y) -> x + "+" + y,
                        Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("kept")
                                .withCachingDisabled())
                .groupBy((k, v) -> KeyValue.pair(v.substring(0, 1), v))
                .aggregate(() -> "", (k, v, a) -> a + "," + v, (k, v, a) -> a.replace("," + v, ""))
                .toStream()
                .to("out");
    }

    static void self(StreamsBuilder b) {
        KTable<String, String> table = b.table("in");
        table.leftJoin(table, LeatForeignPrograms::pointer, (x, y) -> x + "+" + y)
                .toStream()
                .to("out");
    }

    static void chain(StreamsBuilder b) {
        KTable<String, String> table = b.table("in");
        KTable<String, String> other = b.table("in2");
        table.join(other, LeatForeignPrograms::pointer, (x, y) -> x + "+" + y)
                .leftJoin(other, LeatForeignPrograms::pointer, (x, y) -> x + "-" + y)
                .outerJoin(table, (x, y) -> x + "|" + y)
                .toStream()
                .to("out");
    }

    static void ofAggregates(StreamsBuilder b) {
        KTable<String, String> lasts =
                b.<String, String>stream("in").groupBy((k, v) -> v).reduce((x, y) -> x + y);
        KTable<String, String> others =
                b.<String, String>stream("in2").groupByKey().reduce((x, y) -> y);
        lasts.leftJoin(others, LeatForeignPrograms::pointer, (x, y) -> x + "+" + y)
                .toStream()
                .to("out");
    }

    static void mapped(StreamsBuilder b) {
        b.<String, String>table("in")
                .mapValues(v -> v + "?")
                .filter((k, v) -> v.length() > 2)
                .join(
                        b.<String, String>table("in2").mapValues(v -> v + "!"),
                        LeatForeignPrograms::pointer,
                        (x, y) -> x + "+" + y)
                .mapValues(v -> v.length())
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
    }
}
