package io.leat.streams.query;

import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.ValueAndTimestamp;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of a range of keys, with timestamps. The answer must be closed. Immutable. */
public final class TimestampedRangeQuery<K, V>
        implements Query<KeyValueIterator<K, ValueAndTimestamp<V>>> {

    private final @Nullable K lower;
    private final @Nullable K upper;
    private final ResultOrder order;

    private TimestampedRangeQuery(@Nullable K lower, @Nullable K upper, ResultOrder order) {
        this.lower = lower;
        this.upper = upper;
        this.order = order;
    }

    /** Both included; null leaves a side open. */
    public static <K, V> TimestampedRangeQuery<K, V> withRange(
            @Nullable K lower, @Nullable K upper) {
        return new TimestampedRangeQuery<>(lower, upper, ResultOrder.ANY);
    }

    public static <K, V> TimestampedRangeQuery<K, V> withUpperBound(K upper) {
        return new TimestampedRangeQuery<>(null, upper, ResultOrder.ANY);
    }

    public static <K, V> TimestampedRangeQuery<K, V> withLowerBound(K lower) {
        return new TimestampedRangeQuery<>(lower, null, ResultOrder.ANY);
    }

    public static <K, V> TimestampedRangeQuery<K, V> withNoBounds() {
        return new TimestampedRangeQuery<>(null, null, ResultOrder.ANY);
    }

    /** By the bytes of keys, the largest first. */
    public TimestampedRangeQuery<K, V> withDescendingKeys() {
        return new TimestampedRangeQuery<>(lower, upper, ResultOrder.DESCENDING);
    }

    /** By the bytes of keys, the smallest first. */
    public TimestampedRangeQuery<K, V> withAscendingKeys() {
        return new TimestampedRangeQuery<>(lower, upper, ResultOrder.ASCENDING);
    }

    public ResultOrder resultOrder() {
        return order;
    }

    public Optional<K> lowerBound() {
        return Optional.ofNullable(lower);
    }

    public Optional<K> upperBound() {
        return Optional.ofNullable(upper);
    }
}
