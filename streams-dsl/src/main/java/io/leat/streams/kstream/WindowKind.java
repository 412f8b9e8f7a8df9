package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.DslStoreFormat;
import io.leat.streams.state.DslWindowParams;
import io.leat.streams.state.HeadersBytesStoreSupplier;
import io.leat.streams.state.Stores;
import io.leat.streams.state.WindowBytesStoreSupplier;
import java.time.Duration;
import java.util.Objects;

/** The windows of a windowed stream, and what they need of store and processor. Immutable. */
sealed interface WindowKind {

    /** Fails when results of these windows cannot go out that way. */
    void checkEmit(EmitStrategy emit);

    /** Whether a count of named wishes uses up a store name, as Kafka's does. */
    boolean usesUpAName();

    long sizeMs();

    long graceMs();

    /** The least retention that loses nothing, in milliseconds. */
    long leastRetentionMs();

    <K, V, A> TableStep<K, V, Windowed<K>, A> step(
            Stored<K, A> stored, EmitStrategy emit, WindowFold<K, V, A> fold);

    default boolean sliding() {
        return this instanceof Sliding;
    }

    default <K> Serde<Windowed<K>> keySerde(Serde<K> keys) {
        return keys == null ? null : new WindowedSerdes.TimeWindowedSerde<>(keys, sizeMs());
    }

    /** Says how {@code stored} is kept. */
    default <K, A> void keep(Stored<K, A> stored, EmitStrategy emit) {
        long retention = stored.retentionMs(leastRetentionMs());
        if (retention < leastRetentionMs()) {
            throw new IllegalArgumentException(
                    tooShort(
                            stored.name(),
                            retention,
                            sliding() ? "twice the difference plus the grace" : "size plus grace",
                            leastRetentionMs()));
        }
        if (sliding() && emit.type() == EmitStrategy.StrategyType.ON_WINDOW_CLOSE) {
            stored.withoutCache();
        }
        stored.madeBy(
                (own, given) -> {
                    WindowBytesStoreSupplier supplier =
                            given != null
                                    ? (WindowBytesStoreSupplier) given
                                    : own.kinds()
                                            .suppliers()
                                            .windowStore(params(own, retention, emit));
                    return supplier instanceof HeadersBytesStoreSupplier
                            ? Stores.timestampedWindowStoreWithHeadersBuilder(
                                    supplier, own.keySerde(), own.valueSerde())
                            : Stores.timestampedWindowStoreBuilder(
                                    supplier, own.keySerde(), own.valueSerde());
                });
    }

    private DslWindowParams params(Stored<?, ?> stored, long retention, EmitStrategy emit) {
        return new DslWindowParams(
                stored.name(),
                Duration.ofMillis(retention),
                Duration.ofMillis(sizeMs()),
                false,
                emit,
                sliding(),
                stored.kinds().format(DslStoreFormat.TIMESTAMPED));
    }

    static String tooShort(String store, long retention, String what, long least) {
        return "Store "
                + store
                + " would forget too early: its retention of "
                + retention
                + " ms is less than "
                + what
                + ", "
                + least
                + " ms.";
    }

    /** Windows found by the time of a record alone. */
    record Fixed(Windows<?> windows) implements WindowKind {

        public Fixed {
            Objects.requireNonNull(windows, "windows can't be null");
        }

        @Override
        public void checkEmit(EmitStrategy emit) {
            if (emit.type() == EmitStrategy.StrategyType.ON_WINDOW_CLOSE
                    && windows instanceof UnlimitedWindows) {
                throw new IllegalArgumentException(
                        "An unlimited window never closes: its results cannot wait for that.");
            }
        }

        @Override
        public boolean usesUpAName() {
            return true;
        }

        @Override
        public long sizeMs() {
            return windows.size();
        }

        @Override
        public long graceMs() {
            return windows.gracePeriodMs();
        }

        @Override
        public long leastRetentionMs() {
            return windows.size() + windows.gracePeriodMs();
        }

        @Override
        public <K, V, A> TableStep<K, V, Windowed<K>, A> step(
                Stored<K, A> stored, EmitStrategy emit, WindowFold<K, V, A> fold) {
            if (emit.type() == EmitStrategy.StrategyType.ON_WINDOW_CLOSE
                    && !(windows instanceof TimeWindows)) {
                throw new IllegalArgumentException(
                        "Results can wait for the close of time windows, sliding windows and"
                                + " sessions, not of "
                                + windows
                                + ".");
            }
            return new FixedAggregation<>(stored.name(), windows, emit, fold);
        }
    }

    /** Windows around records. */
    record Sliding(SlidingWindows windows) implements WindowKind {

        public Sliding {
            Objects.requireNonNull(windows, "windows can't be null");
        }

        @Override
        public void checkEmit(EmitStrategy emit) {}

        @Override
        public boolean usesUpAName() {
            return false;
        }

        @Override
        public long sizeMs() {
            return windows.timeDifferenceMs();
        }

        @Override
        public long graceMs() {
            return windows.gracePeriodMs();
        }

        @Override
        public long leastRetentionMs() {
            return 2 * windows.timeDifferenceMs() + windows.gracePeriodMs();
        }

        @Override
        public <K, V, A> TableStep<K, V, Windowed<K>, A> step(
                Stored<K, A> stored, EmitStrategy emit, WindowFold<K, V, A> fold) {
            return new SlidingAggregation<>(stored.name(), windows, emit, fold);
        }
    }
}
