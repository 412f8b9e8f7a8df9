package io.leat.streams;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.JoinWindows;
import io.leat.streams.kstream.Joined;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Named;
import io.leat.streams.kstream.StreamJoined;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.state.KeyValueStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** Programs with joins on Leat. The same text as in {@link KafkaJoinPrograms}. */
@NullUnmarked
final class LeatJoinPrograms {

    private LeatJoinPrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("streamJoin", LeatJoinPrograms::streamJoin);
        ALL.put("streamJoinNamed", LeatJoinPrograms::streamJoinNamed);
        ALL.put("streamJoinUneven", LeatJoinPrograms::streamJoinUneven);
        ALL.put("streamJoinRepartitioned", LeatJoinPrograms::streamJoinRepartitioned);
        ALL.put("streamLeftJoin", LeatJoinPrograms::streamLeftJoin);
        ALL.put("streamLeftJoinUneven", LeatJoinPrograms::streamLeftJoinUneven);
        ALL.put("streamOuterJoin", LeatJoinPrograms::streamOuterJoin);
        ALL.put("streamOuterJoinUneven", LeatJoinPrograms::streamOuterJoinUneven);
        ALL.put("streamOuterJoinStored", LeatJoinPrograms::streamOuterJoinStored);
        ALL.put("streamSelfJoin", LeatJoinPrograms::streamSelfJoin);
        ALL.put("streamTableJoin", LeatJoinPrograms::streamTableJoin);
        ALL.put("streamTableLeftJoin", LeatJoinPrograms::streamTableLeftJoin);
        ALL.put("streamTableRepartitioned", LeatJoinPrograms::streamTableRepartitioned);
        ALL.put("streamTableDerived", LeatJoinPrograms::streamTableDerived);
        ALL.put("tableJoin", LeatJoinPrograms::tableJoin);
        ALL.put("tableLeftJoin", LeatJoinPrograms::tableLeftJoin);
        ALL.put("tableOuterJoin", LeatJoinPrograms::tableOuterJoin);
        ALL.put("tableJoinsChained", LeatJoinPrograms::tableJoinsChained);
        ALL.put("tableJoinGrouped", LeatJoinPrograms::tableJoinGrouped);
        ALL.put("windowedTableJoin", LeatJoinPrograms::windowedTableJoin);
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    private static KStream<String, String> one(StreamsBuilder b) {
        return b.stream("in0");
    }

    private static KStream<String, String> other(StreamsBuilder b) {
        return b.stream("in1");
    }

    private static JoinWindows near(long millis, long grace) {
        return JoinWindows.ofTimeDifferenceAndGrace(ms(millis), ms(grace));
    }

    static void streamJoin(StreamsBuilder b) {
        one(b).join(other(b), (x, y) -> x + "+" + y, near(40, 20)).to("out");
    }

    static void streamJoinNamed(StreamsBuilder b) {
        one(b).join(
                        other(b),
                        (k, x, y) -> k + x + "+" + y,
                        near(40, 0),
                        StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String())
                                .withName("joined")
                                .withStoreName("near"))
                .to("out");
    }

    static void streamJoinUneven(StreamsBuilder b) {
        one(b).join(
                        other(b),
                        (x, y) -> x + "+" + y,
                        near(10, 10).before(ms(60)).after(ms(5)),
                        StreamJoined.as("uneven"))
                .to("out");
    }

    static void streamJoinRepartitioned(StreamsBuilder b) {
        KStream<String, String> words = one(b).selectKey((k, v) -> v);
        words.join(other(b).map((k, v) -> KeyValue.pair(v, k)), (x, y) -> x + y, near(50, 50))
                .to("out");
        words.join(
                        b.<String, String>stream("in2"),
                        (x, y) -> x + y,
                        near(50, 50),
                        StreamJoined.<String, String, String>as("second").withName("second"))
                .to("out2");
    }

    static void streamLeftJoin(StreamsBuilder b) {
        one(b).leftJoin(other(b), (x, y) -> x + "+" + y, near(30, 10)).to("out");
    }

    static void streamLeftJoinUneven(StreamsBuilder b) {
        one(b).leftJoin(
                        other(b),
                        (x, y) -> x + "+" + y,
                        near(10, 10).before(ms(0)).after(ms(35)),
                        StreamJoined.<String, String, String>as("left").withName("lefts"))
                .to("out");
    }

    static void streamOuterJoin(StreamsBuilder b) {
        one(b).outerJoin(other(b), (x, y) -> x + "+" + y, near(25, 15)).to("out");
    }

    static void streamOuterJoinUneven(StreamsBuilder b) {
        one(b).outerJoin(
                        other(b),
                        (k, x, y) -> k + ":" + x + "+" + y,
                        near(10, 0).before(ms(50)).after(ms(5)))
                .to("out");
    }

    static void streamOuterJoinStored(StreamsBuilder b) {
        one(b).outerJoin(
                        other(b).selectKey((k, v) -> k),
                        (x, y) -> x + "+" + y,
                        near(20, 20),
                        StreamJoined.<String, String, String>as("outer").withLoggingDisabled())
                .to("out");
    }

    static void streamSelfJoin(StreamsBuilder b) {
        KStream<String, String> stream = one(b);
        stream.join(stream, (x, y) -> x + "+" + y, near(30, 30)).to("out");
    }

    static void streamTableJoin(StreamsBuilder b) {
        one(b).join(b.<String, String>table("in1"), (x, y) -> x + "+" + y).to("out");
    }

    static void streamTableLeftJoin(StreamsBuilder b) {
        one(b).leftJoin(
                        b.<String, String>table("in1", Materialized.as("rows")),
                        (k, x, y) -> k + x + "+" + y,
                        Joined.as("enrich"))
                .to("out");
    }

    static void streamTableRepartitioned(StreamsBuilder b) {
        KTable<String, Long> counts = other(b).groupByKey().count();
        KStream<String, String> moved =
                one(b).selectKey((k, v) -> v == null ? null : "k" + v.length());
        moved.leftJoin(counts, (x, y) -> x + "+" + y).to("out");
        moved.join(counts, (x, y) -> x + "+" + y, Joined.as("again")).to("out2");
    }

    static void streamTableDerived(StreamsBuilder b) {
        KTable<String, String> table =
                b.<String, String>table("in1")
                        .filter((k, v) -> v.length() > 1)
                        .mapValues(v -> v + "!");
        one(b).join(table, (x, y) -> x + "+" + y).to("out");
    }

    static void tableJoin(StreamsBuilder b) {
        b.<String, String>table("in0")
                .join(b.<String, String>table("in1"), (x, y) -> x + "+" + y)
                .toStream()
                .to("out");
    }

    static void tableLeftJoin(StreamsBuilder b) {
        b.<String, String>table("in0")
                .leftJoin(
                        b.<String, String>table("in1"),
                        (x, y) -> x + "+" + y,
                        Named.as("left"),
                        Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("lefts")
                                .withValueSerde(Serdes.String()))
                .toStream()
                .to("out");
    }

    static void tableOuterJoin(StreamsBuilder b) {
        b.<String, String>table("in0")
                .outerJoin(b.<String, String>table("in1"), (x, y) -> x + "+" + y, Named.as("outer"))
                .toStream()
                .to("out");
    }

    static void tableJoinsChained(StreamsBuilder b) {
        KTable<String, String> first =
                b.<String, String>table("in0")
                        .mapValues(v -> v + "0")
                        .leftJoin(b.<String, String>table("in1"), (x, y) -> x + "+" + y);
        first.outerJoin(
                        b.<String, String>table("in2").filter((k, v) -> v.length() > 1),
                        (x, y) -> x + "*" + y)
                .filter((k, v) -> v.length() > 5)
                .toStream()
                .to("out");
        b.<String, String>stream("in3").join(first, (x, y) -> x + "/" + y).to("out3");
    }

    static void tableJoinGrouped(StreamsBuilder b) {
        b.<String, String>table("in0")
                .outerJoin(
                        b.<String, String>stream("in1").groupByKey().reduce((x, y) -> x + y),
                        (x, y) -> x + "+" + y,
                        Materialized.with(Serdes.String(), Serdes.String()))
                .groupBy((k, v) -> KeyValue.pair(v.substring(0, 1), v))
                .aggregate(() -> "", (k, v, a) -> a + "+" + v, (k, v, a) -> a + "-" + v)
                .toStream()
                .to("out");
    }

    static void windowedTableJoin(StreamsBuilder b) {
        TimeWindows windows = TimeWindows.ofSizeAndGrace(ms(60), ms(60));
        one(b).groupByKey()
                .windowedBy(windows)
                .count()
                .leftJoin(
                        other(b).groupByKey().windowedBy(windows).reduce((x, y) -> y),
                        (x, y) -> x + "+" + y)
                .toStream((k, v) -> k.key() + "@" + k.window().start())
                .to("out");
    }
}
