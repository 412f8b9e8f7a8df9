package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.state.WindowStore;

/** A grouped stream with its windows: fixed ones of any kind, or sliding ones. */
final class TimeWindowedStream<K, V> implements TimeWindowedKStream<K, V> {

    private final GroupedStream<K, V> grouped;
    private final WindowKind kind;
    private EmitStrategy emit = EmitStrategy.onWindowUpdate();

    TimeWindowedStream(GroupedStream<K, V> grouped, WindowKind kind) {
        this.grouped = grouped;
        this.kind = kind;
    }

    @Override
    public TimeWindowedKStream<K, V> emitStrategy(EmitStrategy emitStrategy) {
        kind.checkEmit(emitStrategy);
        emit = emitStrategy;
        return this;
    }

    @Override
    public KTable<Windowed<K>, Long> count(
            Named named, Materialized<K, Long, WindowStore<Bytes, byte[]>> materialized) {
        if (kind.usesUpAName() && Stored.nameOf(materialized) == null) {
            grouped.dsl().nextStoreName(GroupedStream.AGGREGATE);
        }
        return counted(named, materialized);
    }

    private KTable<Windowed<K>, Long> counted(
            Named named, Materialized<K, Long, WindowStore<Bytes, byte[]>> materialized) {
        return add(
                GroupedStream.AGGREGATE,
                named,
                materialized,
                Serdes.Long(),
                () -> 0L,
                (key, value, count) -> count + 1);
    }

    @Override
    public KTable<Windowed<K>, V> reduce(
            Reducer<V> reducer,
            Named named,
            Materialized<K, V, WindowStore<Bytes, byte[]>> materialized) {
        return add(
                GroupedStream.REDUCE,
                named,
                materialized,
                grouped.valueSerde(),
                () -> null,
                (key, value, aggregate) ->
                        aggregate == null ? value : reducer.apply(aggregate, value));
    }

    @Override
    public <VR> KTable<Windowed<K>, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> aggregator,
            Named named,
            Materialized<K, VR, WindowStore<Bytes, byte[]>> materialized) {
        return add(GroupedStream.AGGREGATE, named, materialized, null, initializer, aggregator);
    }

    private <A> KTable<Windowed<K>, A> add(
            String prefix,
            Named named,
            Materialized<K, A, WindowStore<Bytes, byte[]>> materialized,
            Serde<A> values,
            Initializer<A> initializer,
            Aggregator<? super K, ? super V, A> aggregator) {
        Stored<K, A> stored =
                new Stored<>(grouped.dsl(), materialized, prefix)
                        .orSerdes(grouped.keySerde(), values);
        kind.keep(stored, emit);
        return grouped.add(
                prefix,
                named,
                stored,
                kind.step(stored, emit, new WindowFold<>(initializer, aggregator)),
                kind.keySerde(stored.keySerde()),
                kind.graceMs());
    }

    @Override
    public KTable<Windowed<K>, Long> count() {
        return counted(null, Materialized.with(null, null));
    }

    @Override
    public KTable<Windowed<K>, Long> count(Named named) {
        return counted(named, Materialized.with(null, null));
    }

    @Override
    public KTable<Windowed<K>, Long> count(
            Materialized<K, Long, WindowStore<Bytes, byte[]>> materialized) {
        return count(null, materialized);
    }

    @Override
    public <VR> KTable<Windowed<K>, VR> aggregate(
            Initializer<VR> initializer, Aggregator<? super K, ? super V, VR> aggregator) {
        return aggregate(initializer, aggregator, null, Materialized.with(null, null));
    }

    @Override
    public <VR> KTable<Windowed<K>, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> aggregator,
            Named named) {
        return aggregate(initializer, aggregator, named, Materialized.with(null, null));
    }

    @Override
    public <VR> KTable<Windowed<K>, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> aggregator,
            Materialized<K, VR, WindowStore<Bytes, byte[]>> materialized) {
        return aggregate(initializer, aggregator, null, materialized);
    }

    @Override
    public KTable<Windowed<K>, V> reduce(Reducer<V> reducer) {
        return reduce(reducer, null, Materialized.with(null, null));
    }

    @Override
    public KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Named named) {
        return reduce(reducer, named, Materialized.with(null, null));
    }

    @Override
    public KTable<Windowed<K>, V> reduce(
            Reducer<V> reducer, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized) {
        return reduce(reducer, null, materialized);
    }
}
