package io.leat.streams.kstream;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.topology.GraphNode;
import java.util.List;

/** Rows of a table, on the way to a repartition topic under their new key. */
final class GroupedTable<K, V> implements KGroupedTable<K, V> {

    private static final String AGGREGATE = "KTABLE-AGGREGATE-";
    private static final String REDUCE = "KTABLE-REDUCE-";

    private final DslGraph dsl;
    private final String selectName;
    private final Grouped<K, V> grouped;

    GroupedTable(DslGraph dsl, String selectName, Grouped<K, V> grouped) {
        this.dsl = dsl;
        this.selectName = selectName;
        this.grouped = grouped;
    }

    @Override
    public KTable<K, Long> count() {
        return count(null, Materialized.with(null, null));
    }

    @Override
    public KTable<K, Long> count(Named named) {
        return count(named, Materialized.with(null, null));
    }

    @Override
    public KTable<K, Long> count(Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized) {
        return count(null, materialized);
    }

    @Override
    public KTable<K, Long> count(
            Named named, Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized) {
        return counted(named, materialized);
    }

    @Override
    public KTable<K, V> reduce(Reducer<V> adder, Reducer<V> subtractor) {
        return reduce(adder, subtractor, Materialized.with(null, null));
    }

    @Override
    public KTable<K, V> reduce(
            Reducer<V> adder,
            Reducer<V> subtractor,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return reduce(adder, subtractor, null, materialized);
    }

    @Override
    public KTable<K, V> reduce(
            Reducer<V> adder,
            Reducer<V> subtractor,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return reduced(adder, subtractor, named, materialized);
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor) {
        return aggregate(initializer, adder, subtractor, Materialized.with(null, null));
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Named named) {
        return aggregate(initializer, adder, subtractor, named, Materialized.with(null, null));
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregate(initializer, adder, subtractor, null, materialized);
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, adder, subtractor, named, materialized);
    }

    private KTable<K, Long> counted(Named named, Materialized<K, Long, ?> materialized) {
        Stored<K, Long> stored =
                new Stored<>(dsl, materialized, AGGREGATE)
                        .orSerdes(grouped.keySerde, Serdes.Long());
        return add(
                AGGREGATE,
                named,
                stored,
                (key, value, count) -> (count == null ? 0L : count) + 1,
                (key, value, count) -> count - 1);
    }

    private KTable<K, V> reduced(
            Reducer<V> adder,
            Reducer<V> subtractor,
            Named named,
            Materialized<K, V, ?> materialized) {
        Stored<K, V> stored =
                new Stored<>(dsl, materialized, AGGREGATE)
                        .orSerdes(grouped.keySerde, grouped.valueSerde);
        return add(
                REDUCE,
                named,
                stored,
                Aggregation.reducing(adder),
                Aggregation.reducing(subtractor));
    }

    private <VR> KTable<K, VR> aggregated(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Named named,
            Materialized<K, VR, ?> materialized) {
        Stored<K, VR> stored =
                new Stored<>(dsl, materialized, AGGREGATE).orSerdes(grouped.keySerde, null);
        return add(
                AGGREGATE,
                named,
                stored,
                Aggregation.starting(initializer, adder),
                subtractor::apply);
    }

    private <A> KTable<K, A> add(
            String prefix,
            Named named,
            Stored<K, A> stored,
            Aggregation.Fold<K, V, A> adder,
            Aggregation.Fold<K, V, A> subtractor) {
        stored.need();
        String sink = dsl.nodeName(named == null ? null : named.name + "-sink", "KSTREAM-SINK-");
        String source =
                dsl.nodeName(named == null ? null : named.name + "-source", "KSTREAM-SOURCE-");
        String name = dsl.nodeName(named, prefix);
        String topic = (grouped.name != null ? grouped.name : stored.name()) + "-repartition";
        ChangeSerde<V> changes = new ChangeSerde<>(grouped.valueSerde);
        Repartitions.write(
                dsl,
                sink,
                selectName,
                topic,
                Repartitions.serializer(grouped.keySerde),
                changes,
                null);
        Repartitions.read(
                dsl, source, topic, null, Repartitions.deserializer(grouped.keySerde), changes);
        Aggregation<K, Change<V>, V, A> step = Aggregation.ofTable(stored, adder, subtractor);
        dsl.add(new GraphNode.Processing(name, List.of(source), step, null));
        return new TableNode<>(dsl, name, step, stored, stored.keySerde(), stored.valueSerde());
    }
}
