package io.leat.streams;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.jspecify.annotations.NullUnmarked;

/**
 * Programs to optimize on Apache Kafka Streams. The same text as in {@link LeatOptimizedPrograms}.
 */
@NullUnmarked
final class KafkaOptimizedPrograms {

    private KafkaOptimizedPrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("selfJoin", KafkaOptimizedPrograms::selfJoin);
        ALL.put("selfJoinUneven", KafkaOptimizedPrograms::selfJoinUneven);
        ALL.put("selfLeftJoin", KafkaOptimizedPrograms::selfLeftJoin);
        ALL.put("selfJoinRepartitioned", KafkaOptimizedPrograms::selfJoinRepartitioned);
        ALL.put("sameTopicTwice", KafkaOptimizedPrograms::sameTopicTwice);
        ALL.put("oneRepartition", KafkaOptimizedPrograms::oneRepartition);
        ALL.put("repartitionAfterMerge", KafkaOptimizedPrograms::repartitionAfterMerge);
        ALL.put("repartitionTwice", KafkaOptimizedPrograms::repartitionTwice);
        ALL.put("sourceTables", KafkaOptimizedPrograms::sourceTables);
    }

    static void oneRepartition(StreamsBuilder b) {
        KStream<String, String> byWord = b.<String, String>stream("in").selectKey((k, v) -> v);
        byWord.groupByKey().count().toStream().mapValues(String::valueOf).to("out");
        byWord.filter((k, v) -> v.length() > 1)
                .groupByKey(Grouped.as("longer"))
                .reduce((x, y) -> x + y)
                .toStream()
                .to("out2");
        byWord.mapValues(v -> v + "!").groupByKey().reduce((x, y) -> y).toStream().to("out3");
        byWord.join(b.<String, String>stream("in2"), (x, y) -> x + y, within(30), texts())
                .to("out4");
    }

    static void repartitionAfterMerge(StreamsBuilder b) {
        KStream<String, String> one = b.<String, String>stream("in").selectKey((k, v) -> v);
        KStream<String, String> two =
                b.<String, String>stream("in2").map((k, v) -> KeyValue.pair(v, k));
        KStream<String, String> both = one.merge(two);
        both.groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
        both.filter((k, v) -> v != null).toTable().toStream().to("out2");
    }

    static void repartitionTwice(StreamsBuilder b) {
        KStream<String, String> stream = b.<String, String>stream("in").selectKey((k, v) -> v);
        KStream<String, String> again =
                stream.groupByKey()
                        .reduce((x, y) -> x + y, Materialized.as("first"))
                        .toStream()
                        .selectKey((k, v) -> v.substring(0, 1));
        again.groupByKey().count().toStream().mapValues(String::valueOf).to("out");
        again.groupByKey().reduce((x, y) -> y + x).toStream().to("out2");
        stream.toTable(Named.as("table")).toStream().to("out3");
    }

    private static JoinWindows within(long millis) {
        return JoinWindows.ofTimeDifferenceAndGrace(
                Duration.ofMillis(millis), Duration.ofMillis(20));
    }

    private static StreamJoined<String, String, String> texts() {
        return StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String());
    }

    static void selfJoin(StreamsBuilder b) {
        KStream<String, String> stream = b.stream("in");
        stream.join(stream, (x, y) -> x + "+" + y, within(20), texts()).to("out");
    }

    static void selfJoinUneven(StreamsBuilder b) {
        KStream<String, String> stream = b.stream("in");
        stream.join(
                        stream,
                        (k, x, y) -> k + x + "+" + y,
                        within(20).after(Duration.ofMillis(40)),
                        texts().withName("joined").withStoreName("stored"))
                .to("out");
    }

    static void selfLeftJoin(StreamsBuilder b) {
        KStream<String, String> stream = b.<String, String>stream("in").mapValues(v -> v + "!");
        stream.leftJoin(stream, (x, y) -> x + "+" + y, within(15), texts()).to("out");
    }

    static void selfJoinRepartitioned(StreamsBuilder b) {
        KStream<String, String> stream =
                b.<String, String>stream("in")
                        .selectKey((k, v) -> v == null ? null : "" + v.length());
        stream.join(stream, (x, y) -> x + "+" + y, within(15), texts()).to("out");
    }

    static void sameTopicTwice(StreamsBuilder b) {
        KStream<String, String> one = b.stream("in");
        KStream<String, String> two = b.stream("in");
        one.filter((k, v) -> v != null).to("out");
        two.mapValues(v -> v + "2").to("out2");
        one.join(two, (x, y) -> x + "+" + y, within(10), texts()).to("out3");
    }

    static void sourceTables(StreamsBuilder b) {
        KTable<String, String> one = b.table("in");
        KTable<String, String> two = b.table("in2", Materialized.as("second"));
        one.outerJoin(two, (x, y) -> x + "+" + y).toStream().to("out");
        b.<String, String>stream("in3").join(two, (x, y) -> x + "-" + y).to("out2");
    }
}
