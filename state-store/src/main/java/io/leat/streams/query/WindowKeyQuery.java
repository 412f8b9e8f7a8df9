package io.leat.streams.query;

import io.leat.streams.state.WindowStoreIterator;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The windows of a key that start in a range of time. The answer must be closed. Immutable. */
public class WindowKeyQuery<K, V> implements Query<WindowStoreIterator<V>> {

    private final K key;
    private final Instant from;
    private final Instant to;

    private WindowKeyQuery(K key, Instant from, Instant to) {
        this.key = Objects.requireNonNull(key, "the key cannot be null");
        this.from = from;
        this.to = to;
    }

    /** Both included. */
    public static <K, V> WindowKeyQuery<K, V> withKeyAndWindowStartRange(
            K key, Instant timeFrom, Instant timeTo) {
        return new WindowKeyQuery<>(key, timeFrom, timeTo);
    }

    public K getKey() {
        return key;
    }

    public Optional<Instant> getTimeFrom() {
        return Optional.ofNullable(from);
    }

    public Optional<Instant> getTimeTo() {
        return Optional.ofNullable(to);
    }

    @Override
    public String toString() {
        return "WindowKeyQuery{key="
                + key
                + ", timeFrom="
                + getTimeFrom()
                + ", timeTo="
                + getTimeTo()
                + '}';
    }
}
