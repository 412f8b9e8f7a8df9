package io.leat.streams.query;

import io.leat.streams.state.VersionedRecordIterator;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a key that were valid at some time of a range. The answer must be closed.
 * KIP-968. Immutable.
 */
public final class MultiVersionedKeyQuery<K, V> implements Query<VersionedRecordIterator<V>> {

    private final K key;
    private final @Nullable Instant from;
    private final @Nullable Instant to;
    private final ResultOrder order;

    private MultiVersionedKeyQuery(
            K key, @Nullable Instant from, @Nullable Instant to, ResultOrder order) {
        this.key = Objects.requireNonNull(key, "key cannot be null.");
        this.from = from;
        this.to = to;
        this.order = order;
    }

    /** All versions, in any order. */
    public static <K, V> MultiVersionedKeyQuery<K, V> withKey(K key) {
        return new MultiVersionedKeyQuery<>(key, null, null, ResultOrder.ANY);
    }

    /** From then on; null for from the beginning. */
    public MultiVersionedKeyQuery<K, V> fromTime(@Nullable Instant fromTime) {
        return new MultiVersionedKeyQuery<>(key, fromTime, to, order);
    }

    /** Until then, included; null for until now. */
    public MultiVersionedKeyQuery<K, V> toTime(@Nullable Instant toTime) {
        return new MultiVersionedKeyQuery<>(key, from, toTime, order);
    }

    public MultiVersionedKeyQuery<K, V> withDescendingTimestamps() {
        return new MultiVersionedKeyQuery<>(key, from, to, ResultOrder.DESCENDING);
    }

    public MultiVersionedKeyQuery<K, V> withAscendingTimestamps() {
        return new MultiVersionedKeyQuery<>(key, from, to, ResultOrder.ASCENDING);
    }

    public K key() {
        return key;
    }

    public Optional<Instant> fromTime() {
        return Optional.ofNullable(from);
    }

    public Optional<Instant> toTime() {
        return Optional.ofNullable(to);
    }

    public ResultOrder resultOrder() {
        return order;
    }
}
