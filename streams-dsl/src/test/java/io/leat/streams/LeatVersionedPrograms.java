package io.leat.streams;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Joined;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Named;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import io.leat.streams.state.VersionedKeyValueStore;
import io.leat.streams.state.VersionedRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** Programs with versioned stores on Leat. The same text as in {@link KafkaVersionedPrograms}. */
@NullUnmarked
final class LeatVersionedPrograms {

    private LeatVersionedPrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("versionedTable", LeatVersionedPrograms::versionedTable);
        ALL.put("versionedTableMapped", LeatVersionedPrograms::versionedTableMapped);
        ALL.put("versionedTableFiltered", LeatVersionedPrograms::versionedTableFiltered);
        ALL.put("versionedTableGrouped", LeatVersionedPrograms::versionedTableGrouped);
        ALL.put("versionedTableJoins", LeatVersionedPrograms::versionedTableJoins);
        ALL.put("versionedFilterKept", LeatVersionedPrograms::versionedFilterKept);
        ALL.put("versionedAggregate", LeatVersionedPrograms::versionedAggregate);
        ALL.put("versionedToTable", LeatVersionedPrograms::versionedToTable);
        ALL.put("versionedStreamJoin", LeatVersionedPrograms::versionedStreamJoin);
        ALL.put("versionedStreamJoinMapped", LeatVersionedPrograms::versionedStreamJoinMapped);
        ALL.put("graceJoin", LeatVersionedPrograms::graceJoin);
        ALL.put("graceLeftJoin", LeatVersionedPrograms::graceLeftJoin);
        ALL.put("graceJoinRepartitioned", LeatVersionedPrograms::graceJoinRepartitioned);
        ALL.put("versionedProcessor", LeatVersionedPrograms::versionedProcessor);
        ALL.put("versionedProcessorShort", LeatVersionedPrograms::versionedProcessorShort);
    }

    private static Materialized<String, String, KeyValueStore<Bytes, byte[]>> versions(
            String name, long history) {
        return Materialized.<String, String>as(
                        Stores.persistentVersionedKeyValueStore(name, Duration.ofMillis(history)))
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.String());
    }

    private static KTable<String, String> table(StreamsBuilder b, String topic) {
        return b.table(topic, versions("versions-" + topic, 100_000));
    }

    static void versionedTable(StreamsBuilder b) {
        b.<String, String>table("in0", versions("expiring", 20)).toStream().to("out");
    }

    static void versionedTableMapped(StreamsBuilder b) {
        table(b, "in0").mapValues((k, v) -> k + v).toStream().to("out");
    }

    static void versionedTableFiltered(StreamsBuilder b) {
        table(b, "in0").filter((k, v) -> v.length() < 3).toStream().to("out");
    }

    static void versionedTableGrouped(StreamsBuilder b) {
        table(b, "in0")
                .groupBy(
                        (k, v) -> KeyValue.pair(v.substring(0, 1), v),
                        Grouped.with(Serdes.String(), Serdes.String()))
                .count(Named.as("counted"))
                .toStream()
                .mapValues(count -> "" + count)
                .to("out");
    }

    static void versionedTableJoins(StreamsBuilder b) {
        KTable<String, String> one = table(b, "in0");
        KTable<String, String> other = table(b, "in1");
        one.join(other, (x, y) -> x + "+" + y).toStream().to("out");
        one.leftJoin(other, (x, y) -> x + "+" + y).toStream().to("out-left");
        one.outerJoin(other, (x, y) -> x + "+" + y).toStream().to("out-outer");
    }

    static void versionedFilterKept(StreamsBuilder b) {
        b.<String, String>table("in0")
                .filter((k, v) -> v.length() < 3, versions("kept", 100_000))
                .toStream()
                .to("out");
    }

    static void versionedAggregate(StreamsBuilder b) {
        b.<String, String>stream("in0")
                .groupByKey()
                .reduce((x, y) -> x.length() > 20 ? y : x + y, versions("reduced", 100_000))
                .toStream()
                .to("out");
    }

    static void versionedToTable(StreamsBuilder b) {
        b.<String, String>stream("in0").toTable(versions("expiring", 40)).toStream().to("out");
    }

    static void versionedStreamJoin(StreamsBuilder b) {
        b.<String, String>stream("in0").leftJoin(table(b, "in1"), (x, y) -> x + "+" + y).to("out");
    }

    static void versionedStreamJoinMapped(StreamsBuilder b) {
        b.<String, String>stream("in0")
                .join(
                        table(b, "in1").filterNot((k, v) -> v.equals("b")).mapValues(v -> v + v),
                        (k, x, y) -> k + x + "+" + y)
                .to("out");
    }

    static void graceJoin(StreamsBuilder b) {
        b.<String, String>stream("in0")
                .join(
                        table(b, "in1"),
                        (k, x, y) -> k + x + "+" + y,
                        Joined.with(
                                Serdes.String(),
                                Serdes.String(),
                                Serdes.String(),
                                "waiting",
                                Duration.ofMillis(25)))
                .to("out");
    }

    static void graceLeftJoin(StreamsBuilder b) {
        b.<String, String>stream("in0")
                .leftJoin(
                        table(b, "in1").mapValues(v -> v + "!"),
                        (x, y) -> x + "+" + y,
                        Joined.<String, String, String>keySerde(Serdes.String())
                                .withGracePeriod(Duration.ofMillis(40)))
                .to("out");
    }

    static void graceJoinRepartitioned(StreamsBuilder b) {
        KStream<String, String> moved = b.<String, String>stream("in0").map((k, v) -> swap(k, v));
        moved.join(
                        table(b, "in1"),
                        (x, y) -> x + "+" + y,
                        Joined.<String, String, String>as("moved")
                                .withGracePeriod(Duration.ofMillis(10)))
                .to("out");
    }

    private static KeyValue<String, String> swap(String key, String value) {
        return KeyValue.pair(value == null ? "none" : "k" + value.length() % 4, key);
    }

    static void versionedProcessor(StreamsBuilder b) {
        process(b, 100_000);
    }

    static void versionedProcessorShort(StreamsBuilder b) {
        process(b, 30);
    }

    private static void process(StreamsBuilder b, long history) {
        b.addStateStore(
                Stores.versionedKeyValueStoreBuilder(
                        Stores.persistentVersionedKeyValueStore(
                                "expiring", Duration.ofMillis(history), Duration.ofMillis(10)),
                        Serdes.String(),
                        Serdes.String()));
        b.<String, String>stream("in0").process(Versions::new, "expiring").to("out");
    }

    /** Puts and reads at many times, and tells all that it sees. */
    private static final class Versions
            extends ContextualProcessor<String, String, String, String> {

        private VersionedKeyValueStore<String, String> store;

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            store = context.getStateStore("expiring");
        }

        @Override
        public void process(Record<String, String> record) {
            StringBuilder seen = new StringBuilder();
            long time = record.timestamp();
            if ("drop".equals(record.value())) {
                seen.append("deleted ").append(text(store.delete(record.key(), time)));
            } else {
                seen.append(store.put(record.key(), record.value(), time));
            }
            seen.append(" latest ").append(text(store.get(record.key())));
            for (long at = time - 60; at <= time + 20; at += 7) {
                seen.append(' ').append(at).append(text(store.get(record.key(), at)));
            }
            context().forward(record.withValue(seen.toString()));
        }

        private static String text(VersionedRecord<String> version) {
            return version == null
                    ? "-"
                    : version.value() + version.timestamp() + version.validTo();
        }
    }
}
