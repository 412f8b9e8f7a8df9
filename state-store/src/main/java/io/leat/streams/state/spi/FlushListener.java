package io.leat.streams.state.spi;

import org.jspecify.annotations.Nullable;

/** Hears of the changes of a caching store, once a key and commit. */
public interface FlushListener<K, V> {

    /**
     * {@code oldValue} is what downstream heard last, or null; {@code newValue} null is a deletion.
     */
    void changed(K key, @Nullable V newValue, @Nullable V oldValue);
}
