package io.leat.streams.kstream;

/** Makes anything of a record. */
@FunctionalInterface
public interface KeyValueMapper<K, V, VR> {
    VR apply(K key, V value);
}
