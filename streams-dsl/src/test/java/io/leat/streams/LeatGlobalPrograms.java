package io.leat.streams;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.GlobalKTable;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Named;
import io.leat.streams.processor.api.ContextualFixedKeyProcessor;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.FixedKeyRecord;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** Programs with global tables on Leat. The same text as in {@link KafkaGlobalPrograms}. */
@NullUnmarked
final class LeatGlobalPrograms {

    private LeatGlobalPrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("globalJoin", LeatGlobalPrograms::join);
        ALL.put("globalLeftJoin", LeatGlobalPrograms::leftJoin);
        ALL.put("globalNamed", LeatGlobalPrograms::named);
        ALL.put("globalNullKeys", LeatGlobalPrograms::nullKeys);
        ALL.put("globalFromOutput", LeatGlobalPrograms::fromOutput);
        ALL.put("globalTwo", LeatGlobalPrograms::two);
        ALL.put("globalStore", LeatGlobalPrograms::store);
        ALL.put("namedTables", LeatGlobalPrograms::namedTables);
    }

    static void join(StreamsBuilder b) {
        KStream<String, String> stream = b.stream("in");
        GlobalKTable<String, String> table = b.globalTable("in2");
        stream.join(table, (k, v) -> k, (x, y) -> x + "+" + y).to("out");
        stream.join(table, (k, v) -> "k" + (v == null ? 0 : v.length() % 4), (k, x, y) -> k + x + y)
                .groupByKey()
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to("out2");
    }

    static void leftJoin(StreamsBuilder b) {
        KStream<String, String> stream = b.stream("in");
        GlobalKTable<String, String> table =
                b.globalTable("in2", Consumed.with(Serdes.String(), Serdes.String()));
        stream.selectKey((k, v) -> v)
                .leftJoin(table, (k, v) -> v == null ? "k1" : "k2", (x, y) -> x + "+" + y)
                .groupByKey()
                .reduce((x, y) -> y)
                .toStream()
                .to("out");
    }

    static void named(StreamsBuilder b) {
        KStream<String, String> stream = b.stream("in");
        GlobalKTable<String, String> table =
                b.globalTable(
                        "in2",
                        Consumed.<String, String>as("rates")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.String()),
                        Materialized.as("rate-store"));
        stream.join(table, (k, v) -> k, (x, y) -> x + "+" + y, Named.as("rated")).to("out");
        stream.leftJoin(table, (k, v) -> v, (k, x, y) -> k + y, Named.as("left")).to("out2");
    }

    static void nullKeys(StreamsBuilder b) {
        KStream<String, String> stream = b.stream("in");
        GlobalKTable<String, String> table =
                b.globalTable("in2", Materialized.as(Stores.inMemoryKeyValueStore("memory")));
        stream.join(table, (k, v) -> "bob".equals(v) ? null : k, (x, y) -> x + "+" + y).to("out");
        stream.leftJoin(table, (k, v) -> "bob".equals(v) ? null : k, (x, y) -> x + "-" + y)
                .to("out2");
    }

    static void fromOutput(StreamsBuilder b) {
        KStream<String, String> stream = b.stream("in");
        GlobalKTable<String, String> last = b.globalTable("in2");
        KStream<String, String> joined =
                stream.leftJoin(last, (k, v) -> "last", (x, y) -> x + "<" + y);
        joined.to("out");
        stream.selectKey((k, v) -> "last").to("in2");
    }

    static void two(StreamsBuilder b) {
        GlobalKTable<String, String> one = b.globalTable("in2");
        KStream<String, String> stream = b.stream("in");
        GlobalKTable<String, String> other = b.globalTable("in3");
        stream.join(one, (k, v) -> k, (x, y) -> x + "+" + y)
                .leftJoin(other, (k, v) -> k, (x, y) -> x + "-" + y)
                .to("out");
    }

    /** Keeps the longest value of each key. */
    static final class Longest extends ContextualProcessor<String, String, Void, Void> {
        @Override
        public void process(Record<String, String> record) {
            KeyValueStore<String, String> store = context().getStateStore("longest");
            String before = record.key() == null ? null : store.get(record.key());
            if (record.key() != null
                    && record.value() != null
                    && (before == null || before.length() < record.value().length())) {
                store.put(record.key(), record.value());
            }
        }
    }

    /** Looks at the global store, which it must not change. */
    static final class Looking extends ContextualFixedKeyProcessor<String, String, String> {
        @Override
        public void process(FixedKeyRecord<String, String> record) {
            KeyValueStore<String, String> store = context().getStateStore("longest");
            String longest = store.get(record.key());
            try {
                store.put(record.key(), "mine");
            } catch (UnsupportedOperationException e) {
                longest += "!";
            }
            context().forward(record.withValue(record.value() + "," + longest));
        }
    }

    static void store(StreamsBuilder b) {
        b.addGlobalStore(
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("longest"), Serdes.String(), Serdes.String()),
                "in2",
                Consumed.with(Serdes.String(), Serdes.String()),
                Longest::new);
        b.<String, String>stream("in").processValues(Looking::new).to("out");
    }

    static void namedTables(StreamsBuilder b) {
        b.<String, String>table("in", Consumed.as("first"))
                .join(
                        b.<String, String>table(
                                "in2",
                                Consumed.as("second"),
                                Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as(
                                        "kept")),
                        (x, y) -> x + y)
                .toStream()
                .to("out");
    }
}
