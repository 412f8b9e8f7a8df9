package io.leat.streams.query;

import io.leat.streams.kstream.Windowed;
import io.leat.streams.state.KeyValueIterator;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The windows of all keys that start in a range of time, or the sessions of a key. The answer must
 * be closed. Immutable.
 */
public class WindowRangeQuery<K, V> implements Query<KeyValueIterator<Windowed<K>, V>> {

    private final @Nullable K key;
    private final @Nullable Instant from;
    private final @Nullable Instant to;

    private WindowRangeQuery(@Nullable K key, @Nullable Instant from, @Nullable Instant to) {
        this.key = key;
        this.from = from;
        this.to = to;
    }

    /** The sessions of {@code key}. */
    public static <K, V> WindowRangeQuery<K, V> withKey(K key) {
        return new WindowRangeQuery<>(
                Objects.requireNonNull(key, "the key cannot be null"), null, null);
    }

    /** The windows of all keys; both ends included. */
    public static <K, V> WindowRangeQuery<K, V> withWindowStartRange(
            Instant timeFrom, Instant timeTo) {
        return new WindowRangeQuery<>(null, timeFrom, timeTo);
    }

    public Optional<K> getKey() {
        return Optional.ofNullable(key);
    }

    public Optional<Instant> getTimeFrom() {
        return Optional.ofNullable(from);
    }

    public Optional<Instant> getTimeTo() {
        return Optional.ofNullable(to);
    }

    @Override
    public String toString() {
        return "WindowRangeQuery{key="
                + getKey()
                + ", timeFrom="
                + getTimeFrom()
                + ", timeTo="
                + getTimeTo()
                + '}';
    }
}
