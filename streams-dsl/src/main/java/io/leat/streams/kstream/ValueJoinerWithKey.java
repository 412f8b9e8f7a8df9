package io.leat.streams.kstream;

/** Makes one value of two and their key, which it must not change. */
@FunctionalInterface
public interface ValueJoinerWithKey<K1, V1, V2, VR> {
    VR apply(K1 readOnlyKey, V1 value1, V2 value2);
}
