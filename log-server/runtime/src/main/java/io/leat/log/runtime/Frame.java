package io.leat.log.runtime;

import java.nio.ByteBuffer;

/**
 * One received message: the bytes after its 4-byte length prefix, in a pooled buffer that is shared
 * by counting references. Whoever is handed a frame owns one reference and must release it once;
 * whoever keeps it longer (the tail cache) retains it first.
 */
public interface Frame {

    /**
     * The bytes of the message, position 0 to limit. The same view on every call: take a {@code
     * duplicate} or {@code slice} before moving its position. Not to be touched after the last
     * {@link #release}. Writable, so that offsets can be assigned in place.
     */
    ByteBuffer bytes();

    /** Adds a reference. Safe from any thread. */
    void retain();

    /**
     * Gives a reference back; the last one returns the memory to its pool. Safe from any thread.
     */
    void release();
}
