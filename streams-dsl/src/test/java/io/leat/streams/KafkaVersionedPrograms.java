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
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.VersionedKeyValueStore;
import org.apache.kafka.streams.state.VersionedRecord;
import org.jspecify.annotations.NullUnmarked;

/**
 * Programs with versioned stores on Apache Kafka Streams. The same text as in {@link
 * LeatVersionedPrograms}.
 */
@NullUnmarked
final class KafkaVersionedPrograms {

    private KafkaVersionedPrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("versionedTable", KafkaVersionedPrograms::versionedTable);
        ALL.put("versionedTableMapped", KafkaVersionedPrograms::versionedTableMapped);
        ALL.put("versionedTableFiltered", KafkaVersionedPrograms::versionedTableFiltered);
        ALL.put("versionedTableGrouped", KafkaVersionedPrograms::versionedTableGrouped);
        ALL.put("versionedTableJoins", KafkaVersionedPrograms::versionedTableJoins);
        ALL.put("versionedFilterKept", KafkaVersionedPrograms::versionedFilterKept);
        ALL.put("versionedAggregate", KafkaVersionedPrograms::versionedAggregate);
        ALL.put("versionedToTable", KafkaVersionedPrograms::versionedToTable);
        ALL.put("versionedStreamJoin", KafkaVersionedPrograms::versionedStreamJoin);
        ALL.put("versionedStreamJoinMapped", KafkaVersionedPrograms::versionedStreamJoinMapped);
        ALL.put("graceJoin", KafkaVersionedPrograms::graceJoin);
        ALL.put("graceLeftJoin", KafkaVersionedPrograms::graceLeftJoin);
        ALL.put("graceJoinRepartitioned", KafkaVersionedPrograms::graceJoinRepartitioned);
        ALL.put("versionedProcessor", KafkaVersionedPrograms::versionedProcessor);
        ALL.put("versionedProcessorShort", KafkaVersionedPrograms::versionedProcessorShort);
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
