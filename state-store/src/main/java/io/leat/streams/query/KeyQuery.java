package io.leat.streams.query;

import java.util.Objects;

/** The value of a key. Immutable. */
public final class KeyQuery<K, V> implements Query<V> {

    private final K key;
    private final boolean skipCache;

    private KeyQuery(K key, boolean skipCache) {
        this.key = Objects.requireNonNull(key, "the key cannot be null");
        this.skipCache = skipCache;
    }

    public static <K, V> KeyQuery<K, V> withKey(K key) {
        return new KeyQuery<>(key, false);
    }

    /** Answers from the durable side only; so do all queries here, which see commits only. */
    public KeyQuery<K, V> skipCache() {
        return new KeyQuery<>(key, true);
    }

    public K getKey() {
        return key;
    }

    public boolean isSkipCache() {
        return skipCache;
    }
}
