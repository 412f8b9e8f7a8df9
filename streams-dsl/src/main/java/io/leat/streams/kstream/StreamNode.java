package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.processor.TopicNameExtractor;
import io.leat.streams.processor.api.FixedKeyProcessorSupplier;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.topology.GraphNode;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A stream as a node of the topology under construction. */
final class StreamNode<K, V> implements KStream<K, V> {

    private static final Set<String> KEY_CHANGING =
            Set.of("KSTREAM-KEY-SELECT-", "KSTREAM-MAP-", "KSTREAM-FLATMAP-");
    private static final Set<String> VALUE_CHANGING =
            Set.of("KSTREAM-MAPVALUES-", "KSTREAM-FLATMAPVALUES-");

    final DslGraph dsl;
    final String name;
    final Serde<K> keySerde;
    final Serde<V> valueSerde;

    /** Whether the key may have changed since the records were last partitioned by it. */
    final boolean repartition;

    StreamNode(
            DslGraph dsl,
            String name,
            Serde<K> keySerde,
            Serde<V> valueSerde,
            boolean repartition) {
        this.dsl = dsl;
        this.name = name;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.repartition = repartition;
    }

    private StreamNode<K, V> forJoin;

    /**
     * This stream, partitioned by its key, to be joined.
     *
     * @param given the name for the repartition topic, null for that of this stream
     */
    StreamNode<K, V> forJoin(String given, Serde<K> keys, Serde<V> values) {
        if (!repartition) {
            return this;
        }
        if (given == null && forJoin != null) {
            Repartitions.skipNames(dsl);
        } else {
            forJoin =
                    Repartitions.byKey(
                            this,
                            given != null ? given : name,
                            keys != null ? keys : keySerde,
                            values != null ? values : valueSerde);
        }
        return forJoin;
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return new StreamJoins<K, V, VRight, VOut>(dsl, streamJoined, windows, false, false)
                .join(this, (StreamNode<K, VRight>) otherStream, joiner);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return new StreamJoins<K, V, VRight, VOut>(dsl, streamJoined, windows, true, false)
                .join(this, (StreamNode<K, VRight>) otherStream, joiner);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return new StreamJoins<K, V, VRight, VOut>(dsl, streamJoined, windows, true, true)
                .join(this, (StreamNode<K, VRight>) otherStream, joiner);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined) {
        return tableJoin((TableNode<K, VTable>) table, joiner, joined, false);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined) {
        return tableJoin((TableNode<K, VTable>) table, joiner, joined, true);
    }

    private <VTable, VOut> KStream<K, VOut> tableJoin(
            TableNode<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined,
            boolean left) {
        Objects.requireNonNull(joiner, "joiner cannot be null");
        StreamNode<K, V> from = forJoin(joined.name, joined.keySerde, joined.leftValueSerde);
        from.dsl.copartition(from.name, table.name);
        String added = dsl.nodeName(joined.name, left ? "KSTREAM-LEFTJOIN-" : "KSTREAM-JOIN-");
        if (left) {
            dsl.takesNullKeys(added);
        }
        TableRows<K, VTable> rows = table.step.rows();
        StreamTableJoin<K, V, VTable, VOut> join =
                new StreamTableJoin<>(rows, joiner, left, table.step.versioned());
        if (joined.gracePeriod == null) {
            dsl.add(new GraphNode.Processing(added, List.of(from.name), join, null));
        } else {
            WaitingJoin<K, V, VTable, VOut> waiting =
                    new WaitingJoin<>(
                            join,
                            added,
                            joined.keySerde != null ? joined.keySerde : from.keySerde,
                            joined.leftValueSerde != null ? joined.leftValueSerde : from.valueSerde,
                            joined.gracePeriod.toMillis());
            waiting.check(table);
            dsl.add(new GraphNode.Processing(added, List.of(from.name), waiting, null));
            dsl.later(graph -> waiting.check(graph, rows.stores()));
        }
        rows.stores().forEach(store -> dsl.connect(added, store));
        return new StreamNode<>(
                dsl, added, joined.keySerde != null ? joined.keySerde : from.keySerde, null, false);
    }

    @Override
    public <KG, VG, VOut> KStream<K, VOut> join(
            GlobalKTable<KG, VG> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends KG> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super VG, ? extends VOut> joiner,
            Named named) {
        return globalJoin((GlobalTable<KG, VG>) globalTable, keySelector, joiner, named, false);
    }

    @Override
    public <KG, VG, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<KG, VG> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends KG> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super VG, ? extends VOut> joiner,
            Named named) {
        return globalJoin((GlobalTable<KG, VG>) globalTable, keySelector, joiner, named, true);
    }

    private <KG, VG, VOut> KStream<K, VOut> globalJoin(
            GlobalTable<KG, VG> table,
            KeyValueMapper<? super K, ? super V, ? extends KG> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super VG, ? extends VOut> joiner,
            Named named,
            boolean left) {
        Objects.requireNonNull(table, "globalTable cannot be null");
        Objects.requireNonNull(keySelector, "keySelector cannot be null");
        Objects.requireNonNull(joiner, "joiner cannot be null");
        StreamNode<K, VOut> result =
                node(
                        "KSTREAM-LEFTJOIN-",
                        named,
                        new StreamGlobalJoin<K, V, KG, VG, VOut>(
                                new TableRows.Kept<>(table.store()), keySelector, joiner, left),
                        keySerde,
                        null,
                        repartition);
        if (left) {
            dsl.takesNullKeys(result.name);
        }
        return result;
    }

    static Named name(String name) {
        return name == null ? null : Named.as(name);
    }

    <KR, VR> StreamNode<KR, VR> node(
            String prefix,
            Named named,
            ProcessorSupplier<? super K, ? super V, ? extends KR, ? extends VR> supplier,
            Serde<KR> keys,
            Serde<VR> values,
            boolean mustRepartition) {
        String added = dsl.nodeName(named, prefix);
        if (KEY_CHANGING.contains(prefix)) {
            dsl.changesKey(added);
        } else if (VALUE_CHANGING.contains(prefix)) {
            dsl.changesValue(added);
        }
        return added(added, supplier, keys, values, mustRepartition);
    }

    private <KR, VR> StreamNode<KR, VR> added(
            String added,
            ProcessorSupplier<? super K, ? super V, ? extends KR, ? extends VR> supplier,
            Serde<KR> keys,
            Serde<VR> values,
            boolean mustRepartition) {
        Objects.requireNonNull(supplier, "the operator cannot be null");
        dsl.add(new GraphNode.Processing(added, List.of(name), supplier, null));
        return new StreamNode<>(dsl, added, keys, values, mustRepartition);
    }

    private <VR> StreamNode<K, VR> fixedKeyNode(
            Named named, FixedKeyProcessorSupplier<? super K, ? super V, ? extends VR> supplier) {
        String added = named != null ? named.name : dsl.nextName("KSTREAM-PROCESSVALUES-");
        dsl.add(new GraphNode.Processing(added, List.of(name), null, supplier));
        return new StreamNode<>(dsl, added, keySerde, null, repartition);
    }

    private <KR, VR> StreamNode<KR, VR> connected(StreamNode<KR, VR> node, String... stores) {
        for (String store : stores) {
            dsl.connect(node.name, Objects.requireNonNull(store, "stateStoreNames"));
        }
        return node;
    }

    private StreamNode<K, V> merged(StreamNode<K, V> other, Named named) {
        String added = dsl.nodeName(named, "KSTREAM-MERGE-");
        dsl.merges(added);
        dsl.add(
                new GraphNode.Processing(
                        added, List.of(name, other.name), StreamSteps.<K, V>pass(), null));
        return new StreamNode<>(dsl, added, null, null, repartition || other.repartition);
    }

    private void sink(String topic, TopicNameExtractor<K, V> extractor, Produced<K, V> produced) {
        if (topic == null && extractor == null) {
            throw new NullPointerException("topic can't be null");
        }
        Serde<K> keys = produced.keySerde != null ? produced.keySerde : keySerde;
        Serde<V> values = produced.valueSerde != null ? produced.valueSerde : valueSerde;
        dsl.add(
                new GraphNode.Sink(
                        dsl.nodeName(name(produced.processorName), "KSTREAM-SINK-"),
                        List.of(name),
                        topic,
                        extractor,
                        keys == null ? null : keys.serializer(),
                        values == null ? null : values.serializer(),
                        Repartitions.partitioner(produced.partitioner, keys)));
    }

    @Override
    public KStream<K, V> filter(Predicate<? super K, ? super V> predicate) {
        return filter(predicate, null);
    }

    @Override
    public KStream<K, V> filter(Predicate<? super K, ? super V> predicate, Named named) {
        return node(
                "KSTREAM-FILTER-",
                named,
                StreamSteps.filter(predicate, false),
                keySerde,
                valueSerde,
                repartition);
    }

    @Override
    public KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate) {
        return filterNot(predicate, null);
    }

    @Override
    public KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate, Named named) {
        return node(
                "KSTREAM-FILTER-",
                named,
                StreamSteps.filter(predicate, true),
                keySerde,
                valueSerde,
                repartition);
    }

    @Override
    public <KR> KStream<KR, V> selectKey(
            KeyValueMapper<? super K, ? super V, ? extends KR> mapper) {
        return selectKey(mapper, null);
    }

    @Override
    public <KR> KStream<KR, V> selectKey(
            KeyValueMapper<? super K, ? super V, ? extends KR> mapper, Named named) {
        return node(
                "KSTREAM-KEY-SELECT-",
                named,
                StreamSteps.selectKey(mapper),
                null,
                valueSerde,
                true);
    }

    @Override
    public <VR> KStream<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper) {
        return mapValues(mapper, null);
    }

    @Override
    public <VR> KStream<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper, Named named) {
        return node(
                "KSTREAM-MAPVALUES-",
                named,
                StreamSteps.mapValues(StreamSteps.<K, V, VR>withKey(mapper)),
                keySerde,
                null,
                repartition);
    }

    @Override
    public <VR> KStream<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper) {
        return mapValues(mapper, null);
    }

    @Override
    public <VR> KStream<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper, Named named) {
        return node(
                "KSTREAM-MAPVALUES-",
                named,
                StreamSteps.mapValues(mapper),
                keySerde,
                null,
                repartition);
    }

    @Override
    public <VR> KStream<K, VR> flatMapValues(
            ValueMapper<? super V, ? extends Iterable<? extends VR>> mapper) {
        return flatMapValues(mapper, null);
    }

    @Override
    public <VR> KStream<K, VR> flatMapValues(
            ValueMapper<? super V, ? extends Iterable<? extends VR>> mapper, Named named) {
        return node(
                "KSTREAM-FLATMAPVALUES-",
                named,
                StreamSteps.<K, V, VR>flatMapValues(
                        StreamSteps.<K, V, Iterable<? extends VR>>withKey(mapper)),
                keySerde,
                null,
                repartition);
    }

    @Override
    public <VR> KStream<K, VR> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VR>> mapper) {
        return flatMapValues(mapper, null);
    }

    @Override
    public <VR> KStream<K, VR> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VR>> mapper,
            Named named) {
        return node(
                "KSTREAM-FLATMAPVALUES-",
                named,
                StreamSteps.flatMapValues(mapper),
                keySerde,
                null,
                repartition);
    }

    @Override
    public <KR, VR> KStream<KR, VR> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>>
                    mapper) {
        return map(mapper, null);
    }

    @Override
    public <KR, VR> KStream<KR, VR> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>>
                    mapper,
            Named named) {
        return node("KSTREAM-MAP-", named, StreamSteps.<K, V, KR, VR>map(mapper), null, null, true);
    }

    @Override
    public <KR, VR> KStream<KR, VR> flatMap(
            KeyValueMapper<
                            ? super K,
                            ? super V,
                            ? extends Iterable<? extends KeyValue<? extends KR, ? extends VR>>>
                    mapper) {
        return flatMap(mapper, null);
    }

    @Override
    public <KR, VR> KStream<KR, VR> flatMap(
            KeyValueMapper<
                            ? super K,
                            ? super V,
                            ? extends Iterable<? extends KeyValue<? extends KR, ? extends VR>>>
                    mapper,
            Named named) {
        return node(
                "KSTREAM-FLATMAP-",
                named,
                StreamSteps.<K, V, KR, VR>flatMap(mapper),
                null,
                null,
                true);
    }

    @Override
    public KStream<K, V> peek(ForeachAction<? super K, ? super V> action) {
        return peek(action, null);
    }

    @Override
    public KStream<K, V> peek(ForeachAction<? super K, ? super V> action, Named named) {
        return node(
                "KSTREAM-PEEK-",
                named,
                StreamSteps.peek(action),
                keySerde,
                valueSerde,
                repartition);
    }

    @Override
    public void foreach(ForeachAction<? super K, ? super V> action) {
        foreach(action, null);
    }

    @Override
    public void foreach(ForeachAction<? super K, ? super V> action, Named named) {
        node("KSTREAM-FOREACH-", named, StreamSteps.foreach(action), null, null, false);
    }

    @Override
    public void print(Printed<K, V> printed) {
        node(
                "KSTREAM-PRINTER-",
                name(printed.processorName),
                StreamSteps.print(printed, name),
                null,
                null,
                false);
    }

    @Override
    public KStream<K, V> merge(KStream<K, V> stream) {
        return merge(stream, null);
    }

    @Override
    public KStream<K, V> merge(KStream<K, V> stream, Named named) {
        return merged((StreamNode<K, V>) stream, named);
    }

    @Override
    public BranchedKStream<K, V> split() {
        return new SplitStream<>(this, null);
    }

    @Override
    public BranchedKStream<K, V> split(Named named) {
        return new SplitStream<>(this, named);
    }

    @Override
    public KStream<K, V> repartition() {
        return repartition(Repartitioned.with(null, null));
    }

    @Override
    public KStream<K, V> repartition(Repartitioned<K, V> repartitioned) {
        return Repartitions.explicit(this, repartitioned);
    }

    @Override
    public void to(String topic) {
        to(topic, Produced.with(null, null));
    }

    @Override
    public void to(String topic, Produced<K, V> produced) {
        sink(topic, null, produced);
    }

    @Override
    public void to(TopicNameExtractor<K, V> topicExtractor) {
        to(topicExtractor, Produced.with(null, null));
    }

    @Override
    public void to(TopicNameExtractor<K, V> topicExtractor, Produced<K, V> produced) {
        sink(null, topicExtractor, produced);
    }

    @Override
    public KTable<K, V> toTable() {
        return toTable(null, Materialized.with(null, null));
    }

    @Override
    public KTable<K, V> toTable(Named named) {
        return toTable(named, Materialized.with(null, null));
    }

    @Override
    public KTable<K, V> toTable(Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return toTable(null, materialized);
    }

    @Override
    public KTable<K, V> toTable(
            Named named, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return TableNode.of(this, named, materialized);
    }

    @Override
    public KGroupedStream<K, V> groupByKey() {
        return groupByKey(Grouped.with(null, null));
    }

    @Override
    public KGroupedStream<K, V> groupByKey(Grouped<K, V> grouped) {
        return new GroupedStream<>(this, grouped);
    }

    @Override
    public <KR> KGroupedStream<KR, V> groupBy(
            KeyValueMapper<? super K, ? super V, KR> keySelector) {
        return groupBy(keySelector, Grouped.with(null, null));
    }

    @Override
    public <KR> KGroupedStream<KR, V> groupBy(
            KeyValueMapper<? super K, ? super V, KR> keySelector, Grouped<KR, V> grouped) {
        return new GroupedStream<>(
                node(
                        "KSTREAM-KEY-SELECT-",
                        name(grouped.name),
                        StreamSteps.<K, V, KR>selectKey(keySelector),
                        null,
                        valueSerde,
                        true),
                grouped);
    }

    @Override
    public <KR, VR> KStream<KR, VR> process(
            ProcessorSupplier<? super K, ? super V, ? extends KR, ? extends VR> supplier,
            String... stateStoreNames) {
        return process(supplier, null, stateStoreNames);
    }

    @Override
    public <KR, VR> KStream<KR, VR> process(
            ProcessorSupplier<? super K, ? super V, ? extends KR, ? extends VR> supplier,
            Named named,
            String... stateStoreNames) {
        return connected(
                added(
                        named != null ? named.name : dsl.nextName("KSTREAM-PROCESSOR-"),
                        supplier,
                        null,
                        null,
                        true),
                stateStoreNames);
    }

    @Override
    public <VR> KStream<K, VR> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VR> supplier,
            String... stateStoreNames) {
        return processValues(supplier, null, stateStoreNames);
    }

    @Override
    public <VR> KStream<K, VR> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VR> supplier,
            Named named,
            String... stateStoreNames) {
        return connected(fixedKeyNode(named, supplier), stateStoreNames);
    }
}
