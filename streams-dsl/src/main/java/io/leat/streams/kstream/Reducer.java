package io.leat.streams.kstream;

/** Makes one value of two. */
@FunctionalInterface
public interface Reducer<V> {
    V apply(V value1, V value2);
}
