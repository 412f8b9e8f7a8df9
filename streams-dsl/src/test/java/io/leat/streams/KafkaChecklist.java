package io.leat.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.SlidingWindows;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.TimeWindowedKStream;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.VersionedBytesStoreSupplier;
import org.jspecify.annotations.NullUnmarked;

/** The programs of {@link ChecklistTest} on Kafka. The same text as {@link LeatChecklist}. */
@NullUnmarked
final class KafkaChecklist {

    static final Map<String, Consumer<StreamsBuilder>> ALL = new HashMap<>();

    static {
        ALL.put("count", b -> stream(b).groupByKey().count().toStream().to("out"));
        ALL.put(
                "reduce",
                b ->
                        stream(b)
                                .groupByKey()
                                .reduce((x, y) -> "delete".equals(y) ? null : x + y)
                                .toStream()
                                .to("out"));
        ALL.put("tumbling", b -> out(tumbling(stream(b)).reduce((x, y) -> x + y)));
        ALL.put("hopping", b -> out(hopping(stream(b)).reduce((x, y) -> x + y)));
        ALL.put("sliding", b -> out(sliding(stream(b)).reduce((x, y) -> x + y)));
        ALL.put("sessions", KafkaChecklist::sessions);
        ALL.put("table", b -> b.<String, String>table("in2").toStream().to("out"));
        ALL.put("kept", b -> b.table("in2", Materialized.as("rows")).toStream().to("out"));
        ALL.put("versioned", KafkaChecklist::versioned);
        ALL.put("groupedTable", KafkaChecklist::groupedTable);
        ALL.put("filteredTable", KafkaChecklist::filteredTable);
        ALL.put("filteredAndGrouped", KafkaChecklist::filteredAndGrouped);
        ALL.put("streamTable", b -> stream(b).join(table(b), KafkaChecklist::both).to("out"));
        ALL.put(
                "streamTableLeft",
                b -> stream(b).leftJoin(table(b), KafkaChecklist::both).to("out"));
        ALL.put("streams", b -> stream(b).join(other(b), KafkaChecklist::both, near()).to("out"));
        ALL.put(
                "streamsLeft",
                b -> stream(b).leftJoin(other(b), KafkaChecklist::both, near()).to("out"));
        ALL.put(
                "streamsOuter",
                b -> stream(b).outerJoin(other(b), KafkaChecklist::both, near()).to("out"));
        ALL.put("tables", KafkaChecklist::tables);
        ALL.put("foreign", b -> foreign(b, false));
        ALL.put("foreignLeft", b -> foreign(b, true));
        ALL.put("global", KafkaChecklist::global);
        ALL.put(
                "closed",
                b ->
                        out(
                                tumbling(stream(b))
                                        .emitStrategy(EmitStrategy.onWindowClose())
                                        .reduce((x, y) -> x + y)));
        ALL.put(
                "final",
                b ->
                        out(
                                tumbling(stream(b))
                                        .reduce((x, y) -> x + y)
                                        .suppress(
                                                Suppressed.untilWindowCloses(
                                                        BufferConfig.unbounded()))));
        ALL.put(
                "limited",
                b ->
                        table(b).suppress(
                                        Suppressed.untilTimeLimit(
                                                Duration.ofMillis(50), BufferConfig.maxRecords(2)))
                                .toStream()
                                .to("out"));
        ALL.put(
                "cachedHeaders",
                b -> stream(b).process(Tagging::new).groupByKey().count().toStream().to("out"));
        ALL.put(
                "stateless",
                b -> stream(b).mapValues(v -> v + "!").filter((k, v) -> true).to("out"));
        ALL.put("joinAnew", b -> anew(b).join(table(b), KafkaChecklist::both).to("out"));
        ALL.put("leftJoinAnew", b -> anew(b).leftJoin(table(b), KafkaChecklist::both).to("out"));
    }

    private KafkaChecklist() {}

    /** With a key that has to go through a repartition topic. */
    private static KStream<String, String> anew(StreamsBuilder builder) {
        return stream(builder).selectKey((k, v) -> "none".equals(v) ? null : k);
    }

    /** Sends a record on twice: with another key and header, then as it is. */
    static final class Tagging extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            Record<String, String> tagged =
                    new Record<>("tagged", record.value(), record.timestamp());
            tagged.headers().add("tag", new byte[] {'t'});
            context().forward(tagged);
            context().forward(record);
        }
    }

    private static KStream<String, String> stream(StreamsBuilder b) {
        return b.stream("in0");
    }

    private static KStream<String, String> other(StreamsBuilder b) {
        return b.stream("in1");
    }

    private static KTable<String, String> table(StreamsBuilder b) {
        return b.table("in2");
    }

    private static String both(String x, String y) {
        return x + "+" + y;
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    private static JoinWindows near() {
        return JoinWindows.ofTimeDifferenceAndGrace(ms(10), ms(20));
    }

    private static TimeWindowedKStream<String, String> tumbling(KStream<String, String> stream) {
        return stream.groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(TimeWindows.ofSizeAndGrace(ms(100), ms(20)));
    }

    private static TimeWindowedKStream<String, String> hopping(KStream<String, String> stream) {
        return stream.groupByKey()
                .windowedBy(TimeWindows.ofSizeAndGrace(ms(100), ms(0)).advanceBy(ms(50)));
    }

    private static TimeWindowedKStream<String, String> sliding(KStream<String, String> stream) {
        return stream.groupByKey()
                .windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(ms(10), ms(50)));
    }

    private static <V> void out(KTable<Windowed<String>, V> table) {
        table.toStream((k, v) -> k.key() + "@" + k.window().start() + "-" + k.window().end())
                .to("out");
    }

    private static void sessions(StreamsBuilder b) {
        out(
                stream(b)
                        .groupByKey()
                        .windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(10), ms(5)))
                        .reduce((x, y) -> x + y));
    }

    private static void versioned(StreamsBuilder b) {
        VersionedBytesStoreSupplier versions =
                Stores.persistentVersionedKeyValueStore("versions", ms(1_000));
        b.<String, String>table("in2", Materialized.as(versions)).toStream().to("out");
    }

    private static void groupedTable(StreamsBuilder b) {
        table(b).groupBy((k, v) -> v.isEmpty() ? null : KeyValue.pair(v.substring(0, 1), v))
                .aggregate(() -> "", (k, v, a) -> a + "+" + v, (k, v, a) -> a + "-" + v)
                .toStream()
                .to("out");
    }

    private static void filteredTable(StreamsBuilder b) {
        table(b).filter((k, v) -> v.length() > 1).toStream().to("out");
    }

    private static void filteredAndGrouped(StreamsBuilder b) {
        KTable<String, String> filtered = table(b).filter((k, v) -> v.length() > 1);
        filtered.toStream().to("out");
        filtered.groupBy((k, v) -> KeyValue.pair(v.substring(0, 1), v))
                .count()
                .toStream()
                .to("counts");
    }

    private static void tables(StreamsBuilder b) {
        KTable<String, String> one = b.table("in0");
        KTable<String, String> other = b.table("in1");
        one.join(other, KafkaChecklist::both).toStream().to("inner");
        one.leftJoin(other, KafkaChecklist::both).toStream().to("left");
        one.outerJoin(other, KafkaChecklist::both).toStream().to("outer");
    }

    private static void foreign(StreamsBuilder b, boolean left) {
        KTable<String, String> one = b.table("in0");
        KTable<String, String> other = b.table("in1");
        KTable<String, String> joined =
                left
                        ? one.leftJoin(other, v -> key(v), KafkaChecklist::both)
                        : one.join(other, v -> key(v), KafkaChecklist::both);
        joined.toStream().to("out");
    }

    private static String key(String value) {
        return value.startsWith("->") ? value.substring(2) : null;
    }

    private static void global(StreamsBuilder b) {
        var names = b.<String, String>globalTable("in3");
        stream(b).join(names, (k, v) -> key(v), KafkaChecklist::both).to("inner");
        stream(b).leftJoin(names, (k, v) -> key(v), KafkaChecklist::both).to("left");
    }
}
