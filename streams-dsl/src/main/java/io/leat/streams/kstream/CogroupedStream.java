package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.topology.GraphNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Grouped streams, each with what it does to an aggregate that they share. */
final class CogroupedStream<K, A> implements CogroupedKStream<K, A> {

    static final String AGGREGATE = "COGROUPKSTREAM-AGGREGATE-";
    private static final String MERGE = "COGROUPKSTREAM-MERGE-";

    private final DslGraph dsl;
    private final Map<GroupedStream<K, ?>, Aggregator<? super K, Object, A>> groups =
            new LinkedHashMap<>();

    /** The repartitioned streams; one topic serves all aggregations of this. */
    private final Map<GroupedStream<K, ?>, StreamNode<K, ?>> repartitioned = new LinkedHashMap<>();

    CogroupedStream(DslGraph dsl) {
        this.dsl = dsl;
    }

    DslGraph dsl() {
        return dsl;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <V> CogroupedKStream<K, A> cogroup(
            KGroupedStream<K, V> groupedStream, Aggregator<? super K, ? super V, A> aggregator) {
        Objects.requireNonNull(groupedStream, "groupedStream can't be null");
        Objects.requireNonNull(aggregator, "aggregator can't be null");
        groups.put(
                (GroupedStream<K, V>) groupedStream, (Aggregator<? super K, Object, A>) aggregator);
        return this;
    }

    @Override
    public KTable<K, A> aggregate(Initializer<A> initializer) {
        return aggregated(initializer, null, Materialized.with(null, null));
    }

    @Override
    public KTable<K, A> aggregate(Initializer<A> initializer, Named named) {
        return aggregated(initializer, named, Materialized.with(null, null));
    }

    @Override
    public KTable<K, A> aggregate(
            Initializer<A> initializer,
            Materialized<K, A, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregated(initializer, null, materialized);
    }

    @Override
    public KTable<K, A> aggregate(
            Initializer<A> initializer,
            Named named,
            Materialized<K, A, KeyValueStore<Bytes, byte[]>> materialized) {
        Objects.requireNonNull(named, "named can't be null");
        return aggregated(initializer, named, materialized);
    }

    private KTable<K, A> aggregated(
            Initializer<A> initializer, Named named, Materialized<K, A, ?> materialized) {
        Objects.requireNonNull(initializer, "initializer can't be null");
        Objects.requireNonNull(materialized, "materialized can't be null");
        Stored<K, A> stored = new Stored<>(dsl, materialized, AGGREGATE).mayExpire();
        return table(
                named,
                stored,
                aggregator -> Aggregation.ofStream(stored, initializer, aggregator::apply),
                stored.keySerde(),
                null);
    }

    /** Makes the processor of one of the streams. */
    interface Steps<K, A, KR> {
        TableStep<K, Object, KR, A> step(Aggregator<? super K, Object, A> aggregator);
    }

    /**
     * The table of all streams: one aggregating node for each, and one that merges.
     *
     * @param graceMs how late windows take records, null where there are no windows
     */
    <KR> KTable<KR, A> table(
            Named named, Stored<K, A> stored, Steps<K, A, KR> steps, Serde<KR> keys, Long graceMs) {
        stored.need();
        List<String> parents = new ArrayList<>();
        for (GroupedStream<K, ?> group : groups.keySet()) {
            parents.add(partitioned(group, stored.name()));
        }
        dsl.copartition(parents.toArray(String[]::new));
        List<String> names = new ArrayList<>();
        List<TableStep<K, Object, KR, A>> all = new ArrayList<>();
        for (Aggregator<? super K, Object, A> aggregator : groups.values()) {
            int number = names.size();
            String name = dsl.nodeName(suffixed(named, "-cogroup-agg-" + number), AGGREGATE);
            TableStep<K, Object, KR, A> step = steps.step(aggregator);
            step.ownTime(name + ".time");
            dsl.add(new GraphNode.Processing(name, List.of(parents.get(number)), step, null));
            names.add(name);
            all.add(step);
        }
        String merge = dsl.nodeName(suffixed(named, "-cogroup-merge"), MERGE);
        Cogrouping<KR, A> step = new Cogrouping<>(all);
        dsl.add(new GraphNode.Processing(merge, names, step, null));
        return new TableNode<>(dsl, merge, step, stored, keys, stored.valueSerde(), names, null)
                .withGrace(graceMs);
    }

    private static String suffixed(Named named, String suffix) {
        return named == null ? null : named.name + suffix;
    }

    private String partitioned(GroupedStream<K, ?> group, String storeName) {
        if (!group.needsRepartition()) {
            return group.streamName();
        }
        StreamNode<K, ?> known = repartitioned.get(group);
        if (known == null) {
            known = group.repartitionedOnce(storeName);
            repartitioned.put(group, known);
        } else {
            Repartitions.skipNames(dsl);
        }
        return known.name;
    }

    @Override
    public <W extends Window> TimeWindowedCogroupedKStream<K, A> windowedBy(Windows<W> windows) {
        return new TimeWindowedCogroup<>(this, new WindowKind.Fixed(windows));
    }

    @Override
    public TimeWindowedCogroupedKStream<K, A> windowedBy(SlidingWindows windows) {
        return new TimeWindowedCogroup<>(this, new WindowKind.Sliding(windows));
    }

    @Override
    public SessionWindowedCogroupedKStream<K, A> windowedBy(SessionWindows windows) {
        return new SessionWindowedCogroup<>(this, windows);
    }
}
