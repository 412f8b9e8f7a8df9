package io.leat.log.runtime;

import java.nio.ByteBuffer;

/** An open file. Positional: it has no cursor. One writer at a time; readers may be concurrent. */
public interface DiskFile extends AutoCloseable {

    /**
     * Reads from {@code position} until {@code target} is full or the file ends; returns the bytes
     * read, 0 at or beyond the end.
     */
    int read(ByteBuffer target, long position);

    /** Writes all remaining bytes of {@code sources}, gathered, at {@code position}. */
    void write(ByteBuffer[] sources, long position);

    /** Writes all remaining bytes of {@code source} at {@code position}. */
    default void write(ByteBuffer source, long position) {
        write(new ByteBuffer[] {source}, position);
    }

    /** Length in bytes. */
    long size();

    /** Cuts the file to {@code size} bytes; does nothing when it is shorter. */
    void truncate(long size);

    /** Makes written bytes durable; with {@code metadata}, the length and times as well. */
    void force(boolean metadata);

    @Override
    void close();
}
