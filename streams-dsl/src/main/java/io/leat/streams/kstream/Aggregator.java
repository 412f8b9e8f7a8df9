package io.leat.streams.kstream;

/** Takes a record into an aggregate; null deletes it. */
@FunctionalInterface
public interface Aggregator<K, V, VA> {
    VA apply(K key, V value, VA aggregate);
}
