package io.leat.streams.state;

import io.leat.streams.processor.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the values that a key had over time, for as long as its history retention says: what is
 * put late takes its place among the versions. The latest version never expires. Owned by its
 * task's thread. KIP-889.
 */
public interface VersionedKeyValueStore<K, V> extends StateStore {

    /** What {@link #put} returns when no later version is known. */
    long PUT_RETURN_CODE_VALID_TO_UNDEFINED = -1L;

    /** What {@link #put} returns when the record was too late to be taken. */
    long PUT_RETURN_CODE_NOT_PUT = Long.MIN_VALUE;

    /**
     * Sets the value from {@code timestamp} on, until the next version; null says that there is
     * none from then on.
     *
     * @return the timestamp of the next version, or one of the codes above
     */
    long put(K key, @Nullable V value, long timestamp);

    /** Puts null, and returns the version that was valid at that time. */
    @Nullable VersionedRecord<V> delete(K key, long timestamp);

    /** The latest version; null when there is none or it is a deletion. */
    @Nullable VersionedRecord<V> get(K key);

    /** The version that is valid at {@code asOfTimestamp}; null when its history is gone. */
    @Nullable VersionedRecord<V> get(K key, long asOfTimestamp);
}
