package io.leat.streams.processor;

import io.leat.streams.KeyValue;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Takes the records of a changelog back into a store, many at a time. */
public interface BatchingStateRestoreCallback extends StateRestoreCallback {

    /** Records of the changelog, in order; a null value deletes the key. */
    void restoreAll(Collection<KeyValue<byte[], byte[]>> records);

    @Override
    default void restore(byte[] key, byte @Nullable [] value) {
        throw new UnsupportedOperationException("records come many at a time, in restoreAll");
    }
}
