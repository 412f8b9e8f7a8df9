package io.leat.streams.kstream;

/** A table of which every instance has all rows; streams join it by any key. */
public interface GlobalKTable<K, V> {

    /** The name of its store for queries, null when it has none that was asked for. */
    String queryableStoreName();
}
