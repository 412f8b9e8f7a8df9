package io.leat.streams.kstream;

/** Makes a value of a value and its key, which it must not change. */
@FunctionalInterface
public interface ValueMapperWithKey<K, V, VR> {
    VR apply(K readOnlyKey, V value);
}
