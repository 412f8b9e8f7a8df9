package io.leat.common.header;

import org.jspecify.annotations.Nullable;

/**
 * The headers of a record, in order; a key may occur several times. Once the record was sent they
 * cannot be changed any more.
 */
public interface Headers extends Iterable<Header> {

    /** Adds a header at the end. */
    Headers add(Header header) throws IllegalStateException;

    /** Adds a header at the end. */
    Headers add(String key, byte @Nullable [] value) throws IllegalStateException;

    /** Removes all headers of this key. */
    Headers remove(String key) throws IllegalStateException;

    /** The last header of this key, or null when there is none. */
    @Nullable Header lastHeader(String key);

    /** The headers of this key, in order. */
    Iterable<Header> headers(String key);

    /** All headers, in order. */
    Header[] toArray();
}
