package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A versioned store of bytes. What is read begins with the timestamp of the version (8 bytes).
 * Owned by its task's thread.
 */
public interface VersionedBytesStore extends KeyValueStore<Bytes, byte[]>, TimestampedBytesStore {

    /** As {@link VersionedKeyValueStore#put}; {@code value} has no timestamp before it. */
    long put(Bytes key, byte @Nullable [] value, long timestamp);

    byte @Nullable [] get(Bytes key, long asOfTimestamp);

    byte @Nullable [] delete(Bytes key, long timestamp);
}
