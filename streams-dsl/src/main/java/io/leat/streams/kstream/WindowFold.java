package io.leat.streams.kstream;

/** How the records of a window become an aggregate. Immutable. */
record WindowFold<K, V, A>(
        Initializer<A> initializer, Aggregator<? super K, ? super V, A> aggregator) {

    WindowFold {
        java.util.Objects.requireNonNull(initializer, "initializer can't be null");
        java.util.Objects.requireNonNull(aggregator, "aggregator can't be null");
    }
}
