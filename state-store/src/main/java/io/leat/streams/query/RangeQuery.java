package io.leat.streams.query;

import io.leat.streams.state.KeyValueIterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of a range of keys. The answer must be closed. Immutable. */
public final class RangeQuery<K, V> implements Query<KeyValueIterator<K, V>> {

    private final @Nullable K lower;
    private final @Nullable K upper;
    private final ResultOrder order;

    private RangeQuery(@Nullable K lower, @Nullable K upper, ResultOrder order) {
        this.lower = lower;
        this.upper = upper;
        this.order = order;
    }

    /** Both included; null leaves a side open. */
    public static <K, V> RangeQuery<K, V> withRange(@Nullable K lower, @Nullable K upper) {
        return new RangeQuery<>(lower, upper, ResultOrder.ANY);
    }

    public static <K, V> RangeQuery<K, V> withUpperBound(K upper) {
        return new RangeQuery<>(null, upper, ResultOrder.ANY);
    }

    public static <K, V> RangeQuery<K, V> withLowerBound(K lower) {
        return new RangeQuery<>(lower, null, ResultOrder.ANY);
    }

    public static <K, V> RangeQuery<K, V> withNoBounds() {
        return new RangeQuery<>(null, null, ResultOrder.ANY);
    }

    /** By the bytes of keys, the largest first. */
    public RangeQuery<K, V> withDescendingKeys() {
        return new RangeQuery<>(lower, upper, ResultOrder.DESCENDING);
    }

    /** By the bytes of keys, the smallest first. */
    public RangeQuery<K, V> withAscendingKeys() {
        return new RangeQuery<>(lower, upper, ResultOrder.ASCENDING);
    }

    public ResultOrder resultOrder() {
        return order;
    }

    public Optional<K> getLowerBound() {
        return Optional.ofNullable(lower);
    }

    public Optional<K> getUpperBound() {
        return Optional.ofNullable(upper);
    }
}
