package io.leat.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.CogroupedKStream;
import org.apache.kafka.streams.kstream.GlobalKTable;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.TableJoined;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;

/** Builds {@link RandomPlan}s on Kafka. The same text as {@link LeatRandomTopology}. */
@NullUnmarked
final class KafkaRandomTopology {

    private final List<KStream<String, String>> streams = new ArrayList<>();
    private final List<KTable<String, String>> tables = new ArrayList<>();
    private GlobalKTable<String, String> global;

    private KafkaRandomTopology() {}

    static Topology build(RandomPlan plan) {
        KafkaRandomTopology made = new KafkaRandomTopology();
        StreamsBuilder builder = new StreamsBuilder();
        made.streams.add(builder.stream("in0"));
        made.streams.add(builder.stream("in1"));
        made.tables.add(builder.table("in2"));
        if (plan.global()) {
            made.global = builder.globalTable("in3");
        }
        plan.steps().forEach(made::add);
        for (int i = 0; i < made.streams.size(); i++) {
            made.streams.get(i).to("out" + i);
        }
        return builder.build();
    }

    private void add(RandomPlan.Step step) {
        KStream<String, String> stream = streams.get(step.on() % streams.size());
        KTable<String, String> table = tables.get(step.on() % tables.size());
        String name = step.name();
        switch (step.op()) {
            case FILTER -> streams.add(filter(stream, name));
            case FILTER_NOT -> streams.add(stream.filterNot((k, v) -> v == null));
            case MAP -> streams.add(stream.map((k, v) -> KeyValue.pair(first(v), k + "," + v)));
            case MAP_VALUES -> streams.add(stream.mapValues((k, v) -> v == null ? "?" : v + "!"));
            case FLAT_MAP -> streams.add(stream.flatMap((k, v) -> pairs(k, v)));
            case FLAT_MAP_VALUES -> streams.add(stream.flatMapValues(v -> words(v)));
            case PEEK -> streams.add(stream.peek((k, v) -> {}));
            case SELECT_KEY -> streams.add(stream.selectKey((k, v) -> first(v)));
            case MERGE -> merge(stream, streams.get(step.other() % streams.size()));
            case SPLIT -> split(stream, name);
            case COUNT -> counted(stream.groupByKey(), name);
            case GROUP_BY_COUNT -> counted(stream.groupBy((k, v) -> first(v)), name);
            case REDUCE -> reduce(stream, name);
            case AGGREGATE -> aggregate(stream, name);
            case TO_TABLE -> toTable(stream, name);
            case REPARTITION -> streams.add(repartition(stream, name));
            case PROCESS -> streams.add(stream.process(Twice::new));
            case PROCESS_VALUES -> streams.add(stream.processValues(Longer::new));
            case TABLE_FILTER -> tableFilter(table, name);
            case TABLE_MAP_VALUES -> tableMap(table, name);
            case TABLE_TO_STREAM -> streams.add(table.toStream());
            case TABLE_GROUP_COUNT ->
                    streams.add(
                            table.groupBy((k, v) -> KeyValue.pair(first(v), v))
                                    .count()
                                    .toStream()
                                    .mapValues(String::valueOf));
            case TABLE_GROUP_REDUCE ->
                    tables.add(
                            table.groupBy((k, v) -> KeyValue.pair(first(v), v))
                                    .reduce((a, b) -> a + "+" + b, (a, b) -> a + "-" + b));
            case TABLE_GROUP_AGGREGATE ->
                    tables.add(
                            table.groupBy((k, v) -> KeyValue.pair(first(v), v))
                                    .aggregate(
                                            () -> "",
                                            (k, v, a) -> tail(a + "+" + v),
                                            (k, v, a) -> tail(a + "-" + v)));
            case TABLE_SUPPRESS -> suppress(table, step);
            case COGROUP -> cogroup(stream, streams.get(step.other() % streams.size()), name);
            case GLOBAL_JOIN ->
                    streams.add(stream.join(global, (k, v) -> pointer(v), (v, g) -> v + "/" + g));
            case GLOBAL_LEFT_JOIN ->
                    streams.add(
                            stream.leftJoin(
                                    global, (k, v) -> pointer(v), (v, g) -> tail(v + "/" + g)));
            case FOREIGN_JOIN ->
                    tables.add(
                            table.join(
                                    tables.get(step.other() % tables.size()),
                                    v -> pointer(v),
                                    (v, o) -> tail(v + "." + o),
                                    joined(name)));
            case FOREIGN_LEFT_JOIN ->
                    tables.add(
                            table.leftJoin(
                                    tables.get(step.other() % tables.size()),
                                    (k, v) -> pointer(v),
                                    (v, o) -> tail(v + ":" + o),
                                    joined(name)));
            default -> new KafkaRandomWindows(streams, tables).add(step);
        }
    }

    private static String first(String value) {
        return value == null || value.isEmpty() ? null : value.substring(0, 1);
    }

    private static List<KeyValue<String, String>> pairs(String key, String value) {
        return value == null
                ? List.of()
                : List.of(KeyValue.pair(key, value), KeyValue.pair(first(value), "f"));
    }

    private static List<String> words(String value) {
        return value == null ? List.of() : List.of(value.split(" "));
    }

    /** Points to one of four keys, or to none. */
    private static String pointer(String value) {
        return value == null || value.length() % 7 == 0 ? null : "k" + value.length() % 4;
    }

    private static TableJoined<String, String> joined(String name) {
        return name == null ? TableJoined.with(null, null) : TableJoined.as(name);
    }

    private void suppress(KTable<String, String> table, RandomPlan.Step step) {
        Suppressed<String> until =
                Suppressed.untilTimeLimit(
                        Duration.ofMillis(step.other()), BufferConfig.maxRecords(3));
        tables.add(table.suppress(step.name() == null ? until : until.withName(step.name())));
    }

    private void cogroup(
            KStream<String, String> stream, KStream<String, String> other, String name) {
        CogroupedKStream<String, String> both =
                stream.groupByKey()
                        .<String>cogroup((k, v, a) -> tail(a + v))
                        .cogroup(other.groupByKey(), (k, v, a) -> tail(v + a));
        tables.add(
                name == null ? both.aggregate(() -> "") : both.aggregate(() -> "", Named.as(name)));
    }

    private static String tail(String value) {
        return value.length() > 40 ? value.substring(value.length() - 40) : value;
    }

    private static KStream<String, String> filter(KStream<String, String> stream, String name) {
        return name == null
                ? stream.filter((k, v) -> v == null || v.length() > 1)
                : stream.filter((k, v) -> v == null || v.length() > 1, Named.as(name));
    }

    private void merge(KStream<String, String> stream, KStream<String, String> other) {
        if (stream != other) {
            streams.add(stream.merge(other));
        }
    }

    private void split(KStream<String, String> stream, String name) {
        String prefix = name == null ? "split-" + streams.size() + "-" : name + "-";
        Map<String, KStream<String, String>> branches =
                stream.split(Named.as(prefix))
                        .branch((k, v) -> v != null && v.startsWith("a"), Branched.as("a"))
                        .branch((k, v) -> v == null, Branched.as("null"))
                        .defaultBranch(Branched.as("rest"));
        streams.add(branches.get(prefix + "a"));
        streams.add(branches.get(prefix + "rest"));
    }

    private static <V> Materialized<String, V, KeyValueStore<Bytes, byte[]>> kept(String name) {
        return Materialized.as(name);
    }

    private void counted(KGroupedStream<String, String> grouped, String name) {
        KTable<String, Long> counts = name == null ? grouped.count() : grouped.count(kept(name));
        streams.add(counts.toStream().mapValues(String::valueOf));
    }

    private void reduce(KStream<String, String> stream, String name) {
        KGroupedStream<String, String> grouped = stream.groupByKey();
        tables.add(
                name == null
                        ? grouped.reduce((a, b) -> b.equals("drop") ? null : tail(a + b))
                        : grouped.reduce((a, b) -> tail(a + b), kept(name)));
    }

    private void aggregate(KStream<String, String> stream, String name) {
        KGroupedStream<String, String> grouped = stream.groupByKey();
        tables.add(
                name == null
                        ? grouped.aggregate(() -> "", (k, v, a) -> tail(a + v))
                        : grouped.aggregate(
                                () -> "",
                                (k, v, a) -> tail(a + v),
                                KafkaRandomTopology.<String>kept(name).withCachingDisabled()));
    }

    private void toTable(KStream<String, String> stream, String name) {
        tables.add(name == null ? stream.toTable() : stream.toTable(kept(name)));
    }

    private static KStream<String, String> repartition(
            KStream<String, String> stream, String name) {
        return name == null ? stream.repartition() : stream.repartition(Repartitioned.as(name));
    }

    private void tableFilter(KTable<String, String> table, String name) {
        tables.add(
                name == null
                        ? table.filter((k, v) -> v.length() > 1)
                        : table.filter((k, v) -> v.length() > 1, kept(name)));
    }

    private void tableMap(KTable<String, String> table, String name) {
        tables.add(
                name == null
                        ? table.mapValues(v -> v + "m")
                        : table.mapValues(v -> v + "m", kept(name)));
    }

    /** Sends each record on twice. */
    static final class Twice extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            context().forward(record);
            context().forward(record.withTimestamp(record.timestamp() + 1));
        }
    }

    /** Makes values longer. */
    static final class Longer extends ContextualFixedKeyProcessor<String, String, String> {
        @Override
        public void process(FixedKeyRecord<String, String> record) {
            context().forward(record.withValue(record.value() + "l"));
        }
    }
}
