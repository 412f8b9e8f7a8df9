package io.leat.streams.state;

import java.io.Closeable;

/** Window starts and values of one key. Must be closed. */
public interface WindowStoreIterator<V> extends KeyValueIterator<Long, V>, Closeable {

    @Override
    void close();
}
