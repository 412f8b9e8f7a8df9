package io.leat.streams.state;

import io.leat.streams.KeyValue;
import java.io.Closeable;
import java.util.Iterator;

/** Entries of a store, in order. Close it: it may hold native memory. */
public interface KeyValueIterator<K, V> extends Iterator<KeyValue<K, V>>, Closeable {

    @Override
    void close();

    /** The key of the next entry; throws NoSuchElementException when there is none. */
    K peekNextKey();
}
