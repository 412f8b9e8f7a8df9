package io.leat.streams.kstream;

/** Makes a value of a value. */
@FunctionalInterface
public interface ValueMapper<V, VR> {
    VR apply(V value);
}
