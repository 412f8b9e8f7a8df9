package io.leat.streams.query;

import io.leat.streams.state.ValueAndTimestamp;
import java.util.Objects;

/** The value of a key, with its timestamp. Immutable. */
public final class TimestampedKeyQuery<K, V> implements Query<ValueAndTimestamp<V>> {

    private final K key;
    private final boolean skipCache;

    private TimestampedKeyQuery(K key, boolean skipCache) {
        this.key = Objects.requireNonNull(key, "the key cannot be null");
        this.skipCache = skipCache;
    }

    public static <K, V> TimestampedKeyQuery<K, V> withKey(K key) {
        return new TimestampedKeyQuery<>(key, false);
    }

    /** Answers from the durable side only; so do all queries here, which see commits only. */
    public TimestampedKeyQuery<K, V> skipCache() {
        return new TimestampedKeyQuery<>(key, true);
    }

    public K key() {
        return key;
    }

    public boolean isSkipCache() {
        return skipCache;
    }
}
