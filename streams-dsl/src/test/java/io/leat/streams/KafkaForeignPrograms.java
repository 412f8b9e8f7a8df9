package io.leat.streams;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TableJoined;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;

/**
 * Programs with foreign-key joins on Apache Kafka Streams. The same text as in {@link
 * LeatForeignPrograms}.
 */
@NullUnmarked
final class KafkaForeignPrograms {

    private KafkaForeignPrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("foreignJoin", KafkaForeignPrograms::join);
        ALL.put("foreignLeftJoin", KafkaForeignPrograms::leftJoin);
        ALL.put("foreignNamed", KafkaForeignPrograms::named);
        ALL.put("foreignPartitioned", KafkaForeignPrograms::partitioned);
        ALL.put("foreignTypes", KafkaForeignPrograms::types);
        ALL.put("foreignKept", KafkaForeignPrograms::kept);
        ALL.put("foreignSelf", KafkaForeignPrograms::self);
        ALL.put("foreignChain", KafkaForeignPrograms::chain);
        ALL.put("foreignOfAggregates", KafkaForeignPrograms::ofAggregates);
        ALL.put("foreignMapped", KafkaForeignPrograms::mapped);
    }

    /** Points to one of four keys, or to none. */
    private static String pointer(String value) {
        return "drop".equals(value) ? null : "k" + value.length() % 4;
    }

    static void join(StreamsBuilder b) {
        b.<String, String>table("in")
                .join(
                        b.<String, String>table("in2"),
                        KafkaForeignPrograms::pointer,
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
                                KafkaForeignPrograms::pointer,
                                (x, y) -> x + "+" + y,
                                TableJoined.as("pointing"),
                                Materialized.as("kept"));
        joined.filter((k, v) -> v.length() % 2 == 0).toStream().to("out");
        b.<String, String>table("in3")
                .leftJoin(
                        joined,
                        KafkaForeignPrograms::pointer,
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
                        KafkaForeignPrograms::pointer,
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
        table.leftJoin(table, KafkaForeignPrograms::pointer, (x, y) -> x + "+" + y)
                .toStream()
                .to("out");
    }

    static void chain(StreamsBuilder b) {
        KTable<String, String> table = b.table("in");
        KTable<String, String> other = b.table("in2");
        table.join(other, KafkaForeignPrograms::pointer, (x, y) -> x + "+" + y)
                .leftJoin(other, KafkaForeignPrograms::pointer, (x, y) -> x + "-" + y)
                .outerJoin(table, (x, y) -> x + "|" + y)
                .toStream()
                .to("out");
    }

    static void ofAggregates(StreamsBuilder b) {
        KTable<String, String> lasts =
                b.<String, String>stream("in").groupBy((k, v) -> v).reduce((x, y) -> x + y);
        KTable<String, String> others =
                b.<String, String>stream("in2").groupByKey().reduce((x, y) -> y);
        lasts.leftJoin(others, KafkaForeignPrograms::pointer, (x, y) -> x + "+" + y)
                .toStream()
                .to("out");
    }

    static void mapped(StreamsBuilder b) {
        b.<String, String>table("in")
                .mapValues(v -> v + "?")
                .filter((k, v) -> v.length() > 2)
                .join(
                        b.<String, String>table("in2").mapValues(v -> v + "!"),
                        KafkaForeignPrograms::pointer,
                        (x, y) -> x + "+" + y)
                .mapValues(v -> v.length())
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
    }
}
