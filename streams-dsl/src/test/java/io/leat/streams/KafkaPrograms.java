package io.leat.streams;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;

/** Small programs on Kafka Streams, the oracle of Leat. */
@NullUnmarked
final class KafkaPrograms {

    private KafkaPrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("filter", KafkaPrograms::filter);
        ALL.put("filterNotNamed", KafkaPrograms::filterNotNamed);
        ALL.put("mapAndPeek", KafkaPrograms::mapAndPeek);
        ALL.put("flatMaps", KafkaPrograms::flatMaps);
        ALL.put("selectAndMerge", KafkaPrograms::selectAndMerge);
        ALL.put("splits", KafkaPrograms::splits);
        ALL.put("splitNamed", KafkaPrograms::splitNamed);
        ALL.put("countByKey", KafkaPrograms::countByKey);
        ALL.put("wordCount", KafkaPrograms::wordCount);
        ALL.put("countUncached", KafkaPrograms::countUncached);
        ALL.put("groupedTwice", KafkaPrograms::groupedTwice);
        ALL.put("reduces", KafkaPrograms::reduces);
        ALL.put("aggregates", KafkaPrograms::aggregates);
        ALL.put("tables", KafkaPrograms::tables);
        ALL.put("tableStored", KafkaPrograms::tableStored);
        ALL.put("tableGrouped", KafkaPrograms::tableGrouped);
        ALL.put("tableReduced", KafkaPrograms::tableReduced);
        ALL.put("toTables", KafkaPrograms::toTables);
        ALL.put("toTableRepartitioned", KafkaPrograms::toTableRepartitioned);
        ALL.put("repartitions", KafkaPrograms::repartitions);
        ALL.put("dynamicSink", KafkaPrograms::dynamicSink);
        ALL.put("processes", KafkaPrograms::processes);
        ALL.putAll(KafkaWindowPrograms.ALL);
        ALL.putAll(KafkaJoinPrograms.ALL);
        ALL.putAll(KafkaVersionedPrograms.ALL);
        ALL.putAll(KafkaStorePrograms.ALL);
        ALL.putAll(KafkaSuppressPrograms.ALL);
        ALL.putAll(KafkaCogroupPrograms.ALL);
        ALL.putAll(KafkaGlobalPrograms.ALL);
        ALL.putAll(KafkaForeignPrograms.ALL);
        ALL.putAll(KafkaOptimizedPrograms.ALL);
    }

    static void filter(StreamsBuilder b) {
        b.<String, String>stream("in").filter((k, v) -> v != null && v.length() > 3).to("out");
    }

    static void filterNotNamed(StreamsBuilder b) {
        b.<String, String>stream("in")
                .filterNot((k, v) -> v == null, Named.as("no-nulls"))
                .to("out");
    }

    static void mapAndPeek(StreamsBuilder b) {
        b.<String, String>stream("in")
                .peek((k, v) -> {})
                .map((k, v) -> KeyValue.pair(v, k))
                .mapValues((k, v) -> k + "/" + v)
                .to("out");
    }

    static void flatMaps(StreamsBuilder b) {
        b.<String, String>stream("in")
                .filter((k, v) -> v != null)
                .flatMapValues(v -> List.of(v.split(" ")))
                .flatMap((k, v) -> List.of(KeyValue.pair(v, v), KeyValue.pair(k, v)))
                .to("out");
    }

    static void selectAndMerge(StreamsBuilder b) {
        KStream<String, String> one = b.stream("in");
        KStream<String, String> two = b.stream(List.of("in2", "in3"));
        one.selectKey((k, v) -> v).merge(two).to("out");
    }

    static void splits(StreamsBuilder b) {
        b.<String, String>stream("in")
                .split()
                .branch(
                        (k, v) -> v != null && v.startsWith("a"),
                        Branched.withConsumer(s -> s.to("out")))
                .branch((k, v) -> v != null && v.startsWith("b"))
                .defaultBranch(Branched.withConsumer(s -> s.to("out2")));
    }

    static void splitNamed(StreamsBuilder b) {
        Map<String, KStream<String, String>> branches =
                b.<String, String>stream("in")
                        .split(Named.as("kind-"))
                        .branch((k, v) -> v != null && v.startsWith("a"), Branched.as("a"))
                        .branch((k, v) -> v == null, Branched.as("null"))
                        .noDefaultBranch();
        branches.get("kind-a").to("out");
        branches.get("kind-null").to("out2");
    }

    static void countByKey(StreamsBuilder b) {
        b.<String, String>stream("in")
                .groupByKey()
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
    }

    static void wordCount(StreamsBuilder b) {
        b.<String, String>stream("in")
                .filter((k, v) -> v != null)
                .flatMapValues(v -> List.of(v.split(" ")))
                .groupBy((k, v) -> v)
                .count(Materialized.as("counts"))
                .toStream()
                .mapValues(v -> v.toString())
                .to("out");
    }

    static void countUncached(StreamsBuilder b) {
        Materialized<String, Long, KeyValueStore<Bytes, byte[]>> kept = Materialized.as("c");
        b.<String, String>stream("in")
                .groupBy((k, v) -> v == null ? null : v.substring(0, 1))
                .count(kept.withCachingDisabled())
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
    }

    static void groupedTwice(StreamsBuilder b) {
        KGroupedStream<String, String> grouped =
                b.<String, String>stream("in").selectKey((k, v) -> v).groupByKey(Grouped.as("g"));
        grouped.count().toStream().mapValues(String::valueOf).to("out");
        grouped.reduce((x, y) -> x + y).toStream().to("out2");
    }

    static void reduces(StreamsBuilder b) {
        b.<String, String>stream("in")
                .groupByKey()
                .reduce((x, y) -> y.equals("drop") ? null : x + y)
                .toStream()
                .to("out");
    }

    static void aggregates(StreamsBuilder b) {
        Materialized<String, String, KeyValueStore<Bytes, byte[]>> kept = Materialized.as("agg");
        b.<String, String>stream("in")
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .aggregate(() -> "", (k, v, a) -> a + v, kept.withValueSerde(Serdes.String()))
                .toStream(Named.as("as-stream"))
                .to("out", Produced.as("sink"));
    }

    static void tables(StreamsBuilder b) {
        b.<String, String>table("in")
                .filter((k, v) -> v.length() > 3)
                .mapValues(v -> v + "!")
                .toStream()
                .to("out");
    }

    static void tableStored(StreamsBuilder b) {
        b.<String, String>table("in", Materialized.as("rows"))
                .filterNot((k, v) -> v.length() > 3, Materialized.as("short"))
                .toStream((k, v) -> v)
                .to("out");
    }

    static void tableGrouped(StreamsBuilder b) {
        b.<String, String>table("in")
                .groupBy((k, v) -> KeyValue.pair(v.substring(0, 1), v))
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
    }

    static void tableReduced(StreamsBuilder b) {
        b.<String, String>table("in")
                .filter((k, v) -> v.length() > 1)
                .mapValues(v -> v.toUpperCase(Locale.ROOT))
                .groupBy((k, v) -> KeyValue.pair(v.substring(0, 1), v), Grouped.as("by-letter"))
                .aggregate(() -> "", (k, v, a) -> a + "+" + v, (k, v, a) -> a + "-" + v)
                .toStream()
                .to("out");
    }

    static void toTables(StreamsBuilder b) {
        b.<String, String>stream("in").toTable().toStream().to("out");
    }

    static void toTableRepartitioned(StreamsBuilder b) {
        b.<String, String>stream("in")
                .selectKey((k, v) -> v)
                .toTable(Named.as("latest"), Materialized.as("latest-store"))
                .toStream()
                .to("out");
    }

    static void repartitions(StreamsBuilder b) {
        b.<String, String>stream("in").selectKey((k, v) -> v).repartition().to("out");
        b.<String, String>stream("in2").repartition(Repartitioned.as("again")).to("out2");
    }

    static void dynamicSink(StreamsBuilder b) {
        b.<String, String>stream("in", Consumed.as("source"))
                .filter((k, v) -> v != null)
                .to((k, v, c) -> v.startsWith("a") ? "out" : "out2");
    }

    static void processes(StreamsBuilder b) {
        b.<String, String>stream("in")
                .processValues(() -> new Marking())
                .process(() -> new Doubling(), Named.as("double"))
                .groupByKey()
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
    }

    static final class Marking extends ContextualFixedKeyProcessor<String, String, String> {
        @Override
        public void process(FixedKeyRecord<String, String> record) {
            context().forward(record.withValue(record.value() + "*"));
        }
    }

    static final class Doubling extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            context().forward(record);
            context().forward(record.withKey(record.value()).withTimestamp(record.timestamp() + 1));
        }
    }
}
