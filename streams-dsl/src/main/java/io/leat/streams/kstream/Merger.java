package io.leat.streams.kstream;

/** Makes one aggregate of those of two sessions that become one. */
@FunctionalInterface
public interface Merger<K, V> {
    V apply(K aggKey, V aggOne, V aggTwo);
}
