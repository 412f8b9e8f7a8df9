package io.leat.streams.kstream;

import io.leat.common.utils.Bytes;
import io.leat.streams.state.WindowStore;
import java.util.Objects;

/** Cogrouped streams with their windows: fixed ones of any kind, or sliding ones. */
final class TimeWindowedCogroup<K, A> implements TimeWindowedCogroupedKStream<K, A> {

    private final CogroupedStream<K, A> cogrouped;
    private final WindowKind kind;

    TimeWindowedCogroup(CogroupedStream<K, A> cogrouped, WindowKind kind) {
        this.cogrouped = cogrouped;
        this.kind = kind;
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(Initializer<A> initializer) {
        return add(initializer, null, Materialized.with(null, null));
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(Initializer<A> initializer, Named named) {
        return aggregate(initializer, named, Materialized.with(null, null));
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(
            Initializer<A> initializer,
            Materialized<K, A, WindowStore<Bytes, byte[]>> materialized) {
        return add(initializer, null, materialized);
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(
            Initializer<A> initializer,
            Named named,
            Materialized<K, A, WindowStore<Bytes, byte[]>> materialized) {
        return add(initializer, Objects.requireNonNull(named, "named can't be null"), materialized);
    }

    private KTable<Windowed<K>, A> add(
            Initializer<A> initializer,
            Named named,
            Materialized<K, A, WindowStore<Bytes, byte[]>> materialized) {
        Objects.requireNonNull(materialized, "materialized can't be null");
        EmitStrategy emit = EmitStrategy.onWindowUpdate();
        Stored<K, A> stored =
                new Stored<>(cogrouped.dsl(), materialized, CogroupedStream.AGGREGATE);
        kind.keep(stored, emit);
        return cogrouped.table(
                named,
                stored,
                aggregator -> kind.step(stored, emit, new WindowFold<>(initializer, aggregator)),
                kind.keySerde(stored.keySerde()),
                kind.graceMs());
    }
}
