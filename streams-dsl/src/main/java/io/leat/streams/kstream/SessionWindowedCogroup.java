package io.leat.streams.kstream;

import io.leat.common.utils.Bytes;
import io.leat.streams.state.SessionStore;
import java.util.Objects;

/** Cogrouped streams with their sessions. */
final class SessionWindowedCogroup<K, A> implements SessionWindowedCogroupedKStream<K, A> {

    private final CogroupedStream<K, A> cogrouped;
    private final SessionWindows windows;

    SessionWindowedCogroup(CogroupedStream<K, A> cogrouped, SessionWindows windows) {
        this.cogrouped = cogrouped;
        this.windows = Objects.requireNonNull(windows, "sessionWindows can't be null");
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(
            Initializer<A> initializer, Merger<? super K, A> sessionMerger) {
        return add(initializer, sessionMerger, null, Materialized.with(null, null));
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(
            Initializer<A> initializer, Merger<? super K, A> sessionMerger, Named named) {
        return aggregate(initializer, sessionMerger, named, Materialized.with(null, null));
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(
            Initializer<A> initializer,
            Merger<? super K, A> sessionMerger,
            Materialized<K, A, SessionStore<Bytes, byte[]>> materialized) {
        return add(initializer, sessionMerger, null, materialized);
    }

    @Override
    public KTable<Windowed<K>, A> aggregate(
            Initializer<A> initializer,
            Merger<? super K, A> sessionMerger,
            Named named,
            Materialized<K, A, SessionStore<Bytes, byte[]>> materialized) {
        Objects.requireNonNull(named, "named can't be null");
        return add(initializer, sessionMerger, named, materialized);
    }

    private KTable<Windowed<K>, A> add(
            Initializer<A> initializer,
            Merger<? super K, A> merger,
            Named named,
            Materialized<K, A, SessionStore<Bytes, byte[]>> materialized) {
        Objects.requireNonNull(materialized, "materialized can't be null");
        EmitStrategy emit = EmitStrategy.onWindowUpdate();
        Stored<K, A> stored =
                new Stored<>(cogrouped.dsl(), materialized, CogroupedStream.AGGREGATE);
        SessionWindowedStream.keep(stored, windows, emit);
        return cogrouped.table(
                named,
                stored,
                aggregator ->
                        new SessionAggregation<>(
                                stored.name(),
                                windows,
                                emit,
                                new WindowFold<>(initializer, aggregator),
                                merger),
                stored.keySerde() == null
                        ? null
                        : new WindowedSerdes.SessionWindowedSerde<>(stored.keySerde()),
                windows.gracePeriodMs() + windows.inactivityGap());
    }
}
