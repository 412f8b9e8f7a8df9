package io.leat.streams.state.spi;

/** A typed store that can tell of its changes at commits instead of at each of them. */
public interface CachingStore<K, V> {

    /**
     * Registers {@code listener}; false when the store does not cache, so that the caller forwards
     * each change itself.
     */
    boolean setFlushListener(FlushListener<K, V> listener);
}
