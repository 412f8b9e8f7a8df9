package io.leat.streams.kstream;

/** A side effect for each record. */
@FunctionalInterface
public interface ForeachAction<K, V> {
    void apply(K key, V value);
}
