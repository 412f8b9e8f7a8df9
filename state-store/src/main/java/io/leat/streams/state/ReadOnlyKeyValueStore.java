package io.leat.streams.state;

import io.leat.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Values by key, to read. Iterators must be closed. */
public interface ReadOnlyKeyValueStore<K, V> {

    /** The value of {@code key}, or null. */
    @Nullable V get(K key);

    /**
     * Entries with keys from {@code from} to {@code to}, both included, in the order of the
     * serialized keys; null leaves a side open.
     */
    KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to);

    /** As {@link #range}, backwards. */
    default KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        throw new UnsupportedOperationException();
    }

    KeyValueIterator<K, V> all();

    default KeyValueIterator<K, V> reverseAll() {
        throw new UnsupportedOperationException();
    }

    /** Entries whose serialized key begins with the serialized {@code prefix}. */
    default <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(
            P prefix, PS prefixKeySerializer) {
        throw new UnsupportedOperationException();
    }

    /** About how many entries there are. */
    long approximateNumEntries();
}
