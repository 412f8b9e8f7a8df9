package io.leat.streams.kstream;

/** A condition on a record. */
@FunctionalInterface
public interface Predicate<K, V> {
    boolean test(K key, V value);
}
