package io.leat.streams.state;

/** A window store of values with timestamps and headers. KIP-1271. */
public interface TimestampedWindowStoreWithHeaders<K, V>
        extends WindowStore<K, ValueTimestampHeaders<V>> {}
