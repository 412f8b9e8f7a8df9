package io.leat.streams.state.spi;

import io.leat.common.utils.Bytes;
import io.leat.streams.state.KeyValueIterator;

/** A store that finds its rows by their time, without a scan. Owned by its task's thread. */
public interface TimeOrdered<K, V> {

    /**
     * The rows whose time is {@code time} or earlier, by time and then by the bytes of their keys;
     * with what is not committed. The caller deletes each row that it is given, or puts it again
     * with a later time, before it asks for the next.
     */
    KeyValueIterator<K, V> upTo(long time);

    /** The time of a row. */
    interface RowTime {
        long of(Bytes key, byte[] value);
    }
}
