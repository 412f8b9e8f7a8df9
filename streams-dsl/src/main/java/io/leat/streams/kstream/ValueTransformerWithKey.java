package io.leat.streams.kstream;

import io.leat.streams.processor.ProcessorContext;

/**
 * Turns values into others, with what it remembers in stores. Made anew for each task, and used by
 * its thread.
 */
public interface ValueTransformerWithKey<K, V, VR> {

    /** The context gives stores and punctuations; it cannot forward. */
    void init(ProcessorContext context);

    /** The new value; the key must not be changed. */
    VR transform(K readOnlyKey, V value);

    void close();
}
