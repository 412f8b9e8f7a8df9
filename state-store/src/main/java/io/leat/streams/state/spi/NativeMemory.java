package io.leat.streams.state.spi;

/** A shared resource that takes memory outside the heap. */
public interface NativeMemory extends AutoCloseable {

    /** Bytes that are taken now; safe from any thread. */
    long bytes();
}
