package io.leat.streams.processor;

import org.jspecify.annotations.Nullable;

/** Takes the records of a changelog back into a store. */
public interface StateRestoreCallback {

    /** One record of the changelog; a null value deletes the key. */
    void restore(byte[] key, byte @Nullable [] value);
}
