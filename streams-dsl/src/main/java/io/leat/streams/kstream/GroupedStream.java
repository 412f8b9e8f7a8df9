package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.topology.GraphNode;
import java.util.List;
import java.util.Objects;

/**
 * Records grouped by their key; the repartition topic, if one is needed, comes with the operator.
 */
final class GroupedStream<K, V> implements KGroupedStream<K, V> {

    static final String AGGREGATE = "KSTREAM-AGGREGATE-";
    static final String REDUCE = "KSTREAM-REDUCE-";

    private final StreamNode<K, V> stream;
    private final Serde<K> keySerde;
    private final Serde<V> valueSerde;
    private final String name;
    private StreamNode<K, V> repartitioned;

    GroupedStream(StreamNode<K, V> stream, Grouped<K, V> grouped) {
        this.stream = stream;
        this.keySerde = grouped.keySerde != null ? grouped.keySerde : stream.keySerde;
        this.valueSerde = grouped.valueSerde != null ? grouped.valueSerde : stream.valueSerde;
        this.name = grouped.name;
    }

    @Override
    public KTable<K, Long> count() {
        return counted(null, Materialized.with(null, null));
    }

    @Override
    public KTable<K, Long> count(Named named) {
        return counted(named, Materialized.with(null, null));
    }

    @Override
    public KTable<K, Long> count(Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized) {
        return count(null, materialized);
    }

    @Override
    public KTable<K, Long> count(
            Named named, Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized) {
        if (Stored.nameOf(materialized) == null) {
            stream.dsl.nextStoreName(AGGREGATE); // used up, as by Kafka
        }
        return counted(named, materialized);
    }

    @Override
    public KTable<K, V> reduce(Reducer<V> reducer) {
        return reduce(reducer, Materialized.with(null, null));
    }

    @Override
    public KTable<K, V> reduce(
            Reducer<V> reducer, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return reduce(reducer, null, materialized);
    }

    @Override
    public KTable<K, V> reduce(
            Reducer<V> reducer,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return reduced(reducer, named, materialized);
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer, Aggregator<? super K, ? super V, VR> aggregator) {
        return aggregate(initializer, aggregator, Materialized.with(null, null));
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> aggregator,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregate(initializer, aggregator, null, materialized);
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> aggregator,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, aggregator, named, materialized);
    }

    private KTable<K, Long> counted(Named named, Materialized<K, Long, ?> materialized) {
        Stored<K, Long> stored =
                new Stored<>(stream.dsl, materialized, AGGREGATE)
                        .mayExpire()
                        .orSerdes(keySerde, Serdes.Long());
        Aggregation<K, V, V, Long> counting =
                Aggregation.<K, V, Long>ofStream(stored, () -> 0L, (key, value, count) -> count + 1)
                        .making(Long.class);
        return add(AGGREGATE, named, stored, counting, stored.keySerde(), null);
    }

    private KTable<K, V> reduced(
            Reducer<V> reducer, Named named, Materialized<K, V, ?> materialized) {
        Stored<K, V> stored =
                new Stored<>(stream.dsl, materialized, REDUCE)
                        .mayExpire()
                        .orSerdes(keySerde, valueSerde);
        return add(REDUCE, named, stored, () -> null, Aggregation.reducing(reducer));
    }

    private <VR> KTable<K, VR> aggregated(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> aggregator,
            Named named,
            Materialized<K, VR, ?> materialized) {
        Stored<K, VR> stored =
                new Stored<>(stream.dsl, materialized, AGGREGATE)
                        .mayExpire()
                        .orSerdes(keySerde, null);
        Objects.requireNonNull(initializer, "initializer can't be null");
        return add(AGGREGATE, named, stored, initializer, aggregator::apply);
    }

    private <A> KTable<K, A> add(
            String prefix,
            Named named,
            Stored<K, A> stored,
            Initializer<A> initializer,
            Aggregation.Fold<K, V, A> fold) {
        return add(
                prefix,
                named,
                stored,
                Aggregation.ofStream(stored, initializer, fold),
                stored.keySerde(),
                null);
    }

    /**
     * Adds an aggregation, and the repartition topic before it if one is needed.
     *
     * @param graceMs how late windows take records, null where there are no windows
     */
    <KR, A> KTable<KR, A> add(
            String prefix,
            Named named,
            Stored<K, A> stored,
            TableStep<K, V, KR, A> step,
            Serde<KR> keys,
            Long graceMs) {
        stored.need();
        DslGraph dsl = stream.dsl;
        String added = dsl.nodeName(named, prefix);
        String parent = stream.repartition ? repartitioned(stored.name()).name : stream.name;
        dsl.add(new GraphNode.Processing(added, List.of(parent), step, null));
        return new TableNode<>(dsl, added, step, stored, keys, stored.valueSerde())
                .withGrace(graceMs);
    }

    @Override
    public <VOut> CogroupedKStream<K, VOut> cogroup(
            Aggregator<? super K, ? super V, VOut> aggregator) {
        return new CogroupedStream<K, VOut>(stream.dsl).cogroup(this, aggregator);
    }

    boolean needsRepartition() {
        return stream.repartition;
    }

    String streamName() {
        return stream.name;
    }

    /** This stream through a repartition topic of its own. */
    StreamNode<K, V> repartitionedOnce(String storeName) {
        return Repartitions.byKey(stream, name != null ? name : storeName, keySerde, valueSerde);
    }

    DslGraph dsl() {
        return stream.dsl;
    }

    Serde<K> keySerde() {
        return keySerde;
    }

    Serde<V> valueSerde() {
        return valueSerde;
    }

    @Override
    public <W extends Window> TimeWindowedKStream<K, V> windowedBy(Windows<W> windows) {
        return new TimeWindowedStream<>(this, new WindowKind.Fixed(windows));
    }

    @Override
    public TimeWindowedKStream<K, V> windowedBy(SlidingWindows windows) {
        return new TimeWindowedStream<>(this, new WindowKind.Sliding(windows));
    }

    @Override
    public SessionWindowedKStream<K, V> windowedBy(SessionWindows windows) {
        return new SessionWindowedStream<>(this, windows);
    }

    /** A named repartition topic serves all operators of this group; each uses up its numbers. */
    private StreamNode<K, V> repartitioned(String storeName) {
        if (repartitioned != null && name != null) {
            Repartitions.skipNames(stream.dsl);
        } else {
            repartitioned = repartitionedOnce(storeName);
        }
        return repartitioned;
    }
}
