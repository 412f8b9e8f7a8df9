package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.DslStoreFormat;
import io.leat.streams.state.DslSessionParams;
import io.leat.streams.state.HeadersBytesStoreSupplier;
import io.leat.streams.state.SessionBytesStoreSupplier;
import io.leat.streams.state.SessionStore;
import io.leat.streams.state.Stores;
import java.time.Duration;

/** A grouped stream with its sessions. */
final class SessionWindowedStream<K, V> implements SessionWindowedKStream<K, V> {

    private final GroupedStream<K, V> grouped;
    private final SessionWindows windows;
    private EmitStrategy emit = EmitStrategy.onWindowUpdate();

    SessionWindowedStream(GroupedStream<K, V> grouped, SessionWindows windows) {
        this.grouped = grouped;
        this.windows = windows;
    }

    @Override
    public SessionWindowedKStream<K, V> emitStrategy(EmitStrategy emitStrategy) {
        emit = emitStrategy;
        return this;
    }

    @Override
    public KTable<Windowed<K>, Long> count(
            Named named, Materialized<K, Long, SessionStore<Bytes, byte[]>> materialized) {
        if (Stored.nameOf(materialized) == null) {
            grouped.dsl().nextStoreName(GroupedStream.AGGREGATE);
        }
        return counted(named, materialized);
    }

    private KTable<Windowed<K>, Long> counted(
            Named named, Materialized<K, Long, SessionStore<Bytes, byte[]>> materialized) {
        return add(
                GroupedStream.AGGREGATE,
                named,
                materialized,
                Serdes.Long(),
                new WindowFold<K, V, Long>(() -> 0L, (key, value, count) -> count + 1),
                (key, one, other) -> one + other);
    }

    @Override
    public KTable<Windowed<K>, V> reduce(
            Reducer<V> reducer,
            Named named,
            Materialized<K, V, SessionStore<Bytes, byte[]>> materialized) {
        Aggregator<K, V, V> reducing =
                (key, value, aggregate) ->
                        aggregate == null ? value : reducer.apply(aggregate, value);
        return add(
                GroupedStream.REDUCE,
                named,
                materialized,
                grouped.valueSerde(),
                new WindowFold<>(() -> null, reducing),
                (key, one, other) -> reducing.apply(key, other, one));
    }

    @Override
    public <VR> KTable<Windowed<K>, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> aggregator,
            Merger<? super K, VR> sessionMerger,
            Named named,
            Materialized<K, VR, SessionStore<Bytes, byte[]>> materialized) {
        return add(
                GroupedStream.AGGREGATE,
                named,
                materialized,
                null,
                new WindowFold<>(initializer, aggregator),
                sessionMerger);
    }

    private <A> KTable<Windowed<K>, A> add(
            String prefix,
            Named named,
            Materialized<K, A, SessionStore<Bytes, byte[]>> materialized,
            Serde<A> values,
            WindowFold<K, V, A> fold,
            Merger<? super K, A> merger) {
        Stored<K, A> stored =
                new Stored<>(grouped.dsl(), materialized, prefix)
                        .orSerdes(grouped.keySerde(), values);
        keep(stored, windows, emit);
        return grouped.add(
                prefix,
                named,
                stored,
                new SessionAggregation<>(stored.name(), windows, emit, fold, merger),
                stored.keySerde() == null
                        ? null
                        : new WindowedSerdes.SessionWindowedSerde<>(stored.keySerde()),
                windows.gracePeriodMs() + windows.inactivityGap());
    }

    /** Says how {@code stored} is kept. */
    static <K, A> void keep(Stored<K, A> stored, SessionWindows windows, EmitStrategy emit) {
        long least = windows.inactivityGap() + windows.gracePeriodMs();
        long retention = stored.retentionMs(least);
        if (retention < least) {
            throw new IllegalArgumentException(
                    WindowKind.tooShort(stored.name(), retention, "the gap plus the grace", least));
        }
        if (emit.type() == EmitStrategy.StrategyType.ON_WINDOW_CLOSE) {
            stored.withoutCache();
        }
        stored.madeBy(
                (own, given) -> {
                    SessionBytesStoreSupplier supplier =
                            given != null
                                    ? (SessionBytesStoreSupplier) given
                                    : own.kinds()
                                            .suppliers()
                                            .sessionStore(params(own, retention, emit));
                    return supplier instanceof HeadersBytesStoreSupplier
                            ? Stores.sessionStoreWithHeadersBuilder(
                                    supplier, own.keySerde(), own.valueSerde())
                            : Stores.sessionStoreBuilder(
                                    supplier, own.keySerde(), own.valueSerde());
                });
    }

    private static DslSessionParams params(Stored<?, ?> stored, long retention, EmitStrategy emit) {
        return new DslSessionParams(
                stored.name(),
                Duration.ofMillis(retention),
                emit,
                stored.kinds().format(DslStoreFormat.PLAIN));
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
            Materialized<K, Long, SessionStore<Bytes, byte[]>> materialized) {
        return count(null, materialized);
    }

    @Override
    public <VR> KTable<Windowed<K>, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> aggregator,
            Merger<? super K, VR> sessionMerger) {
        return aggregate(
                initializer, aggregator, sessionMerger, null, Materialized.with(null, null));
    }

    @Override
    public <VR> KTable<Windowed<K>, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> aggregator,
            Merger<? super K, VR> sessionMerger,
            Named named) {
        return aggregate(
                initializer, aggregator, sessionMerger, named, Materialized.with(null, null));
    }

    @Override
    public <VR> KTable<Windowed<K>, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> aggregator,
            Merger<? super K, VR> sessionMerger,
            Materialized<K, VR, SessionStore<Bytes, byte[]>> materialized) {
        return aggregate(initializer, aggregator, sessionMerger, null, materialized);
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
            Reducer<V> reducer, Materialized<K, V, SessionStore<Bytes, byte[]>> materialized) {
        return reduce(reducer, null, materialized);
    }
}
